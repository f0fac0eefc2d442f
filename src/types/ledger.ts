import type { OutputReason } from './outcome.ts';
import type { AssetPath, Conflict, FinderKind, Source } from './plan.ts';

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

/** Why a path of STATIC_ROOT is as it is. */
export interface Explanation {
  /** As it was asked for. */
  readonly path: string;
  readonly exists: boolean;
  /** What the ledger says; `null` for a file that is not ours. */
  readonly owned: OwnedFile | null;
  /** The release that wrote the ledger. */
  readonly release: number;
  /** The path that stands for it in the settings' plan: itself, or the one it was made from. */
  readonly asset: AssetPath | null;
  /** Where that path comes from, as the settings are now. */
  readonly source: Source | null;
  readonly conflict: Conflict | null;
  /** The name the manifest serves that path under. */
  readonly servedAs: string | null;
}
