/** The nouns of a run: sources, their outcomes, and problems with them. */

import type { BudgetResult } from './budget.ts';

declare const assetPath: unique symbol;

/** A path below STATIC_ROOT: posix, relative, normalised, never `..`, absolute or with a NUL. Made by `toAssetPath` only. */
export type AssetPath = string & { readonly [assetPath]: true };

/** A place in a file the user wrote. Lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The place after the last character, where it is known. */
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** Something wrong, as data: reporters word and colour it. */
export interface Problem {
  /** Stable and documented: `static-root-missing`, or Django's own id such as `staticfiles.E002`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** One sentence that names the thing, without colour and without a trailing newline. */
  readonly message: string;
  /** A file or folder, absolute, and the line if one is known. */
  readonly at?: Position;
  /** What to do about it. */
  readonly hint?: string;
  /** The words of the operating system, or of a parser, behind the problem. */
  readonly cause?: string;
  /** The source line `at` points to, shown with a marker under `at.column`. */
  readonly excerpt?: string;
}

export type FinderKind = 'directories' | 'apps' | 'media' | 'npm';

/** One directory that one finder offers files from. */
export interface Location {
  readonly finder: FinderKind;
  /** Name in the settings: the app (`django.contrib.admin`), or the directory as it was written. */
  readonly name: string;
  /** The directory to walk, absolute. */
  readonly root: string;
  /** Put in front of every path, without slashes at the ends; `''` for none. */
  readonly prefix: string;
  /** Globs over paths relative to `root`; without `include` everything is in. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** One file that a location offers for a path. */
export interface Source {
  readonly path: AssetPath;
  /** The file as it was found, absolute (symlinks on the way are kept, as Django prints them). */
  readonly file: string;
  readonly location: Location;
  /** Bytes of what `file` leads to. */
  readonly size: number;
  readonly mtimeMs: number;
}

/** A path of the plan and the source that won it. */
export interface Asset {
  readonly path: AssetPath;
  readonly source: Source;
}

/** Which names a file system takes for one: none, those that differ in letter case, or in Unicode form too. */
export type Folding = 'none' | 'case' | 'case-and-form';

export type ConflictKind = 'same-path' | 'case-only' | 'unicode-only' | 'file-is-directory';

/**
 * Two or more sources that can't all have what they ask for.
 * `same-path` and `file-is-directory`: only `winner` is collected. `case-only` and `unicode-only`: all are collected,
 * but would overwrite each other on a file system that folds letter case or Unicode forms (macOS, Windows). If the
 * destination is one (`folded`), only `winner` is.
 */
export interface Conflict {
  readonly kind: ConflictKind;
  readonly path: AssetPath;
  readonly winner: Source;
  /** In the order in which the finders offered them. */
  readonly losers: readonly Source[];
  /** True if every loser has the winner's bytes. */
  readonly identical: boolean;
  /** The rule of the settings that made this conflict a wanted one. */
  readonly settledBy?: string;
  readonly folded?: true;
}

/** Everything a run would do, before it does any of it. Assets are in Django's collecting order. */
export interface Plan {
  readonly assets: readonly Asset[];
  /** Number of sources that are not collected since their path was taken, also by the same real file, as Django 6 counts. */
  readonly skipped: number;
  readonly conflicts: readonly Conflict[];
  readonly problems: readonly Problem[];
}

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
