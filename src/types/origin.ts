import type { Position } from './problem.ts';

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
