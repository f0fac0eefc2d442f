import { lstatSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { CollectstaticError, errnoOf, errnoWords } from '../../errors.ts';
import { folderOf } from '../../path.ts';
import type { Problem } from '../../types.ts';
import type { Guard } from './guard.ts';

/**
 * Removes files and empty folders, then the folders that this left empty (`Storage.remove`). Throws all that could not be
 * removed as one error.
 */
export function removeAll(root: string, paths: readonly string[], guard: Guard): void {
  const problems: Problem[] = [];
  const folders = new Set<string>();
  for (const path of paths) {
    const file = `${root}/${path}`;
    try {
      // Nothing is there, and nothing has to go, where its folder is gone.
      if (lstatSync(dirname(file), { throwIfNoEntry: false }) === undefined) continue;
      guard(folderOf(path));
      const stats = lstatSync(file, { throwIfNoEntry: false });
      if (stats?.isDirectory()) {
        folders.add(path);
        continue;
      }
      folders.add(folderOf(path));
      if (stats !== undefined) unlinkSync(file);
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      if (errnoOf(error) !== 'ENOENT') problems.push(notRemoved(file, error));
    }
  }
  // The longest path first, so that a folder comes after those in it.
  for (const folder of [...folders].sort((a, b) => b.length - a.length)) removeUpwards(root, folder, guard);
  if (problems.length > 0) throw new CollectstaticError(problems);
}

/** Removes a folder if it is empty, then the one it lies in, never the root. */
function removeUpwards(root: string, folder: string, guard: Guard): void {
  if (folder === '') return;
  try {
    guard(folderOf(folder));
    rmdirSync(`${root}/${folder}`);
  } catch (error) {
    // Not empty, gone, a link to a folder, or not ours to remove: an empty folder harms nobody.
    if (errnoOf(error) === undefined && !(error instanceof CollectstaticError)) throw error;
    return;
  }
  removeUpwards(root, folderOf(folder), guard);
}

function notRemoved(file: string, error: unknown): Problem {
  return {
    code: 'not-removed',
    severity: 'error',
    message: `${file} could not be removed`,
    at: { file },
    hint: 'The new files are in place. Remove it by hand, or mend the cause and run again.',
    cause: errnoWords(error),
  };
}
