import { hashedName, isCompressible, isSupported, type Prepared, variantOf } from '../processors/index.ts';
import type { Asset, AssetPath, Settings } from '../types.ts';
import { compresses, type Job } from './job.ts';
import { besidePaths } from './manifest-companions.ts';

/**
 * What this run writes, as far as that can be told before a file is read: plain copies, the manifest and what stands
 * beside it. A fingerprint is not known yet, but how long it is: long names, which may be too long for a file system
 * with all that is put behind them, have stand-ins here.
 */
export function expectedPaths(
  { assets, settings }: Job,
  stale: readonly Asset[],
  prepared: Prepared | null,
): readonly AssetPath[] {
  const plain = stale.flatMap((asset) => [asset.path, ...variantNames(asset.path, asset, settings)]);
  if (prepared === null) return plain;
  const hashed = assets
    .filter(({ path }) => isLong(path) && !prepared.prehashed.has(path))
    .flatMap((asset) => {
      const name = hashedName(asset.path, STAND_IN);
      return [name, ...variantNames(name, asset, settings)];
    });
  return [...plain, ...hashed, settings.storage.manifestName as AssetPath, ...besidePaths(settings)];
}

const STAND_IN = '0'.repeat(12);

/** A shorter path stays short with a fingerprint and a suffix, whatever its letters take in UTF-8. */
function isLong(path: AssetPath): boolean {
  return path.length > 70;
}

function variantNames(path: AssetPath, { source }: Asset, settings: Settings): readonly AssetPath[] {
  const { compression } = settings.storage;
  if (!compresses(settings) || !isLong(path) || !isCompressible(path, source.size, compression)) return [];
  return compression.formats.filter(isSupported).map((format) => variantOf(path, format));
}
