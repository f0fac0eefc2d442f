import { hashedName, isCompressible, isSupported, type Kinds, variantOf } from '../processors/index.ts';
import type { Asset, AssetPath, Settings } from '../types.ts';
import { compresses, type Job } from './job.ts';
import { besidePaths } from './manifest-companions.ts';

/**
 * Paths that this run writes, as far as they are known before a file is read: plain copies, the manifest and the files
 * beside it. Fingerprints are not known yet, but their length is: a long name, which may become too long for the file
 * system with a fingerprint and a suffix, has a stand-in here. `kinds` is `null` if nothing is fingerprinted.
 */
export function expectedPaths(
  { assets, settings }: Job,
  stale: readonly Asset[],
  kinds: Kinds | null,
): readonly AssetPath[] {
  const plain = stale.map(({ path }) => path);
  const variants = stale.flatMap((asset) => variantNames(asset.path, asset, settings));
  if (kinds === null) return plain.concat(variants);
  const hashed = assets
    .filter(({ path }) => isLong(path) && !kinds.isPrehashed(path))
    .flatMap((asset) => {
      const name = hashedName(asset.path, STAND_IN);
      return [name, ...variantNames(name, asset, settings)];
    });
  const manifests = [settings.storage.manifestName as AssetPath, ...besidePaths(settings)];
  return plain.concat(variants, hashed, manifests);
}

const STAND_IN = '0'.repeat(12);

/** True if a path may become too long; a shorter one can't, however many bytes its letters take in UTF-8. */
function isLong(path: AssetPath): boolean {
  return path.length > 70;
}

function variantNames(path: AssetPath, { source }: Asset, settings: Settings): readonly AssetPath[] {
  const { compression } = settings.storage;
  if (!compresses(settings) || !isLong(path) || !isCompressible(path, source.size, compression)) return [];
  return compression.formats.filter(isSupported).map((format) => variantOf(path, format));
}
