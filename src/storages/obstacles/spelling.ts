import { foldPath } from '../../path.ts';
import type { AssetPath, Storage } from '../../types.ts';

/**
 * Of paths to be removed, those under which a file of `kept` would be found and lost: on a file system that takes
 * `Site.css` and `site.css` for one name (macOS, Windows), which is told by its listing one of them and finding both.
 */
export function aliasesOf(
  storage: Pick<Storage, 'list' | 'stat'>,
  paths: readonly AssetPath[],
  kept: Iterable<AssetPath>,
): ReadonlySet<AssetPath> {
  const aliases = new Set<AssetPath>();
  if (paths.length === 0) return aliases;
  const folded = new Map<string, AssetPath[]>();
  for (const path of paths) {
    const key = foldPath(path);
    const same = folded.get(key);
    if (same === undefined) folded.set(key, [path]);
    else same.push(path);
  }
  let listed: ReadonlySet<AssetPath> | undefined;
  for (const path of kept) {
    for (const other of folded.get(foldPath(path)) ?? []) {
      if (other === path || storage.stat(path) === undefined) continue;
      listed ??= new Set(storage.list().map((entry) => entry.path));
      if (!listed.has(path) || !listed.has(other)) aliases.add(other);
    }
  }
  return aliases;
}
