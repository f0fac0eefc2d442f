import type { BudgetResult } from './budget.ts';
import type { Conflict } from './plan.ts';
import type { Problem } from './problem.ts';

/** What a static file weighs. */
export interface WeighedFile {
  readonly path: string;
  /** The location that offers it: an index of `owners`. */
  readonly owner: number;
  /** Bytes of the file that is served: the fingerprinted copy, if there is one. */
  readonly size: number;
  /** Bytes of the compressed variant that lies beside it; `null` if there is none. */
  readonly gzip: number | null;
  readonly brotli: number | null;
}

/** A location that offers files. */
export interface Owner {
  /** Words for it: `app shop`, `STATICFILES_DIRS assets`. */
  readonly name: string;
  /** True for the project's own; false for a package's. */
  readonly isOwn: boolean;
}

/** Files of one folder, or of one kind, together. */
export interface FileGroup {
  readonly name: string;
  readonly size: number;
  /** Sorted by size, the largest first. */
  readonly paths: readonly string[];
}

/** Files with the same bytes. */
export interface Duplicate {
  /** Bytes of one of them. */
  readonly size: number;
  readonly paths: readonly string[];
}

/** How much the project says of its own files. */
export interface Usage {
  /** Number of files that something refers to. */
  readonly used: number;
  /** Number of files of which only the name occurs, or a pattern or folder that may lead to them. */
  readonly named: number;
  /** Files of which not even the name occurs, by folder, those of most bytes first. */
  readonly unreferenced: readonly FileGroup[];
}

/** A file that differs from before; `before` is `null` for a new one, `size` for one that is gone. */
export interface SizeChange {
  readonly path: string;
  readonly before: number | null;
  readonly size: number | null;
}

export interface Comparison {
  /** What it is compared with. */
  readonly label: string;
  /** Bytes of all files then. */
  readonly before: number;
  /** Those that changed most first. */
  readonly changes: readonly SizeChange[];
}

/** What an access log says. */
export interface Requests {
  readonly log: string;
  /** Lines that are requests, and lines that are not. */
  readonly lines: number;
  readonly unread: number;
  /** Requests below STATIC_URL. */
  readonly static: number;
  /** Dates of the first and the last request, as the log writes them. */
  readonly from: string | null;
  readonly to: string | null;
  /** Files that nobody asked for, by folder, those of most bytes first. */
  readonly unasked: readonly FileGroup[];
}

/** The static files of a project by weight, owner and use. */
export interface StaticReport {
  readonly staticRoot: string | null;
  readonly owners: readonly Owner[];
  /** Sorted by path. */
  readonly files: readonly WeighedFile[];
  /** Files of STATIC_ROOT that this plan does not explain: of earlier releases, and of others. */
  readonly leftovers: { readonly retired: FileGroup; readonly foreign: FileGroup };
  readonly conflicts: readonly Conflict[];
  /** Source maps, and sources that browsers don't read, by kind. */
  readonly shipped: readonly FileGroup[];
  /** Those that waste most first. */
  readonly duplicates: readonly Duplicate[];
  readonly usage: Usage;
  readonly budgets: readonly BudgetResult[];
  readonly comparison?: Comparison;
  readonly requests?: Requests;
  readonly problems: readonly Problem[];
}
