import { folderOf, foldersAbove } from '../../path.ts';
import type { AssetPath } from '../../types.ts';

/** What a CDN is to forget: one path, or with `*` all below a folder (`''`: everything). */
export interface Forgotten {
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * The shortest list that a CDN takes: each path by itself as long as there are no more than `limit`; else folders in place of
 * what they hold, those first that make the CDN forget the fewest paths it need not. `all`: the paths that it may keep.
 */
export function collapse(
  changed: readonly AssetPath[],
  all: Iterable<AssetPath>,
  limit: number,
): readonly Forgotten[] {
  let list: Forgotten[] = changed.map((path) => ({ path, isFolder: false }));
  if (list.length <= limit) return list;
  const kept = countBelow(all);
  while (list.length > limit) {
    const held = countBelow(list.map(({ path, isFolder }) => (isFolder ? `${path}/*` : path)));
    const folder = cheapest(held, kept, list.length - limit);
    list = [...list.filter(({ path }) => !isBelow(path, folder)), { path: folder, isFolder: true }];
  }
  return list.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The folder that costs least for each place in the list that it saves; of equals the one that saves more. Saving more than
 * is needed is no merit.
 */
function cheapest(
  held: ReadonlyMap<string, number>,
  kept: ReadonlyMap<string, number>,
  needed: number,
): string {
  let best = { folder: '', cost: Number.POSITIVE_INFINITY, saved: 0 };
  for (const [folder, count] of held) {
    const saved = Math.min(count - 1, needed);
    if (saved < 1) continue;
    const cost = Math.max((kept.get(folder) ?? 0) - count, 0) / saved;
    if (cost < best.cost || (cost === best.cost && saved > best.saved)) best = { folder, cost, saved };
  }
  return best.folder;
}

/** Number of paths below each folder, at any depth; `''` is the top. */
function countBelow(paths: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths)
    for (const folder of [...foldersAbove(path), '']) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  return counts;
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || folderOf(path) === folder || path.startsWith(`${folder}/`);
}
