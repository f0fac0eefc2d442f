/** A code point, or a test of one. */
export type Unit = number | ((point: number) => boolean);

/** One code point, or the first and the last of a range. */
type Item = readonly [number] | readonly [number, number];

const EXCLAMATION = 0x21;
const HYPHEN = 0x2d;

/** Makes the unit of a set in a pattern of fnmatch; `inner` is what stands in the brackets, at least one character. */
export function characterSet(inner: readonly string[]): Unit {
  const items = itemsOf(inner);
  // Looked at only now, as Python does: what is left of `[b-a!c]` starts with `!` and is a negation.
  const isNegated = items[0]?.[0] === EXCLAMATION;
  const [members, ranges] = [new Set<number>(), [] as (readonly [number, number])[]];
  for (const item of isNegated ? withoutFirst(items) : items) {
    if (item.length === 1) members.add(item[0]);
    else ranges.push(item);
  }
  const holds = (point: number): boolean =>
    members.has(point) || ranges.some(([low, high]) => low <= point && point <= high);
  return (point) => holds(point) !== isNegated;
}

/** If the first is a range, its hyphen and its end stay behind as characters. */
function withoutFirst([first, ...rest]: readonly Item[]): readonly Item[] {
  const high = first?.[1];
  return high === undefined ? rest : [[HYPHEN], [high], ...rest];
}

/** A hyphen between two characters makes a range, which is left out with both if it would be empty (`b-a`). */
function itemsOf(inner: readonly string[]): readonly Item[] {
  const points = inner.map((character) => character.codePointAt(0) as number);
  const items: Item[] = [];
  let start = 0;
  const addUpTo = (end: number): void => {
    while (start < end) items.push([points[start++] as number]);
  };
  let hyphen = points.indexOf(HYPHEN, points[0] === EXCLAMATION ? 2 : 1);
  while (hyphen !== -1 && hyphen + 1 < points.length) {
    addUpTo(hyphen - 1);
    const [low, high] = [points[hyphen - 1] as number, points[hyphen + 1] as number];
    if (low <= high) items.push([low, high]);
    start = hyphen + 2;
    hyphen = points.indexOf(HYPHEN, hyphen + 3);
  }
  addUpTo(points.length);
  return items;
}
