import { type Fingerprints, fingerprint, type Prepared } from '../processors/index.ts';
import type { AssetPath } from '../types.ts';
import type { Copies } from './hashed-copies.ts';
import { comparesBytes, type Job } from './job.ts';

/** Every file with its final name. */
export interface Named extends Fingerprints {
  /** True for a path whose fingerprinted copy this run writes. */
  readonly isFresh: (path: AssetPath) => boolean;
  /** Size in bytes of each copy that carries rewritten references. */
  readonly rewritten: ReadonlyMap<AssetPath, number>;
  /** Bytes that this run rewrote, if a later step needs them. */
  readonly contents: ReadonlyMap<AssetPath, Uint8Array>;
}

/**
 * Stages the fingerprinted copies of the files with references, in dependency order. Resolves with what names everything,
 * once all is hashed.
 */
export async function rewriteAll(
  run: Job,
  prepared: Prepared,
  copies: Copies,
  keepsContents: boolean,
): Promise<() => Named> {
  const { storage, last } = run;
  const mtimes = new Map<AssetPath, number>();
  for (const { path, source } of prepared.assets)
    if (prepared.links.has(path)) mtimes.set(path, source.mtimeMs);
  const rewritten = new Map<AssetPath, number>();
  const contents = new Map<AssetPath, Uint8Array>();
  const fresh = new Set<AssetPath>();
  const nameAll = await fingerprint(
    prepared,
    copies.hashes,
    ({ path, from, bytes }) => {
      rewritten.set(path, bytes.length);
      if (isInPlace(run, path, bytes)) return;
      fresh.add(from);
      if (keepsContents) contents.set(path, bytes);
      storage.write(path, bytes, mtimes.get(from));
    },
    (path) => {
      const size = last.rewritten.get(path);
      if (size === undefined || comparesBytes(run.options) || storage.stat(path)?.size !== size) return false;
      rewritten.set(path, size);
      return true;
    },
  );
  const isFresh = (path: AssetPath): boolean => copies.isFresh(path) || fresh.has(path);
  return () => ({ ...nameAll(), isFresh, rewritten, contents });
}

/** True if a copy is in place. Its name carries the hash of the content, so its size tells whether it is whole. */
function isInPlace({ storage, options }: Job, path: AssetPath, bytes: Uint8Array): boolean {
  const entry = storage.stat(path);
  if (entry?.kind !== 'file' || entry.size !== bytes.length) return false;
  return !comparesBytes(options) || Buffer.compare(storage.read(path), bytes) === 0;
}
