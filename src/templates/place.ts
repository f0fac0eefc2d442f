/** A stretch of a file. Lines and columns count from 1, columns in characters; the end is the place after the last one. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Point {
  readonly line: number;
  readonly offset: number;
  readonly column: number;
}

/** Makes a function that turns two offsets of `text` into a place. Quick for offsets that grow, on long lines too. */
export function placesIn(text: string): (start: number, end: number) => Place {
  const starts = lineStarts(text);
  // The start of the last place too: what comes next may lie inside of that place.
  let known: readonly Point[] = [];
  const pointAt = (offset: number): Point => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    const lineStart = { offset: starts[low] as number, column: 1 };
    const isBefore = (point: Point): boolean => point.line === low + 1 && point.offset <= offset;
    const from = known.filter(isBefore).at(-1) ?? lineStart;
    return { line: low + 1, offset, column: from.column + charactersIn(text, from.offset, offset) };
  };
  return (startOffset, endOffset) => {
    const start = pointAt(startOffset);
    known = [start];
    const end = pointAt(endOffset);
    known = [start, end];
    return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  };
}

/** Number of characters between two offsets; a surrogate pair is one. */
function charactersIn(text: string, start: number, end: number): number {
  let count = end - start;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0xdc00 && code <= 0xdfff) count--;
  }
  return count;
}

/** Returns the offset of a line and column of `text`. */
export function offsetOf(text: string, line: number, column: number): number {
  const start = lineStarts(text)[line - 1] ?? text.length;
  const before = [...text.slice(start, start + 2 * column)].slice(0, column - 1);
  return start + before.join('').length;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
