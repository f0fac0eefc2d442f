import type { AssetPath, FinderKind, OutputReason } from '../types.ts';

/** What the ledger says of a file that a run of ours has put there. */
export interface OwnedFile {
  readonly why: OutputReason;
  /** The release that brought it, as it is. */
  readonly since: number;
  /** Collected files: what offered it, and its size in bytes. */
  readonly from?: Offerer;
  readonly size?: number;
  /** Made files: the path it was made from. */
  readonly of?: AssetPath;
  /** The first release that did not want it any more; it may still be there. */
  readonly retired?: Retirement;
}

export interface Offerer {
  readonly finder: FinderKind;
  /** Of the finder of apps, as in INSTALLED_APPS; else `''`: a folder's name would tell of the machine. */
  readonly app: string;
}

export interface Retirement {
  readonly release: number;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Which files of a destination are ours, and since when. Losing it costs time, never correctness: what it does not
 * name is not removed, and what it remembers of sources is read again.
 */
export interface Ledger {
  /** Counts the runs that changed something; 0 before the first. */
  readonly release: number;
  /** Of the names of the files that are wanted and what they come from. */
  readonly digest: string;
  /** What the processors want to be told next time, as JSON; `null` for nothing. */
  readonly memory: unknown;
  readonly files: ReadonlyMap<AssetPath, OwnedFile>;
}
