import { distance } from 'fastest-levenshtein';
import type { AssetPath } from '../types.ts';

/** Looks for the file that a path may have meant: another letter case, another folder, a slip of the pen. */
export function nearestAmong(paths: Iterable<AssetPath>): (path: string) => AssetPath | null {
  const byPath = new Map<string, AssetPath>();
  const byName = new Map<string, AssetPath[]>();
  const byFolder = new Map<string, AssetPath[]>();
  for (const path of [...paths].sort()) {
    const lower = path.toLowerCase();
    if (!byPath.has(lower)) byPath.set(lower, path);
    push(byName, nameOf(lower), path);
    push(byFolder, folderOf(lower), path);
  }
  return (path) => {
    const lower = path.toLowerCase();
    return (
      byPath.get(lower) ??
      closest(lower, byName.get(nameOf(lower)) ?? [], Number.POSITIVE_INFINITY) ??
      closest(lower, byFolder.get(folderOf(lower)) ?? [], Math.max(1, Math.floor(nameOf(lower).length / 3)))
    );
  };
}

function closest(path: string, candidates: readonly AssetPath[], limit: number): AssetPath | null {
  let best: AssetPath | null = null;
  let least = limit;
  for (const candidate of candidates) {
    const steps = distance(path, candidate.toLowerCase());
    if (steps > least || (steps === least && best !== null)) continue;
    best = candidate;
    least = steps;
  }
  return best;
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
