import { basename, join } from 'node:path';
import type { Files } from '../values/outside.ts';

export interface FoundModule {
  /** The source file: `x.py` or `x/__init__.py`; `null` for namespace packages and compiled modules. */
  readonly file: string | null;
  /** The folder whose files are its submodules; `null` for plain modules. */
  readonly folder: string | null;
  /** Every folder a namespace package is made of. */
  readonly portions: readonly string[];
}

/** Finds modules as Python does: package, module, compiled module, namespace package, folder by folder. */
export class ModuleFinder {
  readonly #files: Files;
  readonly #searchPath: () => readonly string[];
  readonly #found = new Map<string, FoundModule | null>();

  constructor(files: Files, searchPath: () => readonly string[]) {
    this.#files = files;
    this.#searchPath = searchPath;
  }

  find(dotted: string): FoundModule | null {
    const searchPath = this.#searchPath();
    const key = [dotted, ...searchPath].join('\0');
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const at = dotted.lastIndexOf('.');
    const folders = at < 0 ? searchPath : (this.find(dotted.slice(0, at))?.portions ?? []);
    const found = this.#findIn(folders, dotted.slice(at + 1));
    this.#found.set(key, found);
    return found;
  }

  #findIn(folders: readonly string[], name: string): FoundModule | null {
    const portions: string[] = [];
    if (!/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)) return null;
    for (const folder of folders) {
      const inside = join(folder, name);
      const isFolder = this.#files.kind(inside) === 'directory';
      const init = join(inside, '__init__.py');
      if (isFolder && this.#files.kind(init) === 'file')
        return { file: init, folder: inside, portions: [inside] };
      if (this.#files.kind(`${inside}.py`) === 'file')
        return { file: `${inside}.py`, folder: null, portions: [] };
      if (this.#isCompiled(folder, name)) return { file: null, folder: null, portions: [] };
      if (isFolder) portions.push(inside);
    }
    const [first] = portions;
    return first === undefined ? null : { file: null, folder: first, portions };
  }

  #isCompiled(folder: string, name: string): boolean {
    if (!isPackageFolder(folder)) return false;
    return this.#files.kind(`${join(folder, name)}.abi3.so`) === 'file';
  }

  /** Whether packages are installed anywhere on the path: without that nobody can say whether one is missing. */
  get knowsPackages(): boolean {
    return this.#searchPath().some(isPackageFolder);
  }
}

/** Whether a file or folder belongs to installed packages rather than to the project. */
export function isPackageFolder(path: string): boolean {
  return /[\\/](site|dist)-packages([\\/]|$)/.test(path);
}

/** The package that relative imports of a module start from. */
export function packageOf(name: string, file: string | null): string {
  if (file !== null && basename(file) === '__init__.py') return name;
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}
