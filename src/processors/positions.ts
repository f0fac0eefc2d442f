import { asBuffer } from '../text/buffer.ts';
import type { Position } from '../types.ts';

/** Characters of the longest line that is quoted: longer ones are minified, and a quote of them helps nobody. */
const LONGEST_EXCERPT = 200;

/** Position of a byte offset, and its line, if that is short. */
export interface Place {
  readonly at: Position;
  readonly excerpt: string | null;
}

/**
 * Makes a function that turns byte offsets of a file into positions; lines and columns count from 1, columns in
 * characters. Ascending offsets go over the bytes once.
 */
export function positionsIn(file: string, bytes: Uint8Array): (offset: number) => Place {
  const buffer = asBuffer(bytes);
  let line = 1;
  let column = 1;
  let at = 0;
  let start = 0;
  let stop = endOfLine(0);
  function endOfLine(from: number): number {
    const end = buffer.indexOf(10, from);
    return end === -1 ? buffer.length : end;
  }
  function rewind(): void {
    [line, column, at, start, stop] = [1, 1, 0, 0, endOfLine(0)];
  }
  return (offset) => {
    if (offset < at) rewind();
    while (stop < offset) {
      line++;
      column = 1;
      at = stop + 1;
      start = at;
      stop = endOfLine(start);
    }
    for (; at < offset; at++) if (beginsCharacter(buffer[at] as number)) column++;
    const short = stop - start <= LONGEST_EXCERPT;
    return {
      at: { file, line, column },
      excerpt: short ? buffer.toString('utf8', start, stop).trimEnd() : null,
    };
  };
}

/** True unless a byte of UTF-8 goes on with a character. */
function beginsCharacter(byte: number): boolean {
  return (byte & 0xc0) !== 0x80;
}
