import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { errnoOf } from '../../errors.ts';
import { folderOf, toAssetPath } from '../../path.ts';
import { readRegularFile } from '../../regular-file.ts';
import { copyWhole } from '../copy/whole.ts';
import { createFolders, type Folders } from '../obstacles/folders.ts';
import { isRefused, refuseMode } from '../refusals.ts';
import { createWhole } from '../staged-file.ts';
import { OWN_FILE_MODE } from '../workspace/folder.ts';
import { move } from './move.ts';

/** Copies a staged file or folder (absolute) to its path below the root, on another file system. */
export type Crossing = (from: string, path: string) => Promise<void>;

const NOTE = /^across-([0-9a-f]{12})$/;
/** Bytes: more than any path has. */
const NOTE_LIMIT = 1 << 16;

/**
 * Makes the way to a folder of STATIC_ROOT on which another file system is mounted: nothing can be renamed to there, so the
 * copy is made under a name of its own beside its place, and renamed then. A note in the workspace names it before, so that the run after
 * one that was killed meanwhile finds it.
 */
export function crossingTo(root: string, workspace: string): Crossing {
  return async (from, path) => {
    const { copy } = await import('fs-extra/esm');
    const id = randomBytes(6).toString('hex');
    const note = `${workspace}/across-${id}`;
    const part = partIn(root, folderOf(path), id);
    createWhole(note, Buffer.from(folderOf(path)), { fileMode: OWN_FILE_MODE, durable: false });
    try {
      await copy(from, part, { preserveTimestamps: true }).catch((error: unknown) =>
        copyAsAllowed(error, from, part),
      );
      renameSync(part, `${root}/${path}`);
    } finally {
      rmSync(part, { recursive: true, force: true });
      rmSync(note, { force: true });
    }
  };
}

/**
 * Renames a staged file or folder (absolute) to its path below `root`, or lets `cross` copy it where another file system is
 * mounted there. Returns `false` where `yielding` and a folder is there that is not empty.
 */
export async function moveOrCross(
  from: string,
  root: string,
  path: string,
  cross: Crossing,
  yielding: boolean = false,
): Promise<boolean> {
  try {
    return await move(from, `${root}/${path}`, yielding);
  } catch (error) {
    if (errnoOf(error) !== 'EXDEV') throw error;
    await cross(from, path);
    return true;
  }
}

/** Removes the copies that killed runs have left on other file systems, as their notes in the workspace name them. */
export function removeCrossed(root: string, workspace: string): void {
  try {
    const folders = createFolders(root);
    for (const name of readdirSync(workspace))
      removeNoted(root, `${workspace}/${name}`, NOTE.exec(name)?.[1], folders);
  } catch (error) {
    // It is in nobody's way.
    if (errnoOf(error) === undefined) throw error;
  }
}

function removeNoted(root: string, note: string, id: string | undefined, folders: Folders): void {
  if (id === undefined) return;
  const folder = readRegularFile(note, { limit: NOTE_LIMIT, follow: false }).toString('utf8');
  const isFolder =
    (folder === '' || toAssetPath(folder) === folder) && folders.look(folder).kind === 'folder';
  if (isFolder) rmSync(partIn(root, folder, id), { recursive: true, force: true });
  rmSync(note, { force: true });
}

function partIn(root: string, folder: string, id: string): string {
  return `${folder === '' ? root : `${root}/${folder}`}/.collectstatic-${id}`;
}

/** After an error of a copy that has to have all: without times and modes, where it is those that were refused. */
function copyAsAllowed(error: unknown, from: string, to: string): void {
  if (!isRefused(error)) throw error;
  rmSync(to, { recursive: true, force: true });
  copyTree(from, to);
}

function copyTree(from: string, to: string): void {
  const stats = lstatSync(from);
  if (stats.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else if (!stats.isDirectory()) copyWhole(from, to);
  else {
    mkdirSync(to);
    for (const name of readdirSync(from)) copyTree(`${from}/${name}`, `${to}/${name}`);
    refuseMode(undefined, () => chmodSync(to, stats.mode & 0o7777));
  }
}
