import type { Datum } from '../datum.ts';
import type { Shape } from './shape.ts';

/** One setting as the list defines it. All that is known of a setting is in it, or follows from it. */
export interface Definition {
  readonly shape: Shape;
  /** The value that holds if nobody sets another, as plain JSON; `null` for none. */
  readonly default: unknown;
  /** One sentence or two, for editors, `collectstatic settings` and the documentation. */
  readonly description: string;
  /** The option of the command line that sets it, besides `--set NAME=VALUE`. */
  readonly flag?: Flag;
}

/** An option of the command line that sets one setting. The shape of the setting tells which values it takes. */
export interface Flag {
  /** The option as it is typed: `--static-root <dir>`; `--no-default-ignore` sets `false`. */
  readonly words: string;
  /** The line of `--help`. */
  readonly help: string;
  /** The commands that take it. `root`: those that need a STATIC_ROOT; `listing`: collect and list. */
  readonly commands: 'all' | 'root' | 'listing' | 'collect';
  /** If true, only the documentation shows it, not `--help`. */
  readonly isRare?: boolean;
}

/** A setting with its owner. */
export interface Setting extends Omit<Definition, 'default'> {
  /** The tool the setting belongs to. `config`: has a meaning in a config file only. */
  readonly owner: 'config' | 'django' | 'whitenoise' | 'npm' | 'storages' | 'collectstatic';
  readonly default: Datum;
}
