/** A piece of a file; `end` is the offset after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Makes a test whether a piece of the file shares a character with one of the spans, in any order. */
export function overlapping(spans: readonly Span[]): (piece: Span) => boolean {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  const furthest: number[] = [];
  for (const { end } of sorted) furthest.push(Math.max(end, furthest.at(-1) ?? 0));
  return ({ start, end }) => {
    const before = countBefore(sorted, end);
    return before > 0 && (furthest[before - 1] as number) > start;
  };
}

/** Counts the spans, sorted by their start, that begin before an offset. */
function countBefore(sorted: readonly Span[], offset: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Span).start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
