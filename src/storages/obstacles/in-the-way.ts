import type { AssetPath, InTheWay } from '../../types.ts';
import { listFolder } from '../list.ts';
import { below, type Folders } from './folders.ts';

/** `Storage.inTheWay` for a folder of this machine. What is unreachable, or too long a name, is for `check` to say. */
export function findInTheWay(
  root: string,
  folders: Folders,
  paths: readonly AssetPath[],
): readonly InTheWay[] {
  if (folders.isEmpty()) return [];
  const found = new Map<AssetPath, InTheWay>();
  for (const path of paths) {
    const state = folders.lookAbove(path);
    const at = state.at as AssetPath;
    if (state.kind === 'folder') {
      if (!found.has(path) && folders.isFolder(path))
        found.set(path, { path, kind: 'folder', files: filesBelow(root, path) });
    } else if (state.at !== '' && (state.kind === 'blocked' || state.kind === 'outside')) {
      found.set(at, { path: at, kind: state.kind === 'blocked' ? 'file' : 'link-outside', files: [at] });
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function filesBelow(root: string, folder: AssetPath): readonly AssetPath[] {
  return listFolder(below(root, folder), () => true)
    .filter(({ kind }) => kind !== 'directory')
    .map(({ path }) => `${folder}/${path}` as AssetPath);
}
