import type { FlagValues } from './schema/config.ts';

/** The question that settings answer: where to look, the environment, and the options of the command line. */
export interface SettingsRequest extends FlagValues {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--settings`: a file, or the dotted name of a module. */
  readonly settings?: string;
  readonly pythonPath?: readonly string[];
  readonly venv?: string;
  /** An interpreter to run once for a settings module, instead of reading it: a path relative to `cwd`, or a name on PATH. */
  readonly python?: string;
  /** What manage.py told of the project (the JSON of `django_answer.py`): then no settings are looked for and read. */
  readonly answer?: string;
  /** Folders outside of the project whose files settings may read, relative to `cwd`. */
  readonly allowRead?: readonly string[];
  readonly envFile?: string;
  /** `--set`, each `NAME=VALUE`. */
  readonly set?: readonly string[];
  /** Patterns of `-i`, added to those of IGNORE. */
  readonly ignore?: readonly string[];
  readonly assumeBenign?: boolean;
  readonly skipChecks?: boolean;
  /** Whether the run writes (collect), and so needs STATIC_ROOT and the storage; find and list need neither. */
  readonly requireStaticRoot: boolean;
  /** True for a check of references: the storage, DEBUG and TEMPLATES are read, though nothing is written. */
  readonly forCheck?: boolean;
  /** True for what serves the files, or says how: WhiteNoise's settings for that are read. */
  readonly forServing?: boolean;
}
