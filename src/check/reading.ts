import { isUtf8 } from 'node:buffer';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { errnoOf, errnoWords } from '../errors.ts';
import { readRegularFile } from '../regular-file.ts';
import type { Template } from './files.ts';

/** Bytes of the largest file that is read: no page is larger. */
const LARGEST = 20 * 1024 * 1024;
/** Most files fit in. */
const ROOM = 256 * 1024;

let room: Buffer | undefined;

/**
 * Reads a file that a folder lists as a regular one, without a copy of its bytes: they last until the next call. Throws as the
 * system does, and as `readRegularFile` for a file that is too large.
 */
export function glance(file: string): Buffer {
  room ??= Buffer.allocUnsafeSlow(ROOM);
  // Nobody waits for a pipe that took its place meanwhile.
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  let total = 0;
  try {
    let count: number;
    do {
      count = readSync(descriptor, room, total, ROOM - total, null);
      total += count;
    } while (count > 0 && total < ROOM);
  } finally {
    closeSync(descriptor);
  }
  return total < ROOM ? room.subarray(0, total) : readRegularFile(file, { limit: LARGEST });
}

/** The text of a file, or words why there is none. */
export type Text = { readonly text: string } | { readonly text: null; readonly why: string };

/** Reads a template in the encoding of its engine. */
export function templateText({ file, engine: { charset } }: Template): Text {
  try {
    const bytes = glance(file);
    const text = decode(bytes, charset);
    if (text === null)
      return {
        text,
        why: bytes.includes(0) && !isUtf16(bytes) ? 'it is binary' : `it is no text in ${charset}`,
      };
    return text.includes('\0') ? { text: null, why: 'it is binary' } : { text };
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return { text: null, why: errnoWords(error) };
  }
}

/** True if bytes begin with the mark of UTF-16. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** The text of bytes in an encoding by Python's name; `null` if they are not in it, or it is not known here. */
function decode(bytes: Buffer, charset: string): string | null {
  const name = charset
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^latin-?1$|^l1$|^8859$/, 'iso-8859-1');
  if (/^utf-?8$/.test(name)) return isUtf8(bytes) ? bytes.toString('utf8') : null;
  try {
    return new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

/** Returns the text of a file; `null` if it is no text: not UTF-8, binary, too large, or not to be read. */
export function textOf(file: string): string | null {
  let bytes: Buffer;
  try {
    bytes = glance(file);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return null;
  }
  return bytes.includes(0) || !isUtf8(bytes) ? null : bytes.toString('utf8');
}
