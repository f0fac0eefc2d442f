import { findInCss } from '../css.ts';
import { insideOf, quotedSpans } from '../quoted.ts';
import { type Dialect, dialectOf, type Reference, SPACE } from '../reference.ts';
import { type UrlToken, urlTokens } from './css-tokens.ts';
import { inPlace, syntaxAt } from './in-place.ts';
import { sourceMaps } from './source-maps.ts';

/** The package's patterns find `url()` and `@import` as those of Django 6.1 do. */
const LIKE_DJANGO: Dialect = { ...dialectOf('6.1', false), styleMaps: false };

/** References in a style sheet by the patterns of django-manifeststaticfiles-enhanced, or by its lexer. */
export function findInStyleSheet(text: string, useLexer: boolean): readonly Reference[] {
  const maps = sourceMaps(text, 'css', useLexer);
  if (useLexer) {
    return [...urlTokens(text).map((token) => lexed(text, token)), ...maps.map(({ reference }) => reference)];
  }
  const found = findInCss(text, LIKE_DJANGO).references.map(({ at, url }) =>
    inPlace(at, at + url.length, url, syntaxAt(text, at)),
  );
  if (maps.length === 0) return found;
  const isHidden = insideOf(quotedSpans(text, 'css'));
  return [...found, ...maps.flatMap(({ from, reference }) => (isHidden(from) ? [] : reference))];
}

const BLANK = new RegExp(`[${SPACE}]`);

function lexed(text: string, { kind, start, end }: UrlToken): Reference {
  if (kind === 'import') return quoted(text, start + 1, end - 1);
  let from = start + 'url('.length;
  let to = end - 1;
  while (from < to && BLANK.test(text[from] as string)) from++;
  while (from < to && BLANK.test(text[to - 1] as string)) to--;
  const quote = text[from];
  const isQuoted = to - from > 1 && (quote === '"' || quote === "'") && text[to - 1] === quote;
  if (isQuoted) return quoted(text, from + 1, to - 1);
  const url = text.slice(from, to).replace(/\/\*[^\n]*?\*\//g, '');
  return inPlace(from, to, url.replace(EDGES, ''), 'unquoted');
}

const EDGES = new RegExp(`^[${SPACE}]+|(?<![${SPACE}])[${SPACE}]+$`, 'g');

function quoted(text: string, at: number, end: number): Reference {
  return inPlace(at, end, text.slice(at, end), syntaxAt(text, at));
}
