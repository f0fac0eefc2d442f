import { nearest } from '../text/nearest.ts';
import type { AssetPath } from '../types.ts';

/** Finds the file that a path in `from` may have meant: one with other letter case, in another folder, or spelled a little otherwise. */
export type Nearest = (path: string, from: AssetPath) => AssetPath | null;

export function nearestAmong(paths: Iterable<AssetPath>): Nearest {
  const byPath = new Map<string, AssetPath>();
  const byName = new Map<string, AssetPath[]>();
  const byFolder = new Map<string, AssetPath[]>();
  for (const path of [...paths].sort()) {
    const lower = path.toLowerCase();
    if (!byPath.has(lower)) byPath.set(lower, path);
    push(byName, nameOf(lower), path);
    push(byFolder, folderOf(lower), path);
  }
  return (path, from) => {
    const lower = path.toLowerCase();
    const others = (list: readonly AssetPath[] = []): readonly AssetPath[] =>
      list.filter((other) => other !== from);
    return (
      byPath.get(lower) ??
      nearest(lower, others(byName.get(nameOf(lower))), Number.POSITIVE_INFINITY) ??
      nearest(lower, others(byFolder.get(folderOf(lower))), slipsIn(lower)) ??
      null
    );
  };
}

/** Number of letters that may differ: a third of those before the extension. */
function slipsIn(path: string): number {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return Math.floor(((dot === -1 ? name.length : dot) + 1) / 3);
}

function push(map: Map<string, AssetPath[]>, key: string, path: AssetPath): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [path]);
  else list.push(path);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
