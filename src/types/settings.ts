import type { Measure } from './budget.ts';
import type { Destination } from './destination.ts';
import type { FinderKind, Location, Position, Problem } from './nouns.ts';

/** Origin of a setting's value: the place that set it, then each place that changed it. */
export interface Origin {
  /** `settings` a settings module, `config` a config file, `flag` the command line, `default` nobody said. */
  readonly kind: 'settings' | 'config' | 'flag' | 'default';
  /** Name for people: `--static-root`, `mysite/settings.py:12`, `default`. */
  readonly label: string;
  readonly steps: readonly Position[];
  /** Environment variables the value was computed from. */
  readonly environment: readonly string[];
}

/** One setting and how it came to its value. */
export interface SettingExplanation {
  readonly name: string;
  readonly description: string;
  /** Plain JSON with absolute paths; `null` if `unresolved` says why it is not known. */
  readonly value: unknown;
  readonly origin: Origin;
  /** By variable of `origin.environment`: the file that gave it its value (`.env` or `--env-file`, absolute). */
  readonly variableFiles: Readonly<Record<string, string>>;
  readonly unresolved: {
    readonly reason: string;
    readonly at: Position | null;
    readonly expression: string | null;
    /** What a person can do, as clauses. */
    readonly waysOut: readonly string[];
  } | null;
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
  /** Locations in order, if `--python` told them. */
  readonly locations?: readonly Pick<Location, 'name' | 'root' | 'prefix'>[];
  /** Methods of its own by which `findstatic` asks for one path: `mysite.finders.F.find()`. */
  readonly ownFind?: readonly string[];
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
  /** Of the storages of django-manifeststaticfiles-enhanced. */
  readonly enhanced?: EnhancedSpec;
  /** Where references are rewritten, and how, if the storage's `patterns` are other ones than Django's. */
  readonly patterns?: readonly ReferencePattern[];
}

/** An entry of `HashedFilesMixin.patterns`: how references are found in the files whose path matches an fnmatch pattern. */
export interface ReferencePattern {
  readonly glob: string;
  readonly rules: readonly ReferenceRule[];
}

export interface ReferenceRule {
  /** As Python's `re` takes it, regardless of letter case. */
  readonly regex: string;
  /** What a reference is written back as, for `%` of Python with the groups of the match. */
  readonly template: string;
  /** Whose comments and strings are left alone. */
  readonly ignores?: 'css' | 'js';
}

/** Options of django-manifeststaticfiles-enhanced that decide what is rewritten. */
export interface EnhancedSpec {
  /** Whether references are found by its lexers instead of its patterns. */
  readonly useLexer: boolean;
  /** Whether a source map that a style sheet names and no source offers is an error. */
  readonly sourcemapStrict: boolean;
  /** References that may lead nowhere: `file:url`, in which `*` stands for anything. */
  readonly ignoreErrors: readonly string[];
}

export type CompressionFormat = 'br' | 'gzip' | 'zstd';

/** Settings of the compressed storages. */
export interface CompressionSpec {
  /** In this order. */
  readonly formats: readonly CompressionFormat[];
  readonly levels: Readonly<Record<CompressionFormat, number>>;
  /** File name extensions, lower case and without the dot, that are left out. */
  readonly skipExtensions: readonly string[];
  /** Bytes; smaller files are left out. */
  readonly minSize: number;
}

/** Formats beside CSS and JS whose references are rewritten on request; Django rewrites none of them. */
export type RewriteFormat = 'html' | 'svg' | 'webmanifest';

/** Packages of `node_modules` to offer, by NPM_ROOT_PATH, NPM_STATIC_FILES_PREFIX and NPM_FILE_PATTERNS. */
export interface NpmSpec {
  /** The folder that holds `node_modules`, absolute. */
  readonly root: string;
  /** Without slashes at its ends; `''` for none. */
  readonly prefix: string;
  /** Package name to fnmatch patterns below it; `null` offers every file. */
  readonly patterns: Readonly<Record<string, readonly string[]>> | null;
}

/** Treatment of missing references. */
export type MissingReferences = 'error' | 'warn' | 'ignore';

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

/** A place of templates: folders, or the folder of this name in every app. */
export type TemplateSearch =
  | { readonly kind: 'folders'; readonly folders: readonly string[] }
  | { readonly kind: 'apps'; readonly subfolder: string };

/** One entry of TEMPLATES. */
export interface TemplateEngine {
  readonly language: 'django' | 'jinja2';
  /** In the order in which its loaders ask. */
  readonly searches: readonly TemplateSearch[];
  /** Template libraries by the name that `{% load %}` takes, to their modules. */
  readonly libraries: Readonly<Record<string, string>>;
  /** Modules of tags that need no `{% load %}`, besides Django's own. */
  readonly builtins: readonly string[];
  readonly contextProcessors: readonly string[];
  /** Encoding of the templates, as Python calls it. */
  readonly charset: string;
  /** Whether a template that was loaded once is kept: as the loaders say, or `usual` as Django's version has it. */
  readonly keeps: 'always' | 'never' | 'usual';
  /** False if a part of the entry is not known: then nothing is said of a tag or a template that is not there. */
  readonly isComplete: boolean;
}

/** What only a check of references needs to know. */
export interface CheckSettings {
  readonly debug: boolean;
  /** The engines of TEMPLATES and of FORM_RENDERER. */
  readonly engines: readonly TemplateEngine[];
  /** Whether STATIC_URL and `static` go through the staticfiles app. */
  readonly usesStaticfiles: boolean;
  /** False if the class is not known: what only a manifest refuses is not judged then. */
  readonly storageIsKnown: boolean;
}

/** How files are served, by WhiteNoise's settings: what serves them in its place, a server or a preview, does the same. */
export interface ServingSpec {
  /** Seconds for files whose content may change; `null` for no Cache-Control. */
  readonly maxAge: number | null;
  readonly charset: string;
  /** By extension (`.foo`) or by the whole name in lower case. */
  readonly mimetypes: Readonly<Record<string, string>>;
  readonly allowAllOrigins: boolean;
  /** The file that answers for its folder; `null` for none. */
  readonly indexFile: string | null;
  /** The folder that is served at `/`, absolute; `null` for none. */
  readonly root: string | null;
  /** A regular expression that nginx, Apache, Caddy and JavaScript read as Python does; `null` for none. */
  readonly immutablePattern: string | null;
  /** WSGI_APPLICATION: a module and the name of the application in it, dotted; `null` if it is not set. */
  readonly wsgiApplication: string | null;
  /** Settings that are code, or that could not be read: what they would do is not done. */
  readonly notFollowed: readonly { readonly name: string; readonly reason: string; readonly at?: Position }[];
}

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
