/** Step of a scanner that can't go on: what it looks for is not closed. */
export const UNCLOSED = 0;

/**
 * Makes a function that finds the end of what opens before a position; `-1` if nothing closes it. `step` gives the position
 * to go on with, the complement (`~`) of the end, or `UNCLOSED`. Positions from which nothing is closed are remembered, so
 * that a text full of openings is gone over once.
 */
export function scanner(length: number, step: (at: number) => number): (from: number) => number {
  let dead: Uint8Array | undefined;
  return (from) => {
    let at = from;
    while (at < length && dead?.[at] !== 1) {
      const next = step(at);
      if (next < 0) return ~next;
      if (next === UNCLOSED) break;
      at = next;
    }
    dead ??= new Uint8Array(length);
    for (let seen = from; seen < length && seen !== UNCLOSED && dead[seen] === 0; ) {
      dead[seen] = 1;
      seen = step(seen);
    }
    return -1;
  };
}

/** Finds the end of a string, which may go over several lines. `from`: after the opening quote. */
export function stringEnds(text: string, quote: string): (from: number) => number {
  return scanner(text.length, (at) => {
    const character = text[at];
    if (character === quote) return ~(at + 1);
    if (character !== '\\') return at + 1;
    return at + 1 < text.length ? at + 2 : UNCLOSED;
  });
}

/** Finds what closes a piece, asking the text no more once it said that nothing does. */
export function textEnds(text: string, closing: string): (from: number) => number {
  let openFrom = Number.POSITIVE_INFINITY;
  return (from) => {
    if (from >= openFrom) return -1;
    const at = text.indexOf(closing, from);
    if (at === -1) openFrom = from;
    return at === -1 ? -1 : at + closing.length;
  };
}
