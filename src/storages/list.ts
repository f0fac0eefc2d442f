import { readdirSync, readlinkSync } from 'node:fs';
import type { AssetPath, Entry } from '../types.ts';
import { below } from './obstacles/folders.ts';
import { statAt } from './stat.ts';

/** What stands at a path below `root`, links not followed. */
export function entryAt(root: string, path: AssetPath): Entry | undefined {
  const file = `${root}/${path}`;
  const stats = statAt(file);
  if (stats === undefined) return undefined;
  const { size, mtimeMs, nlink } = stats;
  if (stats.isFile())
    return nlink > 1
      ? { path, kind: 'file', size, mtimeMs, shared: true }
      : { path, kind: 'file', size, mtimeMs };
  if (stats.isSymbolicLink()) return { path, kind: 'link', size, mtimeMs, target: readlinkSync(file) };
  return { path, kind: stats.isDirectory() ? 'directory' : 'other', size, mtimeMs };
}

/** Everything below `root`, sorted by path, links not followed. `isWanted` is asked about the names at the top. */
export function listFolder(root: string, isWanted: (name: string) => boolean): readonly Entry[] {
  const entries: Entry[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of readdirSync(below(root, folder))) {
      if (folder === '' && !isWanted(name)) continue;
      // As the directory gives it: a name of the file system needs no normalising.
      const path = (folder === '' ? name : `${folder}/${name}`) as AssetPath;
      const entry = entryAt(root, path);
      if (entry === undefined) continue;
      entries.push(entry);
      if (entry.kind === 'directory') folders.push(path);
    }
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}
