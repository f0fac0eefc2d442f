import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readEditableFinder } from './editable-finder.ts';
import type { Redirects } from './redirects.ts';

/** An entry of `sys.path`, or the folder of a package. */
export interface PathEntry {
  isFolder(name: string): boolean;
  isFile(name: string): boolean;
  /**
   * The name of the file that Python takes for a module in this folder, in the letter case that is asked for. `tag`: of
   * extension modules, such as `cpython-312`; `null`: any.
   */
  moduleFile(module: string, tag: string | null): string | null;
  /** True if packages are installed here, by their `*.dist-info`. */
  readonly holdsPackages: boolean;
  readonly redirects?: Redirects;
  /** Why modules may lie here that are not found, in half a sentence. */
  readonly unread?: string;
}

/** True if a file or folder belongs to installed packages rather than to the project. */
export function isPackageFolder(path: string): boolean {
  return /[\\/](site|dist)-packages([\\/]|$)/.test(path);
}

/** Opens a folder, the finder of an editable install, or what can't be looked into: a zip file, code in a `.pth` file. */
export function openEntry(path: string): PathEntry {
  const entries = entriesOf(path);
  if (entries !== null) return folder(path, entries);
  if (path.endsWith('.py')) {
    const redirects = readEditableFinder(path);
    return redirects === null
      ? { ...NOTHING, unread: `${path} adds modules in a way that is not known here` }
      : { ...NOTHING, redirects };
  }
  if (path.endsWith('.pth')) return { ...NOTHING, unread: `${path} holds code that is not followed` };
  return isFile(path) ? { ...NOTHING, unread: `${path} is a file, which is not looked into` } : NOTHING;
}

const NOTHING: PathEntry = {
  isFolder: () => false,
  isFile: () => false,
  moduleFile: () => null,
  holdsPackages: false,
};

function folder(path: string, entries: readonly Dirent[]): PathEntry {
  const kinds = new Map(entries.map((entry) => [entry.name, entry]));
  const byModule = groupByModule(kinds.keys());
  const leadsTo = (name: string, what: 'isFile' | 'isDirectory'): boolean => {
    const entry = kinds.get(name);
    if (entry === undefined) return false;
    return entry.isSymbolicLink() ? (statsOf(join(path, name))?.[what]() ?? false) : entry[what]();
  };
  return {
    isFolder: (name) => leadsTo(name, 'isDirectory'),
    isFile: (name) => leadsTo(name, 'isFile'),
    moduleFile(module, tag) {
      const files = (byModule.get(module) ?? [])
        .map((name) => ({ name, rank: rankOf(name.slice(module.length), tag) }))
        .filter(({ rank }) => rank >= 0)
        .sort((a, b) => a.rank - b.rank);
      return files.find(({ name }) => leadsTo(name, 'isFile'))?.name ?? null;
    },
    get holdsPackages() {
      return entries.some(({ name }) => name.endsWith('.dist-info'));
    },
  };
}

function groupByModule(names: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const module = name.replace(/\..*$/s, '');
    const group = groups.get(module);
    if (group === undefined) groups.set(module, [name]);
    else group.push(name);
  }
  return groups;
}

/** In the order in which CPython tries them, behind extension modules of the very version. */
const SUFFIXES = ['.abi3.so', '.so', '.pyd', '.py', '.pyw', '.pyc'];
const TAGGED = /^\.((?:cpython|cp|pypy|graalpy)-?\w+)-[\w-]+\.(?:so|pyd)$/;

/** How early a suffix is tried; negative if it makes no module. */
function rankOf(suffix: string, tag: string | null): number {
  const tagged = TAGGED.exec(suffix)?.[1];
  if (tagged !== undefined) return tag === null || plainTag(tagged) === plainTag(tag) ? 0 : -1;
  return SUFFIXES.indexOf(suffix) + (SUFFIXES.includes(suffix) ? 1 : 0);
}

/** Windows writes `cp312` for `cpython-312`; a debug build adds a `d`. */
function plainTag(tag: string): string {
  return tag.replace('cpython-', 'cp').replace(/d$/, '');
}

function entriesOf(path: string): readonly Dirent[] | null {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    // CPython takes a folder that it can't list for empty.
    return null;
  }
}

function isFile(path: string): boolean {
  return statsOf(path)?.isFile() === true;
}

function statsOf(path: string): ReturnType<typeof statSync> | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
