import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf } from '../errors.ts';
import { folderOf, foldersOf } from '../path.ts';
import type { AssetPath } from '../types.ts';

/** Names at the top of STATIC_ROOT that begin so are this tool's own and no part of the site. */
export const OWN_PREFIX = '.collectstatic-';
export const LOCK_NAME: string = `${OWN_PREFIX}lock`;

/** Whether a name at the top of STATIC_ROOT is none of this tool's own. */
export function isPartOfSite(name: string): boolean {
  return !name.startsWith(OWN_PREFIX);
}

const STAGE_PREFIX = `${OWN_PREFIX}stage-`;
const STAGE_BYTES = 6;
/** How much longer the path of a staged file is than that of the same file in its place. */
export const STAGED_ROOM: number = `/${STAGE_PREFIX}${'0'.repeat(2 * STAGE_BYTES)}/tree/`.length;

/** The one folder a run writes to: inside STATIC_ROOT, so that placing is renaming; closed to others. */
export interface Stage {
  /** Absolute; the staged files lie below it as they will below STATIC_ROOT. */
  readonly tree: string;
  /** Absolute; what has to become visible last waits here. */
  readonly last: string;
  /** Absolute; what gives way goes here. */
  readonly aside: string;
  /** Makes the folder of each path, each once. */
  makeFoldersOf(paths: Iterable<AssetPath>): void;
  /** Those that were made, relative to `tree`, and `''` for itself. */
  folders(): Iterable<string>;
  /** Takes the folder away where all of it was placed. */
  close(): void;
}

export function createStage(root: string, directoryMode: number | null): Stage {
  const stage = `${root}/${STAGE_PREFIX}${randomBytes(STAGE_BYTES).toString('hex')}`;
  const tree = `${stage}/tree`;
  const last = `${stage}/last`;
  const aside = `${stage}/aside`;
  mkdirSync(stage, 0o700);
  for (const folder of [tree, last, aside]) mkdirSync(folder);
  const made = new Set<string>(['']);
  function make(folder: string): void {
    if (made.has(folder)) return;
    make(folderOf(folder));
    makeFolder(`${tree}/${folder}`, directoryMode);
    made.add(folder);
  }
  return {
    tree,
    last,
    aside,
    makeFoldersOf(paths) {
      for (const folder of foldersOf(paths)) make(folder);
    },
    folders: () => made,
    close: () => removeEmpty([stage, tree, last, aside]),
  };
}

/** Makes `folder` and the folders above it that are missing. Returns those it made, the topmost first. */
export function makeFolders(folder: string, directoryMode: number | null): readonly string[] {
  try {
    return tryMakeFolder(folder, directoryMode);
  } catch (error) {
    const parent = dirname(folder);
    if (errnoOf(error) !== 'ENOENT' || parent === folder) throw error;
    return [...makeFolders(parent, directoryMode), ...tryMakeFolder(folder, directoryMode)];
  }
}

function tryMakeFolder(folder: string, directoryMode: number | null): readonly string[] {
  try {
    makeFolder(folder, directoryMode);
    return [folder];
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return [];
    throw error;
  }
}

function makeFolder(folder: string, mode: number | null): void {
  mkdirSync(folder);
  // Django's FILE_UPLOAD_DIRECTORY_PERMISSIONS are exact, whatever the umask says.
  if (mode !== null) chmodSync(folder, mode);
}

/**
 * Removes everything of ours that is staged in `root`, this run's and what killed runs left, but not the lock: it sees
 * to it that no other run is alive.
 */
export async function removeStages(root: string): Promise<void> {
  const names = namesIn(root).filter((name) => name.startsWith(OWN_PREFIX) && name !== LOCK_NAME);
  await Promise.all(names.map((name) => rm(`${root}/${name}`, REMOVAL)));
}

/** On Windows a file that someone reads can't be removed: most end soon. */
const REMOVAL = { recursive: true, force: true, maxRetries: 3 } as const;

function namesIn(root: string): readonly string[] {
  try {
    return readdirSync(root);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** Removes folders that are empty, the last first; what is in use, or gone, stays as it is. */
export function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EBUSY'].includes(errnoOf(error) ?? '')) throw error;
    }
  }
}
