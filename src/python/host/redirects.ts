/** What an editable install maps by a finder of its own. */
export interface Redirects {
  /** By dotted name: a file, or a path that lacks `/__init__.py` or a suffix. */
  readonly modules: ReadonlyMap<string, string>;
  /** Folders of namespace packages, by dotted name. */
  readonly namespaces: ReadonlyMap<string, readonly string[]>;
  /** `__path__` of packages for which it is not the folder of their file. */
  readonly paths?: ReadonlyMap<string, readonly string[]>;
  /** True if it is asked before `sys.path`. */
  readonly isFirst: boolean;
}
