import { type Dirent, readdirSync } from 'node:fs';
import { below } from '../obstacles/folders.ts';
import { moveOrCross } from './across.ts';
import type { Means, Placer } from './placer.ts';

/**
 * Makes a staged tree visible below `root` by as few renames as can be: a folder that is not there yet is one rename.
 * What is new comes first, for nobody reads it yet; then what replaces a file.
 */
export async function placeTree(
  tree: string,
  root: string,
  displaced: ReadonlySet<string>,
  put: Placer,
  means: Means,
): Promise<void> {
  const replacements: string[] = [];
  await placeNew(tree, root, '', displaced, replacements, means);
  for (const path of replacements) await put(`${tree}/${path}`, path);
}

async function placeNew(
  tree: string,
  root: string,
  folder: string,
  displaced: ReadonlySet<string>,
  replacements: string[],
  means: Means,
): Promise<void> {
  const { guard, cross } = means;
  guard(folder);
  const present = new Set(readdirSync(below(root, folder)));
  for (const entry of entriesOf(below(tree, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (displaced.has(path)) {
      replacements.push(path);
    } else if (!present.has(entry.name)) {
      // A file system that folds letter case may have the folder after all.
      guard(folder);
      const from = `${tree}/${path}`;
      if (await moveOrCross(from, root, path, cross, entry.isDirectory())) continue;
      await placeNew(tree, root, path, displaced, replacements, means);
    } else if (entry.isDirectory()) {
      await placeNew(tree, root, path, displaced, replacements, means);
    } else {
      replacements.push(path);
    }
  }
}

function entriesOf(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}
