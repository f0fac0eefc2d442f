import { insideOf, quotedSpans, type Span } from './quoted.ts';
import { type Dialect, type Reference, SPACE } from './reference.ts';

const URL_FUNCTION = /url\(/gi;
const BLANKS = new RegExp(`[${SPACE}]*`, 'y');
/** Gives no blank back once it has taken it: an import that nothing closes is looked at once. */
const IMPORT = new RegExp(`@import[${SPACE}]*["'](?=([${SPACE}]*))\\1([^\\n]*?)["']`, 'gi');
const SOURCE_MAP = /(?<![^\n])\/\*#[ \t]sourceMappingURL=([^\n]*)[ \t]*\*\/(?![^\n])/g;

/** References in a style sheet by Django's rules: `url(...)`, `@import "..."`, and a source map on a line of its own. */
export function findInCss(text: string, dialect: Dialect): readonly Reference[] {
  const maps = dialect.styleMaps ? sourceMaps(text) : [];
  const found = [...urlFunctions(text, dialect), ...imports(text), ...maps];
  return found.length > 0 && dialect.skipsQuoted ? outside(found, quotedSpans(text, 'css')) : found;
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

function urlFunctions(text: string, dialect: Dialect): Reference[] {
  const found: Reference[] = [];
  const close = closer(text);
  URL_FUNCTION.lastIndex = 0;
  for (let match = URL_FUNCTION.exec(text); match !== null; match = URL_FUNCTION.exec(text)) {
    const body = match.index + 4;
    const url = dialect.sameQuote
      ? closedBySameQuote(text, body, close)
      : closedByAnyQuote(text, body, close);
    if (url === null) continue;
    found.push({
      start: match.index,
      end: url.after,
      url: text.slice(url.start, url.end),
      at: url.start,
      before: 'url("',
      after: '")',
      syntax: 'css',
      certain: false,
    });
    URL_FUNCTION.lastIndex = url.after;
  }
  return found;
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

function imports(text: string): Reference[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const url = match[2] as string;
    const end = match.index + match[0].length;
    return {
      start: match.index,
      end,
      url,
      at: end - 1 - url.length,
      before: '@import url("',
      after: '")',
      syntax: 'css',
      certain: false,
    };
  });
}

function sourceMaps(text: string): Reference[] {
  if (!text.includes('sourceMappingURL')) return [];
  return [...text.matchAll(SOURCE_MAP)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    url: match[1] as string,
    at: match.index + match[0].indexOf('=') + 1,
    before: '/*# sourceMappingURL=',
    after: ' */',
    syntax: 'source-map',
    certain: true,
  }));
}
