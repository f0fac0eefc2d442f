/** A stretch of a file. Lines and columns count from 1, columns in characters; the end is the place after the last one. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Makes a function that turns two offsets of `text` into a place. Quick for offsets that grow, on long lines too. */
export function placesIn(text: string): (start: number, end: number) => Place {
  const starts = lineStarts(text);
  let last = { line: 0, offset: 0, column: 1 };
  const pointAt = (offset: number): readonly [number, number] => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    const isBehind = last.line === low && last.offset <= offset;
    const from = isBehind ? last : { offset: starts[low] as number, column: 1 };
    const column = from.column + charactersIn(text, from.offset, offset);
    last = { line: low, offset, column };
    return [low + 1, column];
  };
  return (start, end) => {
    const [line, column] = pointAt(start);
    const [endLine, endColumn] = pointAt(end);
    return { line, column, endLine, endColumn };
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
