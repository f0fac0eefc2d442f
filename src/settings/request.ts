import type { MissingReferences } from '../types.ts';

/** What whoever asks for settings knows: where it stands, its environment, and the flags. */
export interface SettingsRequest {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--settings`: a file, or the dotted name of a module. */
  readonly settings?: string;
  readonly pythonPath?: readonly string[];
  readonly venv?: string;
  /** An interpreter to run once for a settings module, instead of reading it: a path relative to `cwd`, or a name on PATH. */
  readonly python?: string;
  readonly envFile?: string;
  /** `--set`, each `NAME=VALUE`. */
  readonly set?: readonly string[];
  /** Relative to `cwd`. */
  readonly staticRoot?: string;
  readonly ignore?: readonly string[];
  /** `false` for `--no-default-ignore`. */
  readonly defaultIgnore?: boolean;
  readonly failOnConflict?: boolean;
  readonly skipMissingApps?: boolean;
  readonly skipUnknownFinders?: boolean;
  readonly assumeBenign?: boolean;
  readonly assumePlainStorage?: boolean;
  readonly skipChecks?: boolean;
  readonly djangoVersion?: string;
  readonly missingReferences?: MissingReferences;
  readonly integrity?: boolean;
  readonly importMap?: boolean;
  /** Whether the run writes (collect), and so needs STATIC_ROOT and the storage; find and list need neither. */
  readonly requireStaticRoot: boolean;
}
