import type { Position } from './problem.ts';

/** What is counted: the bytes of a file, or those it has once gzip made it smaller. */
export type Measure = 'raw' | 'gzip';

/** A limit on the bytes of all files together whose paths match a glob. */
export interface Budget {
  /** `*` alone stands for all files. */
  readonly glob: string;
  /** As the settings write it: `300 kB gzip`. */
  readonly words: string;
  readonly measure: Measure;
  /** `size`: bytes at most; `growth`: bytes more at most than before; `share`: percent more at most than before. */
  readonly most: { readonly kind: 'size' | 'growth' | 'share'; readonly amount: number };
  /** Where it was written. */
  readonly at?: Position;
}

/** What became of a budget. */
export interface BudgetResult {
  readonly glob: string;
  /** As the settings write it. */
  readonly words: string;
  readonly measure: Measure;
  /** Number of files that match. */
  readonly files: number;
  /** Their bytes, by the measure. */
  readonly size: number;
  /** Bytes they may have; `null` if there is nothing to compare with. */
  readonly most: number | null;
  /** Bytes they had before, where growth is judged. */
  readonly before?: number;
  readonly isKept: boolean;
}
