import { hashedName, type Kinds, knownOf, type Prepared } from '../processors/index.ts';
import { hashFitSource } from '../storages/index.ts';
import type { Asset, AssetPath, CopyJob } from '../types.ts';
import { comparesBytes, type Job } from './job.ts';

/** Hashes and new copies of the files without references, known once they are copied. */
export interface Copies {
  /** Hash of every file that is hashed as it is. */
  readonly hashes: ReadonlyMap<AssetPath, string>;
  /** Files whose fingerprinted copy this run writes. */
  readonly fresh: ReadonlySet<AssetPath>;
  /** Plain copies of files with references, which another thread can make while these are rewritten. */
  readonly held: readonly CopyJob[];
}

/** Copies that were made before it was known which files refer to others. */
export interface EarlyCopies extends Pick<Copies, 'hashes' | 'fresh'> {
  readonly has: (path: AssetPath) => boolean;
}

/**
 * Stages what `copyAndHash` would of the files whose kind holds no references, in a destination where nothing stands, while
 * this thread is reading the others. What `reading` throws ends the copying, and is thrown on.
 */
export async function copyEarly(
  run: Job,
  stale: ReadonlySet<Asset>,
  { isPrehashed, languageOf }: Kinds,
  reading: Promise<unknown>,
): Promise<EarlyCopies> {
  const has = (path: AssetPath): boolean => languageOf(path) === null;
  const jobs = run.assets.flatMap((asset) => {
    if (!has(asset.path)) return [];
    const hashed = isPrehashed(asset.path) ? null : asset.path;
    return jobOf(asset, stale.has(asset) ? asset.path : null, hashed);
  });
  // It may fail when nobody waits for it any more.
  reading.catch(() => {});
  return { ...(await copyJobs(run, jobs, 0, reading)), has };
}

/**
 * Stages the plain copies that are `stale` and the fingerprinted copies that are not there, reading each source at most
 * once; but for those of `early`. `prepared` is `null` if nothing is fingerprinted.
 */
export async function copyAndHash(
  run: Job,
  stale: ReadonlySet<Asset>,
  prepared: Prepared | null,
  early: EarlyCopies | null,
): Promise<Copies> {
  const { storage, assets, options } = run;
  const hashes = new Map<AssetPath, string>(early?.hashes);
  const jobs: CopyJob[] = [];
  const held: CopyJob[] = [];
  for (const asset of assets) {
    const { path, source } = asset;
    if (early?.has(path)) continue;
    if (stale.has(asset) && options.link) storage.link(path, source.file);
    const to = stale.has(asset) && !options.link ? path : null;
    const hash = prepared !== null && isHashedAsIs(prepared, path) ? standingHash(run, asset) : undefined;
    if (typeof hash === 'string') hashes.set(path, hash);
    const isHeld = storage.hasHelper && prepared?.links.has(path) === true;
    (isHeld ? held : jobs).push(...jobOf(asset, to, hash === null ? path : null));
  }
  const copied = await copyJobs(run, jobs, assets.length - jobs.length);
  for (const [path, hash] of copied.hashes) hashes.set(path, hash);
  return { hashes, fresh: new Set([...(early?.fresh ?? []), ...copied.fresh]), held };
}

function jobOf({ source }: Asset, to: AssetPath | null, hashed: AssetPath | null): readonly CopyJob[] {
  const { file, size, mtimeMs } = source;
  return to === null && hashed === null ? [] : [{ file, size, mtimeMs, to, hashed }];
}

/** `settled`: how many assets need nothing more. */
async function copyJobs(
  { storage, assets, options }: Job,
  jobs: readonly CopyJob[],
  settled: number,
  after?: Promise<unknown>,
): Promise<Pick<Copies, 'hashes' | 'fresh'>> {
  options.onProgress?.(settled, assets.length, 'collecting');
  const told = (done: number): void => {
    options.signal?.throwIfAborted();
    options.onProgress?.(settled + done, assets.length, 'collecting');
  };
  const results = await storage.copy(jobs, told, after);
  const hashes = new Map<AssetPath, string>();
  for (const [index, { hashed }] of jobs.entries()) {
    if (hashed !== null) hashes.set(hashed, results[index]?.hash as string);
  }
  return { hashes, fresh: new Set(hashes.keys()) };
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
