import type { Limits } from './budget.ts';

export interface PythonOptions {
  /** Folders in sys.path order, absolute: project, --pythonpath, site-packages. */
  readonly searchPath: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /** `['manage.py', 'collectstatic']` by default. */
  readonly argv?: readonly string[];
  /** Folders whose files may be read besides the search path and `cwd`. */
  readonly roots?: readonly string[];
  /** Assumes that code that is not modelled leaves alone a namespace it is given (the opt-out of policy Taint). */
  readonly assumeBenign?: boolean;
  /** Reads the project's own modules too only as far as they are asked for: to read single classes. */
  readonly lazy?: boolean;
  readonly limits?: Partial<Limits>;
}
