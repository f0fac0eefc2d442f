/** What is counted: the bytes of a file, or those it has once gzip made it smaller. */
export type Measure = 'raw' | 'gzip';

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
