/** Compares as Python does; JavaScript's own order puts U+10000 and above before U+E000. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  return index === length ? a.length - b.length : rank(a.charCodeAt(index)) - rank(b.charCodeAt(index));
}

/** A surrogate stands for a character above all that are not. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
