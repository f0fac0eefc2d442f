import { hashedName, knownOf, type Prepared } from '../processors/index.ts';
import { hashFitSource } from '../storages/index.ts';
import type { Asset, AssetPath, CopyJob } from '../types.ts';
import { comparesBytes, type Job } from './job.ts';

/** Hashes and new copies of the files without references, known once they are copied. */
export interface Copies {
  /** Hash of every file that is hashed as it is. */
  readonly hashes: ReadonlyMap<AssetPath, string>;
  /** Files whose fingerprinted copy this run writes. */
  readonly fresh: ReadonlySet<AssetPath>;
}

/**
 * Stages the plain copies that are `stale` and the fingerprinted copies that are not there, reading each source at most
 * once. `prepared` is `null` if nothing is fingerprinted.
 */
export async function copyAndHash(
  run: Job,
  stale: ReadonlySet<Asset>,
  prepared: Prepared | null,
): Promise<Copies> {
  const { storage, assets, options } = run;
  const hashes = new Map<AssetPath, string>();
  const jobs: CopyJob[] = [];
  for (const asset of assets) {
    const { path, source } = asset;
    if (stale.has(asset) && options.link) storage.link(path, source.file);
    const to = stale.has(asset) && !options.link ? path : null;
    const hash = prepared !== null && isHashedAsIs(prepared, path) ? standingHash(run, asset) : undefined;
    if (typeof hash === 'string') hashes.set(path, hash);
    const hashed = hash === null ? path : null;
    if (to !== null || hashed !== null)
      jobs.push({ file: source.file, size: source.size, mtimeMs: source.mtimeMs, to, hashed });
  }
  const settled = assets.length - jobs.length;
  options.onProgress?.(settled, assets.length, 'collecting');
  const results = await storage.copy(jobs, (done) => {
    options.signal?.throwIfAborted();
    options.onProgress?.(settled + done, assets.length, 'collecting');
  });
  const fresh = new Set<AssetPath>();
  for (const [index, { hashed }] of jobs.entries()) {
    if (hashed === null) continue;
    fresh.add(hashed);
    hashes.set(hashed, results[index]?.hash as string);
  }
  return { hashes, fresh };
}

function isHashedAsIs(prepared: Prepared, path: AssetPath): boolean {
  return !prepared.links.has(path) && !prepared.prehashed.has(path);
}

/**
 * Hash that the last run gave a file, if the file is the same and its fingerprinted copy is in place; else `null`. With
 * `checksum`, the bytes of both are compared, so that a right copy is neither written nor compressed again.
 */
function standingHash({ storage, options, last }: Job, asset: Asset): string | null {
  const looks = comparesBytes(options);
  const hash = (looks ? last.known.files.get(asset.path) : knownOf(last.known, asset))?.hash;
  if (hash === undefined || hash === '') return null;
  const name = hashedName(asset.path, hash);
  // The last run rewrote it, under other rules, so that hash is of other bytes.
  if (last.rewritten.has(name)) return null;
  const entry = storage.stat(name);
  if (entry?.kind !== 'file' || entry.size !== asset.source.size) return null;
  if (!looks) return hash;
  return hashFitSource(asset.source) === hash && storage.equals(name, asset.source.file) ? hash : null;
}
