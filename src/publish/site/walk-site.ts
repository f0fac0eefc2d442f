import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { errnoOf, errnoWords } from '../../errors.ts';
import { toAssetPath } from '../../path.ts';
import { ownNames } from '../../storages/index.ts';
import type { AssetPath, Problem } from '../../types.ts';

/** A file of STATIC_ROOT that is to be published. `file` is absolute; times in milliseconds. */
export interface SiteFile {
  readonly path: AssetPath;
  readonly file: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
}

export interface Walked {
  /** Sorted by path. */
  readonly files: readonly SiteFile[];
  readonly hidden: readonly AssetPath[];
  /** What can't be published though it is wanted. */
  readonly broken: readonly Problem[];
}

/** Walks STATIC_ROOT. Links to files are followed, links to folders are not. What is ours at the top is passed over. */
export function walkSite(root: string, judge: (path: AssetPath) => 'yes' | 'no' | 'hidden'): Walked {
  const files: SiteFile[] = [];
  const hidden: AssetPath[] = [];
  const broken: Problem[] = [];
  const own = ownNames(root);
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(root, folder)) {
      if (folder === '' && own.has(entry.name)) continue;
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        folders.push(name);
        continue;
      }
      const path = toAssetPath(name);
      if (path !== name) {
        broken.push(unfit(`${root}/${name}`, 'no URL leads to a file of this name'));
        continue;
      }
      const verdict = judge(path as AssetPath);
      if (verdict === 'hidden') hidden.push(path as AssetPath);
      if (verdict !== 'yes') continue;
      const looked = lookAt(root, path as AssetPath);
      if ('code' in looked) broken.push(looked);
      else files.push(looked);
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, hidden: hidden.sort(), broken };
}

function entriesOf(root: string, folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder === '' ? root : `${root}/${folder}`, { withFileTypes: true });
  } catch (error) {
    // What is not there is empty; that is said for the whole.
    if (folder === '' && ['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return [];
    throw error;
  }
}

function lookAt(root: string, path: AssetPath): SiteFile | Problem {
  const file = `${root}/${path}`;
  try {
    const stats = statSync(file);
    if (stats.isFile()) return { path, file, ...timesOf(stats) };
    return unfit(file, stats.isDirectory() ? 'it leads to a folder' : 'it is a pipe, a socket or a device');
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return unfit(
      file,
      path.includes('\ufffd') ? 'its name is no UTF-8, which no key can hold' : errnoWords(error),
    );
  }
}

function timesOf({ size, mtimeMs, ctimeMs, ino }: Stats): Omit<SiteFile, 'path' | 'file'> {
  return { size, mtimeMs, ctimeMs, ino };
}

function unfit(file: string, cause: string): Problem {
  return {
    code: 'publish-unfit-file',
    severity: 'error',
    message: `${file} can't be published`,
    at: { file },
    cause,
    hint: 'Remove it or rename it, and collect again.',
  };
}
