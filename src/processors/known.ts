import { isStamp } from '../stamps.ts';
import type { Asset, AssetPath } from '../types.ts';

/**
 * Facts that a run leaves for the next one, so that an unchanged file need not be read again. Losing them costs time, never
 * correctness. They are plain data, which the ledger keeps.
 */
export interface Known {
  /** The rules under which references were read (see `Scan.rules`): under other rules, files with references are read again. */
  readonly rules: string;
  readonly files: KnownFiles;
}

/** Facts by path, as a map has them. */
export interface KnownFiles {
  readonly size: number;
  get(path: AssetPath): KnownFile | undefined;
  /** Paths in the order of the run that learnt about them. */
  keys(): Iterator<string>;
}

export interface KnownFile {
  /** Of the source, in bytes and milliseconds. */
  readonly size: number;
  readonly mtimeMs: number;
  /** The hash in the fingerprinted name; `''` for a file that was not hashed. */
  readonly hash: string;
  /**
   * The files it refers to, sorted; `null` if nothing in it is rewritten. Absent if the file has to be read again, or is of
   * a kind that holds no references.
   */
  readonly links?: readonly AssetPath[] | null;
  /** Paths it mentions where no file is, and none is needed. If a file appears there, this one is read again. */
  readonly absent?: readonly string[];
  /** Files it refers to in forms that Django does not rewrite, sorted. If one goes, this one is read again. */
  readonly unwritten?: readonly AssetPath[];
}

/** Facts as a run leaves them. */
export interface Learnt {
  readonly rules: string;
  readonly files: LearntFiles;
}

/** Facts by path, as a map has them; those of a file are made as they are asked for, since there are many. */
export interface LearntFiles extends Iterable<readonly [AssetPath, KnownFile]> {
  readonly size: number;
  keys(): Iterable<AssetPath>;
}

export const NOTHING_KNOWN: Known & Learnt = { rules: '', files: new Map() };

/** Known facts about an asset, if its source has the size and time it had then, and that time is not a mere stamp. */
export function knownOf(known: Known, asset: Asset): KnownFile | null {
  const { size, mtimeMs } = asset.source;
  const file = known.files.get(asset.path);
  if (file === undefined || file.size !== size || file.mtimeMs !== mtimeMs) return null;
  return isStamp(mtimeMs) ? null : file;
}
