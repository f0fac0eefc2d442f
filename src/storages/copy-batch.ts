import { errnoOf, errnoWords } from '../errors.ts';
import { hashedName } from '../hashed-name.ts';
import type { AssetPath } from '../types.ts';
import type { WriteOptions } from './staged-file.ts';

/** What to copy, in a shape that crosses to another thread cheaply. All lists are as long as `files`. */
export interface CopyBatch {
  /** The staged tree, absolute; the folders of all targets are there already. */
  readonly tree: string;
  readonly files: readonly string[];
  readonly sizes: Float64Array;
  readonly mtimes: Float64Array;
  /** Paths below `tree`; `''` for none. */
  readonly copies: readonly string[];
  /** Plain paths whose fingerprinted name gets a copy; `''` for none. */
  readonly hashed: readonly string[];
  readonly options: CopyOptions;
  /** One number, shared by all threads: how many chunks have been taken. */
  readonly taken: Int32Array;
  /** Shared: `HASH_BYTES` of MD5 for each file. */
  readonly hashes: Uint8Array;
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
}

/** Django's fingerprint is 12 hex digits. */
const HASH_BYTES = 6;

export function emptyHashes(files: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(files * HASH_BYTES));
}

export function hashAt(hashes: Uint8Array, index: number): string {
  return Buffer.from(hashes.buffer, index * HASH_BYTES, HASH_BYTES).toString('hex');
}

/** Notes the fingerprint of a file (`md5` in hex) and returns where its fingerprinted copy is staged. */
export function fingerprintedTarget(batch: CopyBatch, index: number, md5: string): string {
  const hash = md5.slice(0, 2 * HASH_BYTES);
  Buffer.from(batch.hashes.buffer).write(hash, index * HASH_BYTES, 'hex');
  return `${batch.tree}/${hashedName(batch.hashed[index] as AssetPath, hash)}`;
}

/** Anything but a system error is a bug of ours, and thrown on. */
export function failure(kind: CopyFailure['kind'], error: unknown): CopyFailure {
  if (errnoOf(error) === undefined) throw error;
  return { kind, cause: errnoWords(error) };
}

export function changed(planned: number, read: number): CopyFailure {
  const now = read > planned ? 'more' : `${read}`;
  return { kind: 'changed', cause: `it had ${planned} bytes when the run began, and has ${now} now` };
}
