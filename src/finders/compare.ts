import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { CollectstaticError } from '../errors.ts';
import type { Source } from '../types.ts';
import { unreadable } from './problems.ts';

const CHUNK = 64 * 1024;

/** True if two sources are one file on the disk, reached by two paths (links included). */
export function sameFile(a: Source, b: Source): boolean {
  if (a.file === b.file) return true;
  if (a.size !== b.size || a.mtimeMs !== b.mtimeMs) return false;
  // As bigint, since some file systems use more bits for inode numbers than a double holds.
  const one = statSync(a.file, { bigint: true, throwIfNoEntry: false });
  const other = statSync(b.file, { bigint: true, throwIfNoEntry: false });
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev;
}

/** True if two sources hold the same bytes. Compares sizes first. Throws `source-unreadable`. */
export function sameBytes(a: Source, b: Source): boolean {
  if (a.size !== b.size) return false;
  if (a.size === 0 || a.file === b.file) return true;
  const one = open(a.file);
  try {
    const other = open(b.file);
    try {
      return sameContent(one, other);
    } finally {
      closeSync(other);
    }
  } finally {
    closeSync(one);
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw new CollectstaticError([unreadable(file, 'file', error)], { cause: error });
  }
}

function sameContent(one: number, other: number): boolean {
  const [left, right] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
  for (;;) {
    const [read, readToo] = [fill(one, left), fill(other, right)];
    if (read !== readToo || !left.subarray(0, read).equals(right.subarray(0, read))) return false;
    if (read < CHUNK) return true;
  }
}

/** Reads until the buffer is full or the file ends; a single read may bring less. */
function fill(descriptor: number, buffer: Buffer): number {
  let filled = 0;
  while (filled < buffer.length) {
    const read = readSync(descriptor, buffer, filled, buffer.length - filled, null);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}
