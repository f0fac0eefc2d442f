import { type Dirent, readdirSync, renameSync } from 'node:fs';
import { platform } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { errnoOf } from '../errors.ts';
import { below } from './folders.ts';

/**
 * Makes a staged tree visible below `root` by as few renames as can be: a folder that is not there yet is one rename.
 * What is new comes first, for nobody reads it yet; then what replaces a file.
 */
export async function placeTree(tree: string, root: string): Promise<void> {
  const replacements: string[] = [];
  await placeNew(tree, root, '', replacements);
  for (const path of replacements) await move(`${tree}/${path}`, `${root}/${path}`);
}

async function placeNew(tree: string, root: string, folder: string, replacements: string[]): Promise<void> {
  const present = new Set(readdirSync(below(root, folder)));
  for (const entry of entriesOf(below(tree, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!present.has(entry.name)) {
      // A file system that folds letter case may have the folder after all.
      if (await move(`${tree}/${path}`, `${root}/${path}`, entry.isDirectory())) continue;
      await placeNew(tree, root, path, replacements);
    } else if (entry.isDirectory()) {
      await placeNew(tree, root, path, replacements);
    } else {
      replacements.push(path);
    }
  }
}

function entriesOf(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Windows refuses to rename over a file that someone has open; most close it soon. Milliseconds between the tries. */
const PATIENCE: readonly number[] = platform() === 'win32' ? [10, 50, 200, 500, 1000] : [];

/**
 * Renames, over what is there. Returns `false` where `yielding` and a folder is there that is not empty.
 * Across file systems: a copy beside the target, then a rename.
 */
export async function move(from: string, to: string, yielding: boolean = false): Promise<boolean> {
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(from, to);
      return true;
    } catch (error) {
      const code = errnoOf(error);
      if (yielding && (code === 'ENOTEMPTY' || code === 'EEXIST')) return false;
      if (code === 'EXDEV') return moveAcross(from, to);
      const wait = PATIENCE[attempt];
      if (wait === undefined || !['EPERM', 'EACCES', 'EBUSY'].includes(code ?? '')) throw error;
      await setTimeout(wait);
    }
  }
}

async function moveAcross(from: string, to: string): Promise<true> {
  const { copy, remove } = await import('fs-extra/esm');
  const beside = `${to}.collectstatic-part`;
  try {
    await copy(from, beside, { preserveTimestamps: true });
    renameSync(beside, to);
  } catch (error) {
    await remove(beside);
    throw error;
  }
  return true;
}
