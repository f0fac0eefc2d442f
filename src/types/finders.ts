import type { FinderKind, Location } from './plan.ts';

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

/** An entry of STATICFILES_DIRS, normalised: `dir` absolute and perhaps a glob, prefix without slashes at its ends. */
export interface DirectoryEntry {
  /** As the settings wrote it. */
  readonly name: string;
  readonly dir: string;
  readonly prefix: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** An app of INSTALLED_APPS, where Python told where it lies (`--python`). */
export interface LocatedApp {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** Patterns of the staticfiles app, Django's or those the project puts in their place. */
  readonly ignorePatterns?: readonly string[];
}

/** Packages of `node_modules` to offer, by NPM_ROOT_PATH, NPM_STATIC_FILES_PREFIX and NPM_FILE_PATTERNS. */
export interface NpmSpec {
  /** The folder that holds `node_modules`, absolute. */
  readonly root: string;
  /** Without slashes at its ends; `''` for none. */
  readonly prefix: string;
  /** Package name to fnmatch patterns below it; `null` offers every file. */
  readonly patterns: Readonly<Record<string, readonly string[]>> | null;
}
