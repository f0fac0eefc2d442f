import type { Budget } from './budget.ts';
import type { CheckSettings } from './check.ts';
import type { Destination } from './destination.ts';
import type { DirectoryEntry, FinderSpec, LocatedApp, NpmSpec } from './finders.ts';
import type { Origin } from './origin.ts';
import type { Problem } from './problem.ts';
import type { ServingSpec } from './serving.ts';
import type { StorageSpec } from './storage-spec.ts';

/** Everything the run needs to know, every default applied, every path absolute, every rule passed. Frozen. */
export interface Settings {
  /** The folder relative paths are relative to. */
  readonly cwd: string;
  /** Absolute. `null` only where the request did not require one (find, list). */
  readonly staticRoot: string | null;
  readonly staticUrl: string | null;
  /** STATIC_URL itself, by which Django tells references to static files, where the storage's `base_url` is another. */
  readonly referenceUrl?: string | null;
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
  /** Where files are published: the bucket of the storage, or of PUBLISH. `null` for none, and where a run writes nothing. */
  readonly destination: Destination | null;
  /** Whether WhiteNoise is known to serve STATIC_ROOT: it lists the files when a worker starts. */
  readonly usesWhiteNoise: boolean;
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
  /** Names of template tags that take a static path as `static` does, without repetition. */
  readonly staticTags: readonly string[];
  readonly rewrite: readonly RewriteFormat[];
  readonly budgets: readonly Budget[];
  /** How many threads copy and compress: JOBS, or the number of cores. */
  readonly jobs: number;
  /** `null` unless the request was for a check. */
  readonly check: CheckSettings | null;
  /** `null` unless the request was for serving. */
  readonly serving: ServingSpec | null;
  /** FILE_UPLOAD_PERMISSIONS and FILE_UPLOAD_DIRECTORY_PERMISSIONS, mode bits. */
  readonly fileMode: number | null;
  readonly directoryMode: number | null;
  /** Origin of each setting, by its Django name. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** The source that settings were taken from; then those that were passed over, each with its reason. */
  readonly chosen: string;
  readonly passedOver: readonly { readonly source: string; readonly reason: string }[];
  /** Warnings of the checks (W004, ...). */
  readonly problems: readonly Problem[];
  /** Remarks for -v 2, a sentence each: finders that list nothing, statements of a settings module that were passed over. */
  readonly notes: readonly string[];
}

/** `[glob, source]`: for paths matching `glob`, the location called `source` wins whoever else offers them. */
export interface PrecedenceRule {
  readonly glob: string;
  readonly source: string;
}

/** Treatment of missing references. */
export type MissingReferences = 'error' | 'warn' | 'ignore';

/** Formats beside CSS and JS whose references are rewritten on request; Django rewrites none of them. */
export type RewriteFormat = 'html' | 'svg' | 'webmanifest';
