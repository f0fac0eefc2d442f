import { createHash, hash as digestOf } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync } from 'node:fs';
import { errnoOf } from '../../errors.ts';
import type { CopyJob } from '../../types.ts';
import { cloneFile } from '../releases/clone.ts';
import { createFile, createWhole, finishFile, readExpecting, writeAll } from '../staged-file.ts';
import { type CopyBatch, type CopyFailure, changed, failure, fingerprintedTarget } from './batch.ts';
import type { Clones } from './clones.ts';

/** Files smaller than this many bytes are read whole, larger ones in pieces. */
export const BUFFER_BYTES: number = 1 << 20;

/**
 * Reads one file of the batch, the one at `index`, at most once: hashes it, copies it, or both. `buffer` has
 * `BUFFER_BYTES`.
 */
export function copyFile(
  batch: CopyBatch,
  job: CopyJob,
  index: number,
  buffer: Buffer,
  clones: Clones,
): CopyFailure | undefined {
  const { size } = job;
  try {
    if (copyByClone(batch, job, clones)) return undefined;
  } catch (error) {
    return failure('unwritable', error);
  }
  let source: number;
  try {
    source = openSync(job.file, 'r');
  } catch (error) {
    return failure('unreadable', error);
  }
  try {
    if (size >= BUFFER_BYTES) return copyInPieces(batch, job, index, source, buffer);
    const length = readExpecting(source, buffer, size);
    if (length !== size) return changed(size, length);
  } catch (error) {
    return failure('unreadable', error);
  } finally {
    closeSync(source);
  }
  return writeCopies(batch, job, index, buffer.subarray(0, size));
}

/** Returns `false` if the source has to be read. */
function copyByClone(batch: CopyBatch, job: CopyJob, clones: Clones): boolean {
  const plain = plainTarget(batch, job);
  return plain !== undefined && job.hashed === null && isItsOwn(job) && clones.make(job, plain);
}

function writeCopies(batch: CopyBatch, job: CopyJob, index: number, bytes: Buffer): CopyFailure | undefined {
  const { mtimeMs, hashed } = job;
  const plain = plainTarget(batch, job);
  try {
    if (plain !== undefined) {
      unlessThere(() => createWhole(plain, bytes, batch.options, mtimeMs));
    }
    if (hashed === null) return undefined;
    const target = fingerprintedTarget(batch, index, hashed, digestOf('md5', bytes));
    const part = partOf(batch, index);
    if (plain !== undefined && mayShare(batch, job))
      replaceBy(target, part, (path) => cloneFile(plain, path));
    else replaceBy(target, part, (path) => createWhole(path, bytes, batch.options, mtimeMs));
    return undefined;
  } catch (error) {
    return failure('unwritable', error);
  }
}

/** A large file: the same, with never more than one buffer of it in memory. */
function copyInPieces(
  batch: CopyBatch,
  job: CopyJob,
  index: number,
  source: number,
  buffer: Buffer,
): CopyFailure | undefined {
  const { size, mtimeMs, hashed } = job;
  const plain = plainTarget(batch, job);
  const hashing = hashed !== null;
  const linking = plain !== undefined && mayShare(batch, job);
  const part = hashing && !linking ? partOf(batch, index) : undefined;
  const digest = createHash('md5');
  const outputs: number[] = [];
  try {
    for (const path of [plain, part]) {
      if (path !== undefined) unlessThere(() => outputs.push(createFile(path, batch.options)));
    }
    const read = pump(source, buffer, (bytes) => {
      if (hashing) digest.update(bytes);
      for (const output of outputs) writeAll(output, bytes);
    });
    if (typeof read !== 'number') return read;
    if (read !== size) return changed(size, read);
    for (let output = outputs.pop(); output !== undefined; output = outputs.pop()) {
      finishFile(output, batch.options, mtimeMs);
    }
    if (!hashing) return undefined;
    const target = fingerprintedTarget(batch, index, hashed, digest.digest('hex'));
    if (part !== undefined) renameSync(part, target);
    else if (plain !== undefined) replaceBy(target, partOf(batch, index), (path) => cloneFile(plain, path));
    return undefined;
  } catch (error) {
    return failure('unwritable', error);
  } finally {
    for (const output of outputs) closeSync(output);
  }
}

function pump(source: number, buffer: Buffer, sink: (bytes: Buffer) => void): number | CopyFailure {
  let total = 0;
  for (;;) {
    let count: number;
    try {
      count = readSync(source, buffer, 0, buffer.length, null);
    } catch (error) {
      return failure('unreadable', error);
    }
    if (count === 0) return total;
    sink(buffer.subarray(0, count));
    total += count;
  }
}

function plainTarget({ tree }: CopyBatch, { to }: CopyJob): string | undefined {
  return to === null ? undefined : `${tree}/${to}`;
}

/** A name as fingerprinted copies have them. */
const IS_HASHED = /\.[0-9a-f]{12}(?![0-9a-z])/;

/** True if the plain copy is that of the source for sure: under some names it may be another one's. */
function isItsOwn({ to }: CopyJob): boolean {
  return to !== null && !IS_HASHED.test(to);
}

function mayShare({ options }: CopyBatch, job: CopyJob): boolean {
  return options.dedupe && isItsOwn(job);
}

/**
 * A source may bear the very name that another one's fingerprinted copy gets. As in Django, which post-processes after
 * collecting, the fingerprinted copy wins; whichever of the two is written first.
 */
function unlessThere(create: () => void): void {
  try {
    create();
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
}

/** Beside the tree, where no name is in the way, and none is too long. */
function partOf({ tree }: CopyBatch, index: number): string {
  return `${tree}-${index}.part`;
}

function replaceBy(target: string, part: string, create: (path: string) => void): void {
  try {
    create(target);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    create(part);
    renameSync(part, target);
  }
}
