import { plan } from './collect.ts';
import { type OwnedFiles, readLedger } from './ledger/index.ts';
import { readManifest } from './manifest.ts';
import { toAssetPath } from './path.ts';
import { requireStaticRoot } from './static-root.ts';
import { openStorage } from './storages/index.ts';
import type { AssetPath, Explanation, Settings, Storage } from './types.ts';

/** Explains each path: its source, the rule that chose it, its final name, its release; or that it is not ours. */
export async function why(settings: Settings, paths: readonly string[]): Promise<readonly Explanation[]> {
  const rooted = requireStaticRoot(settings);
  const storage = openStorage(rooted);
  const ledger = readLedger(storage);
  const { assets, conflicts } = await plan(rooted);
  const sources = new Map(assets.map((asset) => [asset.path, asset.source]));
  const disputes = new Map(conflicts.map((conflict) => [conflict.path, conflict]));
  const names = manifestNames(storage, settings.storage.manifestName);
  return paths.map((path) => {
    const known = toAssetPath(path);
    const owned = (known && ledger.files.get(known)) ?? null;
    const asset = known === null ? null : originOf(known, ledger.files);
    return {
      path,
      exists: known !== null && storage.stat(known) !== undefined,
      owned,
      release: ledger.release,
      asset: asset !== null && sources.has(asset) ? asset : null,
      source: (asset && sources.get(asset)) ?? null,
      conflict: (asset && disputes.get(asset)) ?? null,
      servedAs: (asset && names.get(asset)) ?? null,
    };
  });
}

/** A variant was made from a hashed copy, that one from a collected file. */
function originOf(path: AssetPath, files: OwnedFiles): AssetPath {
  let origin = path;
  // A damaged ledger may lead in a circle.
  for (const seen = new Set<AssetPath>(); !seen.has(origin); ) {
    seen.add(origin);
    origin = files.get(origin)?.of ?? origin;
  }
  return origin;
}

function manifestNames(storage: Storage, name: string): ReadonlyMap<string, string> {
  const manifest = readManifest(storage, name as AssetPath);
  return manifest !== null && 'paths' in manifest ? manifest.paths : new Map();
}
