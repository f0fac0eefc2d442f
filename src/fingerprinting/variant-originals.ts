import type { Asset, AssetPath } from '../types.ts';
import type { Stale } from './hashed-copies.ts';
import type { Job } from './job.ts';
import { readSource } from './read-source.ts';
import type { Named } from './rewrite.ts';
import type { Served } from './variants.ts';

/** Files that a browser may ask for: plain copies, and the fingerprinted ones if there are any. */
export function servedFiles(
  run: Job,
  plain: readonly Asset[],
  stale: Stale,
  named: Named | null,
): readonly Served[] {
  const copies = plain.map(
    (asset): Served => servedAs(asset.path, asset, stale.has(asset), run.options.link === true),
  );
  if (named === null) return copies;
  const hashed = run.assets.flatMap((asset): Served | readonly [] => {
    const name = named.hashedNames.get(asset.path);
    if (name === undefined || name === asset.path) return [];
    const served = servedAs(name, asset, named.isFresh(asset.path), false);
    const size = named.rewritten.get(name);
    if (size === undefined) return served;
    return { ...served, size, read: () => named.contents.get(name) ?? run.storage.read(name) };
  });
  return [...copies, ...hashed];
}

function servedAs(path: AssetPath, asset: Asset, isNew: boolean, isLink: boolean): Served {
  const { size, mtimeMs } = asset.source;
  return { path, size, mtimeMs, read: () => readSource(asset), isNew, isLink };
}
