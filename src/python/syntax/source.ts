import type { Position } from '../../types.ts';

/** Place of an AST node: lines from 1, columns from 0 in UTF-8 bytes, as CPython counts. */
export interface Span {
  readonly lineno?: number;
  readonly col_offset?: number;
  readonly end_lineno?: number;
  readonly end_col_offset?: number;
}

/** The text of one file, for messages and for details that the parser does not keep. */
export interface Source {
  readonly file: string;
  readonly lines: readonly string[];
}

// In a message an expression only has to be recognised.
const LONGEST_EXPRESSION = 100;

const ASCII_ONLY = /^[\0-\x7f]*$/;

interface Columns {
  readonly line: string;
  /** The index for each column; `null` if they are the same. */
  readonly indexes: Uint32Array | null;
}

// Many questions are about one line, which may be long.
let lastAsked: Columns = { line: '', indexes: null };

/** The index into a line for a column in UTF-8 bytes. */
function indexOf(line: string, column: number): number {
  if (lastAsked.line !== line) lastAsked = { line, indexes: ASCII_ONLY.test(line) ? null : columnsOf(line) };
  const { indexes } = lastAsked;
  return indexes === null ? column : (indexes[column] ?? line.length);
}

function columnsOf(line: string): Uint32Array {
  const indexes = new Uint32Array(Buffer.byteLength(line, 'utf8') + 1);
  let column = 0;
  let index = 0;
  for (const point of line) {
    const width = Buffer.byteLength(point, 'utf8');
    indexes.fill(index, column, column + width);
    column += width;
    index += point.length;
  }
  indexes[column] = index;
  return indexes;
}

export function toSource(file: string, text: string): Source {
  return { file, lines: text.split(/\r\n|\r|\n/) };
}

export function positionOf(source: Source, span: Span): Position {
  if (span.lineno === undefined) return { file: source.file };
  const line = source.lines[span.lineno - 1] ?? '';
  return { file: source.file, line: span.lineno, column: indexOf(line, span.col_offset ?? 0) + 1 };
}

/** The source text of a node as it was written; `''` if its span is not known. */
export function segment(source: Source, span: Span): string {
  const { lineno, col_offset = 0, end_lineno, end_col_offset = 0 } = span;
  if (lineno === undefined || end_lineno === undefined) return '';
  const first = source.lines[lineno - 1] ?? '';
  const start = indexOf(first, col_offset);
  if (end_lineno <= lineno) return first.slice(start, indexOf(first, end_col_offset));
  const last = source.lines[end_lineno - 1] ?? '';
  const between = source.lines.slice(lineno, end_lineno - 1);
  return [first.slice(start), ...between, last.slice(0, indexOf(last, end_col_offset))].join('\n');
}

/** The source text of an expression for a message: on one line, shortened. */
export function wording(source: Source, span: Span): string {
  const text = segment(source, span).replace(/\s+/g, ' ').trim();
  return text.length > LONGEST_EXPRESSION ? `${text.slice(0, LONGEST_EXPRESSION - 3)}...` : text;
}
