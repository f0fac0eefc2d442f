import { readManifest } from '../manifest.ts';
import { hashedName, type Kinds, knownOf, type Prepared } from '../processors/index.ts';
import { hashFitSource } from '../storages/index.ts';
import type { Asset, AssetPath, CopyJob, CopyJobs, Storage } from '../types.ts';
import { comparesBytes, type Job } from './job.ts';

/** Hashes and new copies of the files without references, known once they are copied. */
export interface Copies {
  /** Hash of every file that is hashed as it is; of those that are held back, once they are copied. */
  readonly hashes: ReadonlyMap<AssetPath, string>;
  /** True for such a file if this run writes its fingerprinted copy. */
  readonly isFresh: (path: AssetPath) => boolean;
  /**
   * Copies what no file that is rewritten refers to, which another thread can do while this one is `rewriting`. What that
   * throws ends the copying, and is thrown on.
   */
  readonly copyHeld: (rewriting: Promise<unknown>) => Promise<void>;
}

/** Copies that were made before it was known which files refer to others. */
export interface EarlyCopies {
  readonly hashes: Map<AssetPath, string>;
  readonly has: (path: AssetPath) => boolean;
}

/** Assets that are to get a plain copy. */
export type Stale = Pick<ReadonlySet<Asset>, 'has'>;

/** Some of `assets`, to be looked up; without a set if it is all of them. */
export function toStale(stale: readonly Asset[], assets: readonly Asset[]): Stale {
  return stale === assets ? { has: () => true } : new Set(stale);
}

/**
 * Stages what `copyAndHash` would of the files whose kind holds no references, in a destination where nothing stands, while
 * this thread is reading the others. What `reading` throws ends the copying, and is thrown on.
 */
export async function copyEarly(
  run: Job,
  stale: Stale,
  { isPrehashed, languageOf }: Kinds,
  reading: Promise<unknown>,
): Promise<EarlyCopies> {
  const has = (path: AssetPath): boolean => languageOf(path) === null;
  const jobs = jobsFor(
    run.assets.filter((asset) => has(asset.path) && (stale.has(asset) || !isPrehashed(asset.path))),
    (asset) => jobOf(asset, stale.has(asset), !isPrehashed(asset.path)),
  );
  // It may fail when nobody waits for it any more.
  reading.catch(() => {});
  const hashes = new Map<AssetPath, string>();
  await copyJobs(run, jobs, 0, hashes, reading);
  return { hashes, has };
}

/**
 * Stages the plain copies that are `stale` and the fingerprinted copies that are not there, reading each source at most
 * once; but for those of `early`. `prepared` is `null` if nothing is fingerprinted.
 */
export async function copyAndHash(
  run: Job,
  stale: Stale,
  prepared: Prepared | null,
  early: EarlyCopies | null,
): Promise<Copies> {
  const { storage, assets, options } = run;
  const hashes = early?.hashes ?? new Map<AssetPath, string>();
  const standing = new Set<AssetPath>();
  const [now, held]: [Asset[], Asset[]] = [[], []];
  const mayWait = storage.hasHelper && prepared !== null ? outsideReferences(prepared) : () => false;
  const isCopied = (asset: Asset): boolean => stale.has(asset) && !options.link;
  const namedBefore = prepared === null ? NONE : namesInPlace(run);
  const isHashed = ({ path }: Asset): boolean =>
    prepared !== null && isHashedAsIs(prepared, path) && !standing.has(path);
  for (const asset of assets) {
    const { path, source } = asset;
    if (early?.has(path)) continue;
    if (stale.has(asset) && options.link) storage.link(path, source.file);
    const hash = isHashed(asset)
      ? (standingHash(run, asset) ?? hashIfNamed(run, asset, namedBefore.get(path)))
      : null;
    if (hash !== null) {
      hashes.set(path, hash);
      standing.add(path);
    }
    if (!isCopied(asset) && !isHashed(asset)) continue;
    (mayWait(path) ? held : now).push(asset);
  }
  const toJob = (asset: Asset): CopyJob => jobOf(asset, isCopied(asset), isHashed(asset));
  const settled = assets.length - now.length - held.length;
  await copyJobs(run, jobsFor(now, toJob), settled, hashes);
  return {
    hashes,
    isFresh: (path) => hashes.has(path) && !standing.has(path),
    copyHeld: (rewriting) => copyJobs(run, jobsFor(held, toJob), settled + now.length, hashes, rewriting),
  };
}

/** True for a file whose hash no rewriting waits for. */
function outsideReferences({ links }: Prepared): (path: AssetPath) => boolean {
  const wanted = new Set([...links.values()].flat());
  return (path) => links.has(path) || !wanted.has(path);
}

/** A job for each asset, made as it is asked for. */
function jobsFor(assets: readonly Asset[], toJob: (asset: Asset) => CopyJob): CopyJobs {
  return { length: assets.length, at: (index) => toJob(assets[index] as Asset) };
}

function jobOf({ path, source }: Asset, isCopied: boolean, isHashed: boolean): CopyJob {
  const { file, size, mtimeMs } = source;
  return { file, size, mtimeMs, to: isCopied ? path : null, hashed: isHashed ? path : null };
}

/** Carries out the jobs, and adds the hashes to `hashes`. `settled`: how many assets need nothing more. */
async function copyJobs(
  { storage, assets, options }: Job,
  jobs: CopyJobs,
  settled: number,
  hashes: Map<AssetPath, string>,
  after?: Promise<unknown>,
): Promise<void> {
  options.onProgress?.(settled, assets.length, 'collecting');
  const told = (done: number): void => {
    options.signal?.throwIfAborted();
    options.onProgress?.(settled + done, assets.length, 'collecting');
  };
  const copied = await storage.copy(jobs, told, after);
  for (const [index, hash] of copied.entries()) {
    const hashed = jobs.at(index)?.hashed;
    if (hash !== null && hashed) hashes.set(hashed, hash);
  }
}

function isHashedAsIs(prepared: Prepared, path: AssetPath): boolean {
  return !prepared.links.has(path) && !prepared.prehashed.has(path);
}

const NONE: ReadonlyMap<string, string> = new Map();

/**
 * Fingerprinted names by the manifest in place, if nothing else is known of what stands there: Django has made it, or the
 * ledger is lost.
 */
function namesInPlace({ storage, settings, last }: Job): ReadonlyMap<string, string> {
  if (last.known.files.size > 0 || storage.isEmpty()) return NONE;
  const manifest = readManifest(storage, settings.storage.manifestName as AssetPath);
  return manifest !== null && 'paths' in manifest ? manifest.paths : NONE;
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
  if (last.rewritten.has(name) || !isCopyOf(storage, name, asset)) return null;
  if (!looks) return hash;
  return hashFitSource(asset.source) === hash && storage.equals(name, asset.source.file) ? hash : null;
}

/** Hash of a file whose copy has the right bytes, and a name in which that hash is; else `null`. */
function hashIfNamed({ storage }: Job, asset: Asset, name: string | undefined): string | null {
  if (name === undefined) return null;
  const hash = hashFitSource(asset.source);
  const right = hashedName(asset.path, hash);
  return right === name && isCopyOf(storage, right, asset) && storage.equals(right, asset.source.file)
    ? hash
    : null;
}

/** True if a file of the source's size stands there. */
function isCopyOf(storage: Storage, name: AssetPath, { source }: Asset): boolean {
  const entry = storage.stat(name);
  return entry?.kind === 'file' && entry.size === source.size;
}
