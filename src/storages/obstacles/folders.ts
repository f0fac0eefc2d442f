import { accessSync, constants, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import { type CollectstaticError, errnoOf, errnoWords, fail } from '../../errors.ts';
import { folderOf, isWithin, liesIn } from '../../path.ts';
import { statAt } from '../stat.ts';
import { ownNames } from '../workspace/earlier.ts';

/** What stands where a folder is wanted. `at` is the path, relative to the root, that decides it. */
export interface FolderState {
  /**
   * `folder`, perhaps by way of a link; `missing`; `blocked` by something else; `outside`: a link that leads out of the
   * root; `unreachable`: the system lets nobody look.
   */
  readonly kind: 'folder' | 'missing' | 'blocked' | 'outside' | 'unreachable';
  readonly at: string;
  /** Of a folder: device and inode, which tell it from another that is put in its place. */
  readonly id?: string;
  /** Of what is unreachable: the system's words. */
  readonly cause?: string;
}

/** Looks at the folders below `root`, each once. Paths are posix and relative; `''` is the root itself. */
export interface Folders {
  look(folder: string): FolderState;
  /** At the folder a path lies in. */
  lookAbove(path: string): FolderState;
  /** Whether a folder itself, not a link to one, stands at a path below folders that are there. */
  isFolder(path: string): boolean;
  /** Whether the root holds nothing of the site, or is not there. */
  isEmpty(): boolean;
  /**
   * Throws `destination-failed` unless the folder is there, leads nowhere outside, and is the one that was looked at: to be
   * asked right before a change in it.
   */
  assertSame(folder: string): void;
  /** Forgets all: something was placed or removed. */
  forget(): void;
}

export function createFolders(root: string): Folders {
  const known = new Map<string, FolderState>();
  const standing = new Map<string, boolean>();
  let realRoot: string | undefined;
  let empty: boolean | undefined;
  /** Most paths that are asked about stand beside the one before. */
  let last: { readonly folder: string; readonly state: FolderState } | undefined;

  function examine(folder: string): FolderState {
    if (folder !== '') {
      const parent = look(folderOf(folder));
      if (parent.kind !== 'folder') return parent;
    }
    const absolute = below(root, folder);
    try {
      return examineAt(absolute, folder);
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      return { kind: 'unreachable', at: folder, cause: errnoWords(error) };
    }
  }

  function examineAt(absolute: string, folder: string): FolderState {
    const stats = lstatSync(absolute, { throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'missing', at: folder };
    if (stats.isDirectory()) {
      accessSync(absolute, constants.R_OK | constants.X_OK);
      return { kind: 'folder', at: folder, id: idOf(stats) };
    }
    if (!stats.isSymbolicLink() || !leadsToFolder(absolute)) return { kind: 'blocked', at: folder };
    realRoot ??= realpathSync.native(root);
    const inside = isWithin(realpathSync.native(absolute), realRoot, sep);
    return inside
      ? { kind: 'folder', at: folder, id: idOf(statSync(absolute)) }
      : { kind: 'outside', at: folder };
  }

  function look(folder: string): FolderState {
    let state = known.get(folder);
    if (state === undefined) {
      state = examine(folder);
      known.set(folder, state);
    }
    return state;
  }

  function lookAbove(path: string): FolderState {
    if (last === undefined || !liesIn(path, last.folder)) {
      const folder = folderOf(path);
      last = { folder, state: look(folder) };
    }
    return last.state;
  }

  function isFolder(path: string): boolean {
    if (lookAbove(path).kind !== 'folder') return false;
    let answer = standing.get(path);
    if (answer === undefined) {
      answer = statAt(below(root, path))?.isDirectory() ?? false;
      standing.set(path, answer);
    }
    return answer;
  }

  function isEmpty(): boolean {
    empty ??= look('').kind !== 'folder' || holdsNothing(root, readdirSync(root));
    return empty;
  }

  function assertSame(folder: string): void {
    if (known.get(folder)?.kind !== 'folder') {
      // Looked at for the first time, or made since: what is above it has to be as it was.
      if (folder !== '') assertSame(folderOf(folder));
      known.delete(folder);
    }
    const { id } = look(folder);
    const stats = id === undefined ? undefined : followed(below(root, folder));
    if (stats === undefined || idOf(stats) !== id) throw folderChanged(below(root, folder));
  }

  function forget(): void {
    known.clear();
    last = undefined;
    empty = undefined;
    standing.clear();
  }

  return { look, lookAbove, isFolder, isEmpty, assertSame, forget };
}

/** Most folders hold something, or nothing at all: what is ours need be known for the others only. */
function holdsNothing(root: string, names: readonly string[]): boolean {
  const hidden = names.filter((name) => name.startsWith('.collectstatic'));
  if (hidden.length < names.length) return false;
  if (hidden.length === 0) return true;
  const own = ownNames(root);
  return hidden.every((name) => own.has(name));
}

function leadsToFolder(link: string): boolean {
  return followed(link)?.isDirectory() ?? false;
}

function followed(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}

function idOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

function folderChanged(folder: string): CollectstaticError {
  return fail({
    code: 'destination-failed',
    message: `${folder} is not the folder any more that it was when the run began`,
    at: { file: folder },
    hint: 'Files are never written outside STATIC_ROOT. Find out who changes it, then run again.',
  });
}

/** The file of an asset path below `root`, with this system's slashes: it stands in messages. */
export function below(root: string, path: string): string {
  if (path === '') return root;
  return sep === '/' ? `${root}/${path}` : `${root}${sep}${path.replaceAll('/', sep)}`;
}
