/** True for the characters that `str.isspace` takes and `str.strip` removes. */
export function isBlank(point: string): boolean {
  const code = point.charCodeAt(0);
  if (code < 0x80) return (code >= 0x1c && code <= 0x20) || (code >= 0x09 && code <= 0x0d);
  // JavaScript's `\s` has the BOM, and not the next line.
  return (point !== '\ufeff' && /^\s$/u.test(point)) || code === 0x85;
}

/** The same characters as the inside of a class in a regular expression: what `\s` is in Python's. */
export const BLANK_CLASS: string =
  '\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/** `str.strip` without arguments, or of the characters that `isOff` takes. */
export function strip(text: string, isOff: (point: string) => boolean = isBlank): string {
  let [start, end] = [0, text.length];
  while (start < end && isOff(text[start] as string)) start += 1;
  while (end > start && isOff(text[end - 1] as string)) end -= 1;
  return text.slice(start, end);
}

/** `str.rstrip` without arguments. */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text[end - 1] as string)) end -= 1;
  return text.slice(0, end);
}

/** A run of characters that are no blanks: from `start` up to `end`. */
export interface Word {
  readonly start: number;
  readonly end: number;
}

export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  let start = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const isWord = at < text.length && !isBlank(text[at] as string);
    if (isWord && start < 0) start = at;
    if (!isWord && start >= 0) {
      words.push({ start, end: at });
      start = -1;
    }
  }
  return words;
}

/** Line ends of `str.splitlines`; reading a file knows fewer. */
const LINE_ENDS: ReadonlySet<number> = new Set([
  0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029,
]);

/** `str.splitlines`. */
export function splitLines(text: string, keepEnds: boolean = false): readonly string[] {
  const lines: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!LINE_ENDS.has(text.charCodeAt(at))) continue;
    const end = text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
    lines.push(text.slice(start, keepEnds ? end : at));
    start = end;
    at = end - 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}
