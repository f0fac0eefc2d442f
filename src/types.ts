/** The nouns every room shares. No code here: only shapes, all of them readonly. */

declare const assetPath: unique symbol;

/** A path below STATIC_ROOT: posix, relative, normalised, never `..`, absolute or with a NUL. Made by `toAssetPath` only. */
export type AssetPath = string & { readonly [assetPath]: true };

/** A place in a file the user wrote. Lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** Something wrong, as data: reporters word and colour it. */
export interface Problem {
  /** Stable and documented: `static-root-missing`, or Django's own id such as `staticfiles.E002`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** One sentence that names the thing, without colour and without a trailing newline. */
  readonly message: string;
  /** Where it is: a file or folder, absolute, and the line where one is known. */
  readonly at?: Position;
  /** What to do about it. */
  readonly hint?: string;
  /** What lies under it: the operating system's words, or a parser's. */
  readonly cause?: string;
  /** The source line `at` points to, shown with a marker under `at.column`. */
  readonly excerpt?: string;
}

export type FinderKind = 'directories' | 'apps' | 'media' | 'npm';

/** One directory that one finder offers files from. */
export interface Location {
  readonly finder: FinderKind;
  /** What the settings call it: the app (`django.contrib.admin`), or the directory as it was written. */
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

export type ConflictKind = 'same-path' | 'case-only' | 'unicode-only' | 'file-is-directory';

/**
 * Two or more sources that can't all have what they ask for.
 * `same-path` and `file-is-directory`: only `winner` is collected. `case-only` and `unicode-only`: all are collected
 * here, but would overwrite each other on a file system that folds letter case or Unicode forms (macOS, Windows).
 */
export interface Conflict {
  readonly kind: ConflictKind;
  readonly path: AssetPath;
  readonly winner: Source;
  /** In the order in which the finders offered them. */
  readonly losers: readonly Source[];
  /** Whether every loser has the winner's bytes. */
  readonly identical: boolean;
  /** The rule of the settings that made this conflict a wanted one. */
  readonly settledBy?: string;
}

/** Everything a run would do, before it does any of it. Assets are in Django's collecting order. */
export interface Plan {
  readonly assets: readonly Asset[];
  /** Sources that are not collected since their path was taken, those of the same real file included: what Django 6 counts. */
  readonly skipped: number;
  readonly conflicts: readonly Conflict[];
  readonly problems: readonly Problem[];
}

export type OutputReason = 'collected' | 'hashed' | 'compressed' | 'manifest';

/** What a run did with one path of STATIC_ROOT. */
export interface Outcome {
  readonly path: AssetPath;
  readonly action: 'copied' | 'linked' | 'unmodified' | 'deleted' | 'processed';
  readonly why: OutputReason;
  /** The file it was copied from or linked to, absolute; absent for what was made here or deleted. */
  readonly from?: string;
  /** `processed` only: the path this one was made from. */
  readonly of?: AssetPath;
}

/** How many files each thing happened to. */
export interface Counts {
  readonly copied: number;
  readonly linked: number;
  readonly unmodified: number;
  readonly deleted: number;
  readonly postProcessed: number;
  readonly skippedByConflict: number;
}

/** What one run found and did: what reporters print, and what `collect` returns. */
export interface Report {
  readonly staticRoot: string;
  readonly dryRun: boolean;
  readonly counts: Counts;
  readonly outcomes: readonly Outcome[];
  readonly conflicts: readonly Conflict[];
  /** Warnings; a run with errors throws instead. */
  readonly problems: readonly Problem[];
}

/** What a run counts the files of while they are worked on. */
export type Stage = 'collecting' | 'compressing';

/** Called with the number of files done so far, and of all there are to do. */
export type OnProgress = (done: number, total: number, stage: Stage) => void;

/** How a setting came to have its value: where it was set, then each place that changed it. */
export interface Origin {
  /** `settings` a settings module, `config` a config file, `flag` the command line, `default` nobody said. */
  readonly kind: 'settings' | 'config' | 'flag' | 'default';
  /** What a person would call it: `--static-root`, `mysite/settings.py:12`, `default`. */
  readonly label: string;
  readonly steps: readonly Position[];
  /** Environment variables the value was computed from. */
  readonly environment: readonly string[];
}

/** An entry of STATICFILES_DIRS, normalised: `dir` absolute and perhaps a glob, prefix without slashes at its ends. */
export interface DirectoryEntry {
  /** As the settings wrote it. */
  readonly name: string;
  readonly dir: string;
  readonly prefix: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** A finder to ask, in the order of STATICFILES_FINDERS. */
export interface FinderSpec {
  readonly kind: FinderKind;
  /** The class the settings name. */
  readonly className: string;
  /** `apps` only: the folder of each app to look in, where a subclass says another than `static`. */
  readonly sourceDir?: string;
  /** Where it looks, in order, where Python told (`--python`). */
  readonly locations?: readonly Pick<Location, 'name' | 'root' | 'prefix'>[];
}

/** An app of INSTALLED_APPS, where Python told where it lies (`--python`). */
export interface LocatedApp {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** Patterns of the staticfiles app, Django's or those the project puts in their place. */
  readonly ignorePatterns?: readonly string[];
}

/** `[glob, source]`: for paths matching `glob`, the location called `source` wins whoever else offers them. */
export interface PrecedenceRule {
  readonly glob: string;
  readonly source: string;
}

export type StorageKind = 'plain' | 'manifest' | 'compressed' | 'compressed-manifest';

/** The staticfiles storage, with what its OPTIONS, its class attributes and WHITENOISE_* settings say. */
export interface StorageSpec {
  readonly kind: StorageKind;
  /** The backend the settings name, for messages. */
  readonly className: string;
  readonly manifestName: string;
  readonly manifestStrict: boolean;
  readonly moduleAggregation: boolean;
  readonly keepOnlyHashed: boolean;
  readonly compression: CompressionSpec;
  /** The file beside the manifest with the digest of each file; `null` for none. */
  readonly integrityName: string | null;
  /** The file beside the manifest with an import map; `null` for none. */
  readonly importMapName: string | null;
}

export type CompressionFormat = 'br' | 'gzip' | 'zstd';

/** What the compressed storages compress, and how. */
export interface CompressionSpec {
  /** In this order. */
  readonly formats: readonly CompressionFormat[];
  readonly levels: Readonly<Record<CompressionFormat, number>>;
  /** File name extensions, lower case and without the dot, that are left out. */
  readonly skipExtensions: readonly string[];
  /** Bytes; smaller files are left out. */
  readonly minSize: number;
}

/** What else than CSS and JS has its references rewritten, on request: Django knows none of these. */
export type RewriteFormat = 'html' | 'svg' | 'webmanifest';

/** What NPM_ROOT_PATH, NPM_STATIC_FILES_PREFIX and NPM_FILE_PATTERNS say: packages of `node_modules` to offer. */
export interface NpmSpec {
  /** The folder that holds `node_modules`, absolute. */
  readonly root: string;
  /** Without slashes at its ends; `''` for none. */
  readonly prefix: string;
  /** Package name to fnmatch patterns below it; `null` offers every file. */
  readonly patterns: Readonly<Record<string, readonly string[]>> | null;
}

/** How missing references end. */
export type MissingReferences = 'error' | 'warn' | 'ignore';

/** Everything the run needs to know, every default applied, every path absolute, every rule passed. Frozen. */
export interface Settings {
  /** The folder relative paths are relative to. */
  readonly cwd: string;
  /** Absolute. `null` only where the request did not require one (find, list). */
  readonly staticRoot: string | null;
  readonly staticUrl: string | null;
  readonly staticDirs: readonly DirectoryEntry[];
  readonly finders: readonly FinderSpec[];
  readonly installedApps: readonly string[];
  /** `null`: they have to be looked for on the search path. */
  readonly locatedApps: readonly LocatedApp[] | null;
  /** APP_DIRS, absolute and perhaps globs: folders that may each hold a `static/`. */
  readonly appDirs: readonly string[];
  readonly mediaRoot: string | null;
  /** `null` unless a finder of kind `npm` is listed. */
  readonly npm: NpmSpec | null;
  readonly storage: StorageSpec;
  /** fnmatch patterns: Django's defaults (unless `--no-default-ignore`) and every `-i`. */
  readonly ignore: readonly string[];
  readonly precedence: readonly PrecedenceRule[];
  readonly allowConflicts: readonly string[];
  readonly failOnConflict: boolean;
  readonly skipMissingApps: boolean;
  /** Folders in which Python would look for an app, in order. */
  readonly searchPath: readonly string[];
  /** `5.2`, `6.0`, ...: decides a few bytes and words (major.minor). */
  readonly djangoVersion: string;
  readonly missingReferences: MissingReferences;
  readonly allowMissing: readonly string[];
  readonly prehashed: readonly string[] | 'auto';
  readonly rewrite: readonly RewriteFormat[];
  /** FILE_UPLOAD_PERMISSIONS and FILE_UPLOAD_DIRECTORY_PERMISSIONS, mode bits. */
  readonly fileMode: number | null;
  readonly directoryMode: number | null;
  /** Where each setting came from, by its Django name. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** Which settings source was taken, and which were passed over with the reason. */
  readonly chosen: string;
  readonly passedOver: readonly { readonly source: string; readonly reason: string }[];
  /** Warnings of the checks (W004, ...). */
  readonly problems: readonly Problem[];
  /** Remarks for -v 2, a sentence each: finders that list nothing, statements of a settings module that were passed over. */
  readonly notes: readonly string[];
}

/** What stands at a path of the destination, not following a final symlink. */
export interface Entry {
  readonly path: AssetPath;
  readonly kind: 'file' | 'link' | 'directory' | 'other';
  /** Bytes and milliseconds of the entry itself. */
  readonly size: number;
  readonly mtimeMs: number;
  /** Where a link points, as written. */
  readonly target?: string;
  /** The file has other names (`--dedupe`, `--swap`): its time is that of any of them. */
  readonly shared?: true;
}

/** One source file to read once: hashed, copied, or both. */
export interface CopyJob {
  /** Absolute. */
  readonly file: string;
  /** What the plan saw; a file that has another size when it is read has changed under the run: an error. */
  readonly size: number;
  /** The time the copies get. */
  readonly mtimeMs: number;
  /** The plain path to copy to; `null` where the plain copy is right already or not wanted. */
  readonly to: AssetPath | null;
  /** The plain path whose fingerprinted name (`hashedName`) gets a copy as well; `null` for no hashing. */
  readonly hashed: AssetPath | null;
}

export interface CopyResult {
  /** First 12 hex digits of the MD5 of the bytes; `null` where no hash was asked for. */
  readonly hash: string | null;
  /** Bytes that the copies share with other files instead of taking room of their own. */
  readonly saved: number;
}

/**
 * Where the files go. Everything written is staged first: a reader of the destination sees nothing of it before
 * `place`, and `discard` leaves the destination as it was. One run at a time: the caller holds the lock.
 */
export interface Storage {
  /** For messages: the folder, or what kind of place it is. */
  readonly name: string;
  /** Whether there is nothing at all, as a person would see it. */
  isEmpty(): boolean;
  stat(path: AssetPath): Entry | undefined;
  /** Everything that is there but staged things and locks, sorted by path; folders included, links not followed. */
  list(): readonly Entry[];
  read(path: AssetPath): Uint8Array;
  /** Whether `path` has the bytes of a file of this machine (absolute path). Errors of that file are thrown as they come. */
  equals(path: AssetPath, file: string): boolean;
  /** What would keep files from being written to these paths, all of it at once. Writes nothing. */
  check(paths: readonly AssetPath[]): readonly Problem[];
  /**
   * Stages copies, reading each source once. Results are in the order of the jobs. `onDone` gets the number of jobs
   * done so far; what it throws ends the copying and is thrown on. Sources that can't be read, or are no longer what
   * the plan saw, are all listed in one error.
   */
  copy(jobs: readonly CopyJob[], onDone?: (count: number) => void): Promise<readonly CopyResult[]>;
  /** Stages bytes made here, instead of what may be staged there. */
  write(path: AssetPath, bytes: Uint8Array, mtimeMs?: number): void;
  /** Stages an absolute symlink. */
  link(path: AssetPath, target: string): void;
  /** Stages a new time for a file whose bytes are right. */
  touch(path: AssetPath, mtimeMs: number): void;
  /**
   * Makes what is staged visible: `first` (the ledger) before all others, then what is new (nobody reads it yet), then
   * what replaces a file, `last` (the manifest) after all others.
   */
  place(last: readonly AssetPath[], first?: readonly AssetPath[]): Promise<void>;
  /** Removes files and empty folders, then folders that this left empty. What is gone already is fine. */
  remove(paths: readonly AssetPath[]): Promise<void>;
  /** Drops what is staged, and what a killed run left staged. Safe to call at any time, also twice. */
  discard(): Promise<void>;
}
