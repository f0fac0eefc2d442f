import { insideOf, quotedSpans } from './quoted.ts';
import { type Dialect, type Found, type Reference, SPACE } from './reference.ts';
import { sourceMaps } from './source-maps.ts';
import type { Span } from './spans.ts';

const BLANKS = new RegExp(`[${SPACE}]*`, 'y');
const IMPORT = /@import/iy;
/** Gives no blank back once it has taken it: an import that nothing closes is looked at once. */
const IMPORTED = new RegExp(`[${SPACE}]*["'](?=([${SPACE}]*))\\1([^\\n]*?)["']`, 'y');
const THEN_URL = new RegExp(`[${SPACE}]*url\\(`, 'iy');

/** References in a style sheet by Django's rules: `url(...)`, `@import "..."`, and a source map on a line of its own. */
export function findInCss(text: string, dialect: Dialect): Found {
  const maps = dialect.styleMaps ? sourceMaps(text, 'css') : [];
  const urls = urlFunctions(text, dialect);
  const imported = imports(text);
  const found = [...urls.references, ...imported.references, ...maps];
  const references =
    found.length > 0 && dialect.skipsQuoted ? outside(found, quotedSpans(text, 'css')) : found;
  const hidesSome = references.length < found.length;
  return {
    references,
    mayHoldMore: urls.leavesMore || imported.leavesMore || hidesSome,
  };
}

/** References of one kind; `leavesMore` is true if the text has what looks like others, which Django does not find. */
interface Partly {
  readonly references: readonly Reference[];
  readonly leavesMore: boolean;
}

/** Drops references that lie inside the spans; the others keep their order. */
export function outside(found: readonly Reference[], spans: readonly Span[]): readonly Reference[] {
  const inside = insideOf(spans);
  const hidden = new Set(
    [...found]
      .sort((a, b) => matchStart(a) - matchStart(b))
      .filter((reference) => inside(matchStart(reference))),
  );
  return found.filter((reference) => !hidden.has(reference));
}

function matchStart(reference: Reference): number {
  return reference.keyword?.at ?? reference.start;
}

/** Finds `url(...)` that is closed on its line. Brackets are rare, so that they are looked for and not the name. */
function urlFunctions(text: string, dialect: Dialect): Partly {
  const found: Reference[] = [];
  let leavesMore = false;
  const close = closer(text);
  let from = 0;
  for (let body = text.indexOf('(') + 1; body > 0; body = text.indexOf('(', Math.max(body, from)) + 1) {
    const start = body - 4;
    if (start < from || !isUrl(text, start)) {
      leavesMore ||= takesStrings(text, body - 1);
      continue;
    }
    const url = dialect.sameQuote
      ? closedBySameQuote(text, body, close)
      : closedByAnyQuote(text, body, close);
    if (url === null) {
      leavesMore = true;
      continue;
    }
    found.push({
      start,
      end: url.after,
      url: text.slice(url.start, url.end),
      at: url.start,
      before: 'url("',
      after: '")',
      syntax: 'css',
      certain: false,
    });
    from = url.after;
  }
  return { references: found, leavesMore };
}

function isUrl(text: string, start: number): boolean {
  return isLetter(text, start, 'u') && isLetter(text, start + 1, 'r') && isLetter(text, start + 2, 'l');
}

function isLetter(text: string, at: number, letter: string): boolean {
  // The bit makes a capital small.
  return (text.charCodeAt(at) | 32) === letter.charCodeAt(0);
}

/** True if the function whose bracket is at `bracket` takes URLs as strings, which Django does not know. */
function takesStrings(text: string, bracket: number): boolean {
  if (!isLetter(text, bracket - 1, 't') && !isLetter(text, bracket - 1, 'c')) return false;
  return /(?:image-set|\bsrc)$/i.test(text.slice(Math.max(0, bracket - 10), bracket));
}

interface UrlBody {
  readonly start: number;
  readonly end: number;
  /** Offset after the closing bracket. */
  readonly after: number;
}

function closedByAnyQuote(text: string, body: number, close: Closer): UrlBody | null {
  const start = skipBlanks(text, isQuote(text[body]) ? body + 1 : body);
  return close(start, ANY_QUOTE);
}

function closedBySameQuote(text: string, body: number, close: Closer): UrlBody | null {
  const quote = text[body];
  if (isQuote(quote)) {
    const quoted = close(skipBlanks(text, body + 1), quote === '"' ? DOUBLE_QUOTE : SINGLE_QUOTE);
    if (quoted !== null) return quoted;
  }
  return close(skipBlanks(text, body), NO_QUOTE);
}

const ANY_QUOTE = /["']?\)|\n/g;
const DOUBLE_QUOTE = /"\)|\n/g;
const SINGLE_QUOTE = /'\)|\n/g;
const NO_QUOTE = /\)|\n/g;

/** Finds the end of a URL, which never goes over the end of its line. */
type Closer = (start: number, closing: RegExp) => UrlBody | null;

/** Remembers up to where nothing closes: a long line is gone over once, however many URLs begin on it. */
function closer(text: string): Closer {
  const open = new Map<RegExp, { readonly from: number; readonly to: number }>();
  return (start, closing) => {
    const known = open.get(closing);
    if (known !== undefined && start >= known.from && start <= known.to) return null;
    closing.lastIndex = start;
    const match = closing.exec(text);
    if (match === null || match[0] === '\n') {
      open.set(closing, { from: start, to: match?.index ?? text.length });
      return null;
    }
    return { start, end: match.index, after: match.index + match[0].length };
  };
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

function skipBlanks(text: string, from: number): number {
  BLANKS.lastIndex = from;
  BLANKS.exec(text);
  return BLANKS.lastIndex;
}

/** Finds `@import "..."` on one line. */
function imports(text: string): Partly {
  const found: Reference[] = [];
  let leavesMore = false;
  let from = 0;
  for (let start = text.indexOf('@'); start !== -1; start = text.indexOf('@', Math.max(start + 1, from))) {
    IMPORT.lastIndex = start;
    if (!IMPORT.test(text)) continue;
    IMPORTED.lastIndex = IMPORT.lastIndex;
    const match = IMPORTED.exec(text);
    if (match === null) {
      THEN_URL.lastIndex = IMPORT.lastIndex;
      leavesMore ||= !THEN_URL.test(text);
      continue;
    }
    const url = match[2] as string;
    const end = IMPORTED.lastIndex;
    const at = end - 1 - url.length;
    const replaced = { start, end, before: '@import url("', after: '")' };
    found.push({ ...replaced, url, at, syntax: 'css', certain: false });
    from = end;
  }
  return { references: found, leavesMore };
}
