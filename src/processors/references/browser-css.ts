import { type CSSToken, TokenType, tokenize } from '@csstools/css-tokenizer';
import type { BrowserReference } from './reference.ts';

/** Functions in which a string is a URL. */
const OF_STRINGS = new Set(['url', 'src', 'image-set', '-webkit-image-set']);

/** References of a style sheet: `url()`, `src()`, `@import` and the strings of `image-set()`. */
export function browserReferencesInCss(text: string): readonly BrowserReference[] {
  const tokens = tokenize({ css: text }).filter(
    ([type]) => type !== TokenType.Comment && type !== TokenType.Whitespace,
  );
  const found: BrowserReference[] = [];
  const functions: Opened[] = [];
  for (const [index, token] of tokens.entries()) {
    const reference = referenceAt(tokens, index, functions.at(-1));
    if (reference !== null) found.push(reference);
    nest(functions, token);
  }
  return found;
}

/** A function, or another bracket, whose name is `''`. */
interface Opened {
  readonly name: string;
  readonly token: CSSToken;
}

function referenceAt(
  tokens: readonly CSSToken[],
  index: number,
  within: Opened | undefined,
): BrowserReference | null {
  const token = tokens[index] as CSSToken;
  const [type, written, start, last] = token;
  if (type === TokenType.URL) {
    const blanks = /^url\(\s*/i.exec(written)?.[0].length ?? 0;
    const after = /\s*\)$/.exec(written)?.[0].length ?? 0;
    const place = { start, end: last + 1, at: start + blanks, urlEnd: last + 1 - after };
    return referenceTo(token[4].value, 'url()', place, AS_URL);
  }
  if (type !== TokenType.String) return null;
  const place = { start, end: last + 1, at: start + 1, urlEnd: last };
  const before = tokens[index - 1];
  if (before?.[0] === TokenType.AtKeyword && before[4].value.toLowerCase() === 'import') {
    return referenceTo(token[4].value, '@import', place, AS_URL);
  }
  if (within === undefined || !OF_STRINGS.has(within.name)) return null;
  const close = tokens[index + 1];
  const isWhole = within.name === 'url' && within.token === before && close?.[0] === TokenType.CloseParen;
  const form = `${within.name}()`;
  return isWhole
    ? referenceTo(token[4].value, form, { ...place, start: before[2], end: close[3] + 1 }, AS_URL)
    : referenceTo(token[4].value, form, place, AS_STRING);
}

/** Follows the brackets; a block ends what is left open in it. */
function nest(functions: Opened[], token: CSSToken): void {
  const [type] = token;
  if (type === TokenType.Function) functions.push({ name: token[4].value.toLowerCase(), token });
  else if (type === TokenType.OpenParen) functions.push({ name: '', token });
  else if (type === TokenType.CloseParen) functions.pop();
  else if (type === TokenType.OpenCurly || type === TokenType.CloseCurly) functions.length = 0;
}

type Written = Pick<BrowserReference, 'before' | 'after'>;
const AS_URL: Written = { before: 'url("', after: '")' };
const AS_STRING: Written = { before: '"', after: '"' };

function referenceTo(
  url: string,
  form: string,
  place: Pick<BrowserReference, 'start' | 'end' | 'at' | 'urlEnd'>,
  written: Written,
): BrowserReference {
  return { ...place, ...written, url, form, syntax: 'css', certain: true, base: 'file', isMapped: false };
}
