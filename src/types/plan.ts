import type { Problem } from './problem.ts';

declare const assetPath: unique symbol;

/** A path below STATIC_ROOT: posix, relative, normalised, never `..`, absolute or with a NUL. Made by `toAssetPath` only. */
export type AssetPath = string & { readonly [assetPath]: true };

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
