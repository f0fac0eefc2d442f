import { basename, join } from 'node:path';
import { isPackageFolder, openEntry, type PathEntry } from './path-entry.ts';
import { pythonVersionOf } from './python-version.ts';
import type { Redirects } from './redirects.ts';

/** Where a module lies. */
export interface FoundModule {
  /** `compiled`: an extension module, or bytecode without its source. */
  readonly kind: 'source' | 'compiled' | 'namespace';
  /** The file that Python loads; `null` only for a namespace package. */
  readonly file: string | null;
  /** `__path__`: the folders that submodules are looked for in; none for a plain module. */
  readonly folders: readonly string[];
}

/**
 * Finds modules as CPython's import system does, without running anything: the entries of `sys.path` in order; in each
 * folder a package before an extension module before source before bytecode; a namespace package last, which may be
 * spread over several entries. The finders of editable installs are read too. What the disk says is read once.
 */
export class ModuleFinder {
  readonly #searchPath: () => readonly string[];
  readonly #entries = new Map<string, PathEntry>();
  #path: readonly string[] = [];
  #tag: string | null | undefined;
  readonly #found = new Map<string, FoundModule | null>();

  constructor(searchPath: () => readonly string[]) {
    this.#searchPath = searchPath;
  }

  find(dotted: string): FoundModule | null {
    this.#followPath();
    const known = this.#found.get(dotted);
    if (known !== undefined) return known;
    const found = this.#find(dotted);
    this.#found.set(dotted, found);
    return found;
  }

  /**
   * Why a module that was not found may be there for all that is known, in half a sentence; `null` if it is missing for
   * certain.
   */
  doubt(dotted: string): string | null {
    const at = dotted.lastIndexOf('.');
    const parent = at < 0 ? null : this.find(dotted.slice(0, at));
    if (parent !== null && parent.kind !== 'namespace') return null;
    const [unread] = this.unread;
    // Whoever finds a namespace package in the project does not look for the rest of it in packages nobody knows.
    if (parent !== null) return unread ?? null;
    return unread ?? (this.knowsPackages ? null : 'no folder of installed packages is known');
  }

  /** What on the path may hold modules and is not looked into, in half a sentence each. */
  get unread(): readonly string[] {
    return this.#searchPath().flatMap((entry) => this.#open(entry).unread ?? []);
  }

  /** Entries of the path that packages were installed into, whatever they are called. */
  get packageFolders(): readonly string[] {
    return this.#searchPath().filter((entry) => entry !== '' && this.#open(entry).holdsPackages);
  }

  /** True if packages are installed anywhere on the path: without that nobody can say whether one is missing. */
  get knowsPackages(): boolean {
    return this.#searchPath().some((entry) => isPackageFolder(entry) || this.#open(entry).holdsPackages);
  }

  /** Code may change `sys.path` between two questions. */
  #followPath(): void {
    const path = this.#searchPath();
    if (path.length === this.#path.length && path.every((entry, index) => entry === this.#path[index]))
      return;
    this.#path = [...path];
    this.#found.clear();
    this.#tag = undefined;
  }

  #find(dotted: string): FoundModule | null {
    const at = dotted.lastIndexOf('.');
    const parent = at < 0 ? null : this.find(dotted.slice(0, at));
    if (at >= 0 && parent === null) return null;
    const redirects = this.#path.flatMap((entry) => this.#open(entry).redirects ?? []);
    return (
      this.#redirected(
        dotted,
        redirects.filter(({ isFirst }) => isFirst),
      ) ??
      this.#findOnPath(dotted, parent === null ? this.#path : parent.folders, redirects) ??
      this.#redirected(
        dotted,
        redirects.filter(({ isFirst }) => !isFirst),
      )
    );
  }

  #findOnPath(
    dotted: string,
    folders: readonly string[],
    redirects: readonly Redirects[],
  ): FoundModule | null {
    const portions: string[] = [];
    for (const folder of folders) {
      const found = this.#findIn(folder, dotted.slice(dotted.lastIndexOf('.') + 1));
      if (found !== null && found.kind !== 'namespace') return found;
      portions.push(...(found?.folders ?? []));
    }
    // Their finder stands at the end of `sys.path`.
    const ofEditables = redirects.flatMap(({ namespaces }) => namespaces.get(dotted) ?? []);
    const isNamespace = portions.length > 0 || redirects.some(({ namespaces }) => namespaces.has(dotted));
    return isNamespace ? { kind: 'namespace', file: null, folders: [...portions, ...ofEditables] } : null;
  }

  #findIn(folder: string, name: string): FoundModule | null {
    const entry = this.#open(folder);
    const path = join(folder, name);
    const isFolder = entry.isFolder(name);
    if (isFolder) {
      const init = this.#open(path).moduleFile('__init__', this.#wantedTag());
      if (init !== null) return { kind: kindOf(init), file: join(path, init), folders: [path] };
    }
    const file = entry.moduleFile(name, this.#wantedTag());
    if (file !== null) return { kind: kindOf(file), file: join(folder, file), folders: [] };
    return isFolder ? { kind: 'namespace', file: null, folders: [path] } : null;
  }

  #redirected(dotted: string, redirects: readonly Redirects[]): FoundModule | null {
    for (const { modules, paths } of redirects) {
      const place = modules.get(dotted);
      const found = place === undefined ? null : this.#placeOf(place);
      if (found !== null) return { ...found, folders: paths?.get(dotted) ?? found.folders };
    }
    return null;
  }

  /** A file, or a path that lacks `/__init__.py` or a suffix. */
  #placeOf(place: string): FoundModule | null {
    const above = join(place, '..');
    const name = basename(place);
    if (!this.#open(above).isFile(name)) return this.#findIn(above, name);
    const folders = /^__init__\./.test(name) ? [above] : [];
    return { kind: kindOf(name), file: place, folders };
  }

  #open(entry: string): PathEntry {
    let opened = this.#entries.get(entry);
    if (opened === undefined) {
      opened = openEntry(entry);
      this.#entries.set(entry, opened);
    }
    return opened;
  }

  /** Extension modules of another version are passed over; all are taken if the version is not known. */
  #wantedTag(): string | null {
    if (this.#tag === undefined) this.#tag = pythonVersionOf(this.#path)?.tag ?? null;
    return this.#tag;
  }
}

function kindOf(file: string): 'source' | 'compiled' {
  return /\.pyw?$/.test(file) ? 'source' : 'compiled';
}

/** The package that relative imports of a module start from. */
export function packageOf(name: string, file: string | null): string {
  if (file !== null && /^__init__\./.test(basename(file))) return name;
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}
