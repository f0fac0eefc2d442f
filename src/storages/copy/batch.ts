import { errnoOf, errnoWords } from '../../errors.ts';
import { hashedName } from '../../hashed-name.ts';
import type { AssetPath, CopyJob, CopyJobs } from '../../types.ts';
import type { WriteOptions } from '../staged-file.ts';

/** Files in a chunk: few enough to share the work evenly, enough to make taking one cost nothing. */
export const CHUNK = 16;

/** The `index`th chunk of jobs that are counted from 0. */
export function chunkOf(jobs: CopyJobs, index: number): readonly CopyJob[] {
  const chunk: CopyJob[] = [];
  for (let at = index * CHUNK; at < Math.min((index + 1) * CHUNK, jobs.length); at++) {
    chunk.push(jobs.at(at) as CopyJob);
  }
  return chunk;
}

/** Indexes into `CopyBatch.taken`. */
export const TAKEN = { all: 0, front: 1, back: 2 } as const;

/** What several threads copy together. */
export interface CopyBatch {
  /** The staged tree, absolute; the folders of all targets are there already. */
  readonly tree: string;
  /** How many files, in all chunks. */
  readonly count: number;
  /** The jobs of a chunk: as many as `CHUNK`, the last one's maybe fewer. */
  readonly jobsOf: (chunk: number) => readonly CopyJob[];
  readonly options: CopyOptions;
  /** Shared by all threads: how many chunks have been taken in all, from the front, and from the back. */
  readonly taken: Int32Array;
  /** Shared: `HASH_BYTES` of MD5 for each file. */
  readonly hashes: Buffer;
}

export interface CopyOptions extends WriteOptions {
  /** Whether the fingerprinted copy shares the plain one's bytes by a hard link. */
  readonly dedupe: boolean;
}

/** Why a file was not copied. Failures to write end the copying; the others are collected. */
export interface CopyFailure {
  readonly kind: 'unreadable' | 'changed' | 'unwritable';
  /** The operating system's words. */
  readonly cause: string;
  /** The system's code, of what the system refused. */
  readonly errno?: string;
}

/** Django's fingerprint is 12 hex digits. */
const HASH_BYTES = 6;

export function emptyHashes(files: number): Buffer {
  return Buffer.from(new SharedArrayBuffer(files * HASH_BYTES));
}

/** Gives the fingerprint of a file by its index. */
export function readHashes(hashes: Buffer): (index: number) => string {
  const digits = hashes.toString('hex');
  return (index) => digits.slice(2 * HASH_BYTES * index, 2 * HASH_BYTES * (index + 1));
}

/** Notes the fingerprint of a file (`md5` in hex) and returns where its fingerprinted copy is staged. */
export function fingerprintedTarget(batch: CopyBatch, index: number, plain: AssetPath, md5: string): string {
  const hash = md5.slice(0, 2 * HASH_BYTES);
  batch.hashes.write(hash, index * HASH_BYTES, 'hex');
  return `${batch.tree}/${hashedName(plain, hash)}`;
}

/** Anything but a system error is a bug of ours, and thrown on. */
export function failure(kind: CopyFailure['kind'], error: unknown): CopyFailure {
  const errno = errnoOf(error);
  if (errno === undefined) throw error;
  return { kind, cause: errnoWords(error), errno };
}

export function changed(planned: number, read: number): CopyFailure {
  const now = read > planned ? 'more' : `${read}`;
  return { kind: 'changed', cause: `it had ${planned} bytes when the run began, and has ${now} now` };
}
