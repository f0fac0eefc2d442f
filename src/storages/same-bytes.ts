import { closeSync, openSync } from 'node:fs';
import { errnoOf } from '../errors.ts';
import { readFully } from './staged-file.ts';

const PIECE = 1 << 18;
let buffers: readonly [Buffer, Buffer] | undefined;

/**
 * Whether two files have the same bytes. A target that can't be read has not: it is written anew. Errors of `source` are
 * thrown as they come.
 */
export function sameBytes(target: string, source: string): boolean {
  const wanted = openSync(source, 'r');
  try {
    const present = tryOpen(target);
    if (present === undefined) return false;
    try {
      return sameContent(present, wanted);
    } finally {
      closeSync(present);
    }
  } finally {
    closeSync(wanted);
  }
}

function tryOpen(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}

function sameContent(a: number, b: number): boolean {
  buffers ??= [Buffer.allocUnsafeSlow(PIECE), Buffer.allocUnsafeSlow(PIECE)];
  const [left, right] = buffers;
  for (;;) {
    const length = readFully(a, left);
    if (readFully(b, right) !== length) return false;
    if (left.compare(right, 0, length, 0, length) !== 0) return false;
    if (length < PIECE) return true;
  }
}
