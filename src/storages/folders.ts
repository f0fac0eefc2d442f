import { chmodSync, mkdirSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf } from '../errors.ts';
import { type Refusals, refuseMode } from './refusals.ts';

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

/** Makes one folder. Django's FILE_UPLOAD_DIRECTORY_PERMISSIONS are exact, whatever the umask says. */
export function makeFolder(folder: string, mode: number | null, refusals?: Refusals): void {
  mkdirSync(folder);
  if (mode !== null) refuseMode(refusals, () => chmodSync(folder, mode));
}

/** Removes folders that are empty, the last first; what is in use, or gone, stays as it is. */
export function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR', 'EBUSY'].includes(errnoOf(error) ?? '')) throw error;
    }
  }
}
