import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isFolder } from './walk-globs.ts';

/** Where a dotted name lies. */
export interface ModulePlace {
  /** `__init__.py` of a package, or the module's own file; `null` for a namespace package. */
  readonly file: string | null;
  /** The folders of a package (`__path__`), more than one only for a namespace package; none for a module. */
  readonly folders: readonly string[];
}

/** Finds a dotted module, or `null`. */
export type FindModule = (dotted: string) => ModulePlace | null;

/**
 * Finds modules as `import` would, without running anything: each part is looked for in the folders of the one
 * before, a package before a file before a namespace package, which may be spread over several folders. Remembers
 * what it found: apps share their parents.
 */
export function moduleFinder(searchPath: readonly string[]): FindModule {
  const known = new Map<string, ModulePlace | null>();
  const find: FindModule = (dotted) => {
    let place = known.get(dotted);
    if (place === undefined) {
      const dot = dotted.lastIndexOf('.');
      const folders = dot === -1 ? searchPath : (find(dotted.slice(0, dot))?.folders ?? []);
      place = findPart(dotted.slice(dot + 1), folders);
      known.set(dotted, place);
    }
    return place;
  };
  return find;
}

function findPart(part: string, folders: readonly string[]): ModulePlace | null {
  // Whatever is no identifier could lead elsewhere as a path.
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(part)) return null;
  const portions: string[] = [];
  for (const folder of folders) {
    const path = join(folder, part);
    const isPackage = isFolder(path);
    const init = isPackage ? firstFile(join(path, '__init__.py'), join(path, '__init__.pyc')) : null;
    if (init !== null) return { file: init, folders: [path] };
    const file = firstFile(`${path}.py`, `${path}.pyc`);
    if (file !== null) return { file, folders: [] };
    if (isPackage) portions.push(path);
  }
  return portions.length === 0 ? null : { file: null, folders: portions };
}

function firstFile(...paths: readonly string[]): string | null {
  return paths.find(isFile) ?? null;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}

/** The folder Django takes for an app's: `null` where a namespace package has several. */
export function folderOf(place: ModulePlace): string | null {
  if (place.folders.length === 1) return place.folders[0] as string;
  return place.file === null ? null : dirname(place.file);
}
