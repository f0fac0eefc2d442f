import type { Span } from '../source.ts';

/** A place in a text: lines from 1, columns from 0 in bytes of UTF-8. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly index: number;
}

/** The place of an index that is not before another place. */
export function placeAt(source: string, from: Place, index: number): Place {
  const between = source.slice(from.index, index);
  const lineBreak = between.lastIndexOf('\n');
  if (lineBreak < 0) return { line: from.line, column: from.column + Buffer.byteLength(between), index };
  const line = from.line + between.split('\n').length - 1;
  return { line, column: Buffer.byteLength(between.slice(lineBreak + 1)), index };
}

export function spanOf(start: Place, end: Place = start): Required<Span> {
  return {
    ...{ lineno: start.line, col_offset: start.column },
    ...{ end_lineno: end.line, end_col_offset: end.column },
  };
}
