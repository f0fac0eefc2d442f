import { chmodSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { errnoOf } from '../../errors.ts';
import { OWN_FOLDER } from '../../static-root.ts';
import { makeFolders, removeEmpty } from '../folders.ts';
import { refuseMode } from '../refusals.ts';
import { createWhole } from '../staged-file.ts';
import { statAt } from '../stat.ts';
import type { Workspace } from './locate.ts';

/** Everybody may read what is ours: a web server, or another run, that can't look into it would stop. */
const FOLDER_MODE = 0o755;
/** For files of ours, whatever the umask says. */
export const OWN_FILE_MODE = 0o644;

const GITIGNORE = '.gitignore';

/**
 * Makes the workspace where it is missing; folders above it, which are the user's, with `directoryMode`. Returns the
 * folders that were made, the topmost first.
 */
export function makeWorkspace(
  { folder, isInside }: Workspace,
  directoryMode: number | null,
): readonly string[] {
  if (statAt(folder)?.isDirectory()) return [];
  if (isInside) return makeOwn(folder);
  const own = dirname(folder);
  const made = [...makeFolders(dirname(own), directoryMode), ...makeOwn(own)];
  keepFromGit(own);
  // Without a STATIC_ROOT the files of a bucket are built below the project's own cache.
  const cache = cacheAround(dirname(own));
  if (cache !== undefined) keepFromGit(cache);
  return [...made, ...makeOwn(folder)];
}

function cacheAround(folder: string): string | undefined {
  if (basename(folder) === OWN_FOLDER) return folder;
  return dirname(folder) === folder ? undefined : cacheAround(dirname(folder));
}

function makeOwn(folder: string): readonly string[] {
  try {
    mkdirSync(folder);
    refuseMode(undefined, () => chmodSync(folder, FOLDER_MODE));
    return [folder];
  } catch (error) {
    if (errnoOf(error) === 'EEXIST' && statAt(folder)?.isDirectory()) return [];
    throw error;
  }
}

function keepFromGit(own: string): void {
  try {
    createWhole(`${own}/${GITIGNORE}`, Buffer.from('*\n'), { fileMode: OWN_FILE_MODE, durable: false });
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
}

/** Removes a workspace with nothing in it, and those of the folders `made` for it that are empty then. */
export function removeWorkspace({ folder, isInside }: Workspace, made: readonly string[] = []): void {
  removeEmpty([folder]);
  if (!isInside && statAt(folder) === undefined) removeOwn(dirname(folder));
  removeEmpty(made);
}

/** The folder of all workspaces, where none is left. */
function removeOwn(own: string): void {
  try {
    if (readdirSync(own).join() !== GITIGNORE) return;
    rmSync(`${own}/${GITIGNORE}`, { force: true });
    rmdirSync(own);
  } catch (error) {
    const code = errnoOf(error) ?? '';
    // Another run has just made its own in there.
    if (code === 'ENOTEMPTY' || code === 'EEXIST') keepFromGit(own);
    else if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
  }
}

/** True for what a run leaves in a workspace only if it is killed. */
function isLeftover(name: string): boolean {
  return /^(?:stage|share|lock|across)-|\.json\./.test(name);
}

/** Removes leftovers of killed runs. The caller holds the lock, so no other run is alive; what can't be removed stays. */
export async function removeLeftovers(
  folder: string,
  isWanted: (name: string) => boolean = isLeftover,
): Promise<void> {
  try {
    const names = readdirSync(folder).filter((name) => isWanted(name));
    await Promise.all(names.map((name) => rm(`${folder}/${name}`, REMOVAL)));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}

/** On Windows a file that someone reads can't be removed: most end soon. */
export const REMOVAL = { recursive: true, force: true, maxRetries: 3 } as const;
