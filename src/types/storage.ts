import type { AssetPath } from './plan.ts';
import type { Problem } from './problem.ts';

/** What stands at a path of the destination, not following a final symlink. */
export interface Entry {
  readonly path: AssetPath;
  readonly kind: 'file' | 'link' | 'directory' | 'other';
  /** Bytes and milliseconds of the entry itself. */
  readonly size: number;
  readonly mtimeMs: number;
  /** Where a link points, as written. */
  readonly target?: string;
  /** The file has other names (`--dedupe`, `--swap`): its time is that of any of them. */
  readonly shared?: true;
}

/** One source file to read once: hashed, copied, or both. */
export interface CopyJob {
  /** Absolute. */
  readonly file: string;
  /** What the plan saw; a file that has another size when it is read has changed under the run: an error. */
  readonly size: number;
  /** The time the copies get. */
  readonly mtimeMs: number;
  /** The plain path to copy to; `null` where the plain copy is right already or not wanted. */
  readonly to: AssetPath | null;
  /** The plain path whose fingerprinted name (`hashedName`) gets a copy as well; `null` for no hashing. */
  readonly hashed: AssetPath | null;
}

/** Jobs by their index. An array will do; what makes each as it is asked for never has to hold all of them. */
export interface CopyJobs {
  readonly length: number;
  at(index: number): CopyJob | undefined;
}

/** First 12 hex digits of the MD5 of the bytes; `null` where no hash was asked for. */
export type CopyHash = string | null;

/** A file or link where a folder is needed, or a folder where a file is. */
export interface InTheWay {
  readonly path: AssetPath;
  readonly kind: 'file' | 'folder' | 'link-outside';
  /** What would go with it: itself, or all files and links below it. */
  readonly files: readonly AssetPath[];
}

/** Throws where nothing more may be changed; asked before each change that somebody can see. */
export type MayGoOn = () => void;

/**
 * Where the files go. Everything written is staged first: a reader of the destination sees nothing of it before
 * `place`, and `discard` leaves the destination as it was. One run at a time: the caller holds the lock.
 */
export interface Storage {
  /** For messages: the folder, or what kind of place it is. */
  readonly name: string;
  /** True if there is nothing at all, as a person would see it. */
  isEmpty(): boolean;
  stat(path: AssetPath): Entry | undefined;
  /** Everything that is there but staged things and locks, sorted by path; folders included, links not followed. */
  list(): readonly Entry[];
  read(path: AssetPath): Uint8Array;
  /** True if `path` has the bytes of a file of this machine (absolute path). Errors of that file are thrown as they come. */
  equals(path: AssetPath, file: string): boolean;
  /** What would have to give way before files could be written to these paths, sorted by path. */
  inTheWay(paths: readonly AssetPath[]): readonly InTheWay[];
  /**
   * What would keep files from being written to these paths, all of it at once; but for what is `yielding`. Writes
   * nothing.
   */
  check(paths: readonly AssetPath[], yielding?: ReadonlySet<AssetPath>): readonly Problem[];
  /** What the place has refused so far, and a run can do without. */
  warnings(): readonly Problem[];
  /**
   * Stages copies, reading each source once. The hashes are in the order of the jobs. `onDone` gets the number of jobs
   * done so far; what it throws ends the copying and is thrown on. Sources that can't be read, or are no longer what
   * the plan saw, are all listed in one error. `after`: other work of this thread, which joins in once that is done; what
   * it throws ends the copying and is thrown on.
   */
  copy(
    jobs: CopyJobs,
    onDone?: (count: number) => void,
    after?: Promise<unknown>,
  ): Promise<readonly CopyHash[]>;
  /** True if another thread copies while `after` is waited for. */
  readonly hasHelper: boolean;
  /** Stages bytes made here, instead of what may be staged there. */
  write(path: AssetPath, bytes: Uint8Array, mtimeMs?: number): void;
  /** Stages an absolute symlink. */
  link(path: AssetPath, target: string): void;
  /** Stages a new time for a file whose bytes are right. */
  touch(path: AssetPath, mtimeMs: number): void;
  /** Stages that the file or folder at a path, with all it holds, gives way to files staged there or below. */
  displace(path: AssetPath): void;
  /** The ledger, kept for this destination and no part of it; `undefined` where there is none. Throws what keeps it from being read. */
  readLedger(): Uint8Array | undefined;
  /** Stages a new ledger: its bytes in pieces, which are asked for once, as they are written. */
  writeLedger(pieces: Iterable<Uint8Array>): void;
  /**
   * Makes what is staged visible: the ledger before all others, then what is new (nobody reads it yet), then
   * what replaces a file, `last` (the manifest) after all others. Files that are `outdated` are gone by the time anything is
   * replaced: what is left of them where a run is killed is older than what they stand beside, never of other bytes.
   */
  place(last: readonly AssetPath[], outdated?: readonly AssetPath[], mayGoOn?: MayGoOn): Promise<void>;
  /** Removes files and empty folders, then folders that this left empty. What is gone already is fine. */
  remove(paths: readonly AssetPath[], mayGoOn?: MayGoOn): Promise<void>;
  /**
   * Lets files that are in place, and have the same bytes, share them. Returns how many bytes these paths do without, by
   * this and by earlier runs. A signal ends it early: then not all is shared that could be.
   */
  share(paths: readonly AssetPath[], signal?: AbortSignal): Promise<number>;
  /** Drops what is staged here. Safe to call at any time, also twice. */
  discard(): Promise<void>;
}
