import type { BudgetResult } from './budget.ts';
import type { AssetPath, Conflict } from './plan.ts';
import type { Problem } from './problem.ts';

export type OutputReason = 'collected' | 'hashed' | 'compressed' | 'manifest';

/** The action of a run on one path of STATIC_ROOT. */
export interface Outcome {
  readonly path: AssetPath;
  readonly action: 'copied' | 'linked' | 'unmodified' | 'deleted' | 'processed';
  readonly why: OutputReason;
  /** The file it was copied from or linked to, absolute; absent for what was made here or deleted. */
  readonly from?: string;
  /** `processed` only: the path this one was made from. */
  readonly of?: AssetPath;
}

/** Number of files for each action. */
export interface Counts {
  readonly copied: number;
  readonly linked: number;
  readonly unmodified: number;
  readonly deleted: number;
  readonly postProcessed: number;
  readonly skippedByConflict: number;
}

/** The report of one run, which `collect` returns and reporters print. */
export interface Report {
  readonly staticRoot: string;
  readonly dryRun: boolean;
  /** Whether STATIC_ROOT holds other files, or others' bytes, than before. */
  readonly changed: boolean;
  readonly counts: Counts;
  readonly outcomes: readonly Outcome[];
  readonly conflicts: readonly Conflict[];
  /** With `dedupe`: bytes that the files of this run do without, as they share them with one another. */
  readonly savedBytes?: number;
  /** What became of BUDGETS; absent without any. A run that breaks one throws instead. */
  readonly budgets?: readonly BudgetResult[];
  /** Warnings; a run with errors throws instead. */
  readonly problems: readonly Problem[];
}

/** A stage of a run that counts its files for the progress bar. */
export type Stage = 'collecting' | 'compressing';

/** Called with the number of files done so far, and of all there are to do. */
export type OnProgress = (done: number, total: number, stage: Stage) => void;
