import type { AssetPath, OwnedFile } from '../types.ts';

/**
 * Which files of a destination are ours, and since when. Losing it costs time, never correctness: what it does not
 * name is not removed, and what it remembers of sources is read again.
 */
export interface Ledger {
  /** Counts the runs that changed something; 0 before the first. */
  readonly release: number;
  /** Of the names of the files that are wanted and what they come from. */
  readonly digest: string;
  /** What the last run left for the next one, as JSON (see `jsonPieces`); `null` for nothing. Fingerprinting and compressing do. */
  readonly lastRun: unknown;
  readonly files: OwnedFiles;
}

/** What a map of the files has; there may be none that holds them all. */
export interface OwnedFiles
  extends Iterable<readonly [AssetPath, OwnedFile]>,
    Pick<ReadonlyMap<AssetPath, OwnedFile>, 'size' | 'has' | 'get'> {
  keys(): Iterable<AssetPath>;
}
