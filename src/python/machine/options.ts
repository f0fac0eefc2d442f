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
  /** Takes code that is not modelled and is given a namespace to leave it alone (policy 4's opt-in). */
  readonly assumeBenign?: boolean;
  readonly limits?: { readonly steps?: number; readonly bytes?: number; readonly milliseconds?: number };
}
