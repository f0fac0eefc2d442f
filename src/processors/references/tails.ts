/**
 * A pattern of Django's in two pieces. Between what it begins and what it ends with, any characters of one line may stand;
 * looked for at once, each beginning without an end would go over the rest of a long line.
 */
export interface Pattern {
  /** Up to the first character of the URL. */
  readonly head: RegExp;
  /** From the quote that ends the URL on. */
  readonly tail: RegExp;
  /** Characters the URL has at least. */
  readonly least: number;
}

export interface Tail {
  /** Offset of the blanks before `from`. */
  readonly start: number;
  readonly end: number;
  readonly url: string;
  readonly at: number;
}

/** Finds the first `from "./x"` at or after a position. Call it with ascending positions: it goes over the text once. */
export function tailsOf(text: string, { head, tail }: Pattern): { next(position: number): Tail | null } {
  const word = /from/gi;
  const ending = endsOf(text, tail);
  let current: (Tail & { readonly from: number }) | null = null;
  function advance(): void {
    current = null;
    for (let from = word.exec(text); from !== null; from = word.exec(text)) {
      head.lastIndex = from.index;
      const at = head.exec(text) === null ? null : head.lastIndex;
      const end = at === null ? null : ending(at, 1);
      if (at === null || end === null) continue;
      let start = from.index;
      while (start > 0 && isBlank(text.charCodeAt(start - 1))) start--;
      current = { from: from.index, start, end: end.end, url: text.slice(at, end.start), at };
      return;
    }
    word.lastIndex = text.length;
  }
  advance();
  return {
    next(position) {
      while (current !== null && current.from < position) advance();
      return current === null ? null : { ...current, start: Math.max(current.start, position) };
    },
  };
}

export function starTail(text: string, body: number, head: RegExp, ending: Ending): Tail | null {
  head.lastIndex = body;
  const match = head.exec(text);
  if (match === null) return null;
  const at = head.lastIndex;
  const end = ending(at, 1);
  if (end === null) return null;
  const [, star = ''] = match;
  return { start: body + star.length, end: end.end, url: text.slice(at, end.start), at };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Finds the next match of a pattern from a position on, and remembers it for the positions up to there. */
export function nextOf(text: string, pattern: RegExp): (position: number) => Span | null {
  let from = -1;
  let known: Span | null = null;
  return (position) => {
    if (from !== -1 && position >= from && (known === null || position <= known.start)) return known;
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    from = position;
    known = match === null ? null : { start: match.index, end: match.index + match[0].length };
    return known;
  };
}

/** Finds where a URL ends that begins at a position and has at least so many characters: on the same line. */
export type Ending = (position: number, least: number) => Span | null;

export function endsOf(text: string, tail: RegExp): Ending {
  const next = nextOf(text, tail);
  const lineEnd = nextOf(text, /\n/g);
  return (position, least) => {
    const end = next(position + least);
    const line = lineEnd(position);
    return end === null || (line !== null && line.start < end.start) ? null : end;
  };
}

function isBlank(code: number): boolean {
  return (code >= 9 && code <= 13) || (code >= 28 && code <= 32);
}
