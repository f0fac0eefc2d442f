import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Asset, Duplicate } from '../types.ts';

/** Finds files with the same bytes, by their sources; those that waste most come first. Empty files don't count. */
export function duplicates(assets: readonly Asset[]): readonly Duplicate[] {
  const found = [...byKey(assets, ({ source }) => String(source.size)).values()]
    .filter((same) => same.length > 1 && (same[0]?.source.size ?? 0) > 0)
    .flatMap((same) => [...byKey(same, ({ source }) => digestOf(source.file)).values()])
    .filter((same) => same.length > 1)
    .map((same) => ({
      size: same[0]?.source.size ?? 0,
      paths: same.map(({ path }): string => path).sort(),
    }));
  return found.sort((a, b) => wasted(b) - wasted(a) || ((a.paths[0] ?? '') < (b.paths[0] ?? '') ? -1 : 1));
}

/** Bytes that are there more than once. */
export function wasted({ size, paths }: Duplicate): number {
  return size * (paths.length - 1);
}

function byKey(
  assets: readonly Asset[],
  keyOf: (asset: Asset) => string,
): ReadonlyMap<string, readonly Asset[]> {
  const groups = new Map<string, Asset[]>();
  for (const asset of assets) {
    const key = keyOf(asset);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [asset]);
    else group.push(asset);
  }
  return groups;
}

function digestOf(file: string): string {
  return createHash('sha1').update(readFileSync(file)).digest('hex');
}
