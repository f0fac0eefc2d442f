import { isStamp } from '../stamps.ts';
import type { Asset, Entry, Problem, Source, Storage } from '../types.ts';
import { failure } from './copy/batch.ts';
import { copyProblem } from './failures.ts';
import { createPace } from './pace.ts';

export interface CompareOptions {
  /** Symlinks instead of copies. */
  readonly link?: boolean;
  /** Trust no size and no time: compare bytes. */
  readonly checksum?: boolean;
  /** Ends the run, with the signal's reason, as long as nothing is visible yet. */
  readonly signal?: AbortSignal;
}

/** Whether a path of the destination is as it should be; if not, why not. */
export type Comparison =
  /** `mendTime`: the bytes are right, the time is not. */
  | { readonly upToDate: true; readonly mendTime: boolean }
  | { readonly upToDate: false; readonly reason: 'missing' | 'kind' | 'target' | 'size' | 'content' };

const RIGHT: Comparison = { upToDate: true, mendTime: false };

/**
 * Compares what stands at an asset's path with its source. A copy is right when size and time are equal (copies keep
 * their source's time, as with rsync), or else when the bytes are. Errors of the source are thrown as they come.
 */
export function compare(storage: Storage, { path, source }: Asset, options: CompareOptions): Comparison {
  const entry = storage.stat(path);
  if (entry === undefined) return { upToDate: false, reason: 'missing' };
  if (options.link) return compareLink(entry, source);
  if (entry.kind !== 'file') return { upToDate: false, reason: 'kind' };
  if (entry.size !== source.size) return { upToDate: false, reason: 'size' };
  const sameTime = isSameTime(entry.mtimeMs, source.mtimeMs);
  if (sameTime && !options.checksum && !isStamp(source.mtimeMs)) return RIGHT;
  if (!storage.equals(path, source.file)) return { upToDate: false, reason: 'content' };
  // The time of a file with several names would be mended back and forth.
  return { upToDate: true, mendTime: !sameTime && entry.shared !== true };
}

function compareLink(entry: Entry, source: Source): Comparison {
  if (entry.kind !== 'link') return { upToDate: false, reason: 'kind' };
  return entry.target === source.file ? RIGHT : { upToDate: false, reason: 'target' };
}

/** Node 20 sets times to the microsecond, and `mtimeMs` is a float. On file systems with coarser times bytes are compared. */
function isSameTime(a: number, b: number): boolean {
  return Math.abs(a - b) < 1;
}

/** What a run has to do for its assets. */
export interface Survey {
  /** Sources that had to be read and could not be. */
  readonly problems: readonly Problem[];
  /** Not there, or not as they should be. */
  readonly stale: readonly Asset[];
  /** Right but for their time. */
  readonly mistimed: readonly Asset[];
}

/** Asks the storage about every asset. Writes nothing. */
export async function survey(
  storage: Storage,
  assets: readonly Asset[],
  options: CompareOptions,
): Promise<Survey> {
  if (storage.isEmpty()) return { problems: [], stale: assets, mistimed: [] };
  const stale: Asset[] = [];
  const mistimed: Asset[] = [];
  const problems: Problem[] = [];
  const pace = createPace();
  for (const asset of assets) {
    if (pace.isDue()) {
      await pace.breathe();
      options.signal?.throwIfAborted();
    }
    try {
      const comparison = compare(storage, asset, options);
      if (!comparison.upToDate) stale.push(asset);
      else if (comparison.mendTime) mistimed.push(asset);
    } catch (error) {
      problems.push(copyProblem(asset.source.file, failure('unreadable', error)));
    }
  }
  return { stale, mistimed, problems };
}
