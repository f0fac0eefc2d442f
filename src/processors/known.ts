import { isStamp } from '../stamps.ts';
import type { Asset, AssetPath } from '../types.ts';

/**
 * What a run leaves for the next one, so that what did not change need not be read again. Losing it costs time, never
 * correctness. Plain data: the ledger keeps it.
 */
export interface Known {
  /** The rules under which references were read (see `rulesOf`): under other rules, files with references are read again. */
  readonly rules: string;
  readonly files: ReadonlyMap<AssetPath, KnownFile>;
}

export interface KnownFile {
  /** Of the source, in bytes and milliseconds. */
  readonly size: number;
  readonly mtimeMs: number;
  /** What the fingerprinted name carries; `''` for a file that was not hashed. */
  readonly hash: string;
  /**
   * The files it refers to, sorted; `null` when nothing in it is rewritten. Absent where the file has to be read again,
   * or has a kind that holds no references.
   */
  readonly links?: readonly AssetPath[] | null;
  /** Paths it mentions that lead nowhere and need not; a file that appears there is a reason to read it again. */
  readonly absent?: readonly string[];
}

export const NOTHING_KNOWN: Known = { rules: '', files: new Map() };

/** What is known of an asset, if its source still has the size and time it had then. Times that mean nothing prove nothing. */
export function knownOf(known: Known, asset: Asset): KnownFile | null {
  const { size, mtimeMs } = asset.source;
  const file = known.files.get(asset.path);
  if (file === undefined || file.size !== size || file.mtimeMs !== mtimeMs) return null;
  return isStamp(mtimeMs) ? null : file;
}
