import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  openSync,
  readSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { errnoOf } from '../errors.ts';
import { isRefused, type Refusals, refuseMode } from './refusals.ts';

/** How every file of a run is written. */
export interface WriteOptions {
  /** Exact mode bits; `null` leaves them to the umask. */
  readonly fileMode: number | null;
  /** Whether a file has to be on the disk before it counts as written. */
  readonly durable: boolean;
  /** Notes what the file system refuses and a run can do without. */
  readonly refusals?: Refusals;
}

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

/** Opens a file that must not exist yet. */
export function createFile(path: string, options: WriteOptions): number {
  const { fileMode } = options;
  const descriptor = openSync(path, CREATE, fileMode ?? 0o666);
  // chmod costs as much as closing the file: only where the umask took bits away.
  if (fileMode !== null && !umaskLeaves(descriptor, fileMode, options))
    refuseMode(options.refusals, () => fchmodSync(descriptor, fileMode));
  return descriptor;
}

/** Options of runs whose mode open() is known to give as it was asked for. Another run may have another umask. */
const honoured = new WeakSet<WriteOptions>();

function umaskLeaves(descriptor: number, mode: number, options: WriteOptions): boolean {
  if (honoured.has(options)) return true;
  if ((fstatSync(descriptor).mode & 0o7777) !== mode) return false;
  honoured.add(options);
  return true;
}

/** Gives the file its time (`undefined`: now) and closes it. */
export function finishFile(descriptor: number, options: WriteOptions, mtimeMs?: number): void {
  if (mtimeMs !== undefined) setTimes((time) => futimesSync(descriptor, time, time), mtimeMs);
  if (options.durable) fsyncSync(descriptor);
  closeSync(descriptor);
}

/** Creates a file with these bytes; takes it away again where it could not be written whole. */
export function createWhole(path: string, bytes: Uint8Array, options: WriteOptions, mtimeMs?: number): void {
  createInPieces(path, [bytes], options, mtimeMs);
}

/** Creates a file with the bytes of all pieces; takes it away again where it could not be written whole. */
export function createInPieces(
  path: string,
  pieces: Iterable<Uint8Array>,
  options: WriteOptions,
  mtimeMs?: number,
): void {
  const descriptor = createFile(path, options);
  try {
    for (const piece of pieces) writeAll(descriptor, piece);
    finishFile(descriptor, options, mtimeMs);
  } catch (error) {
    abandon(path, descriptor);
    throw error;
  }
}

/** A source may bear the name of what is made here, and be copied by another thread meanwhile: once at most. */
export function replaceStaged(file: string, create: () => void): void {
  for (let left = 2; ; left--) {
    try {
      create();
      return;
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST' || left === 0) throw error;
      rmSync(file, { force: true });
    }
  }
}

/** Closes a file that was created, and takes it away. */
export function abandon(path: string, descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // Closed already, or the error at hand seen a second time.
  }
  unlinkSync(path);
}

/**
 * Sets a time. Where the file system or its owner lets nobody do so, the file keeps the time it has: the next run compares
 * bytes.
 */
export function setTimes(set: (time: number | Date) => void, mtimeMs: number): void {
  try {
    set(toTime(mtimeMs));
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
}

/**
 * A time as Node's utimes wants it. Node 20 and 22 cut off behind the microsecond, which would make 122.999 of a float's 123
 * milliseconds: a third of a microsecond goes on top. A number below zero would mean now; a date does not.
 */
function toTime(mtimeMs: number): number | Date {
  return mtimeMs < 0 ? new Date(mtimeMs) : (mtimeMs + 0.0003) / 1000;
}

/** A write to a disk that is filling up may take only a part: the next one says why. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(descriptor, bytes, written, bytes.length - written);
  }
}

/**
 * Reads a file of `size` bytes into the front of `buffer`, which has room for one more, and returns how many there were:
 * `size + 1` or more where the file has grown.
 */
export function readExpecting(descriptor: number, buffer: Uint8Array, size: number): number {
  let length = 0;
  do {
    const count = readSync(descriptor, buffer, length, size + 1 - length, null);
    if (count === 0) break;
    length += count;
  } while (length < size);
  return length;
}

/** Fills `buffer`, or as much of it as the file still has. */
export function readFully(descriptor: number, buffer: Uint8Array): number {
  let length = 0;
  while (length < buffer.length) {
    const count = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return length;
}

const PIECE_BYTES = 1 << 18;

/** Hands a file to `take` in pieces, each overwritten by the next, and returns how many bytes there were. */
export function readPieces(descriptor: number, take: (piece: Uint8Array) => void): number {
  const buffer = Buffer.allocUnsafe(PIECE_BYTES);
  let total = 0;
  for (;;) {
    const length = readFully(descriptor, buffer);
    total += length;
    take(buffer.subarray(0, length));
    if (length < PIECE_BYTES) return total;
  }
}
