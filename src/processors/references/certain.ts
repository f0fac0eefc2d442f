import { TokenType, tokenize } from '@csstools/css-tokenizer';
import { init, parse } from 'es-module-lexer';
import { asBuffer } from '../latin1.ts';
import { syntaxAt } from './enhanced/in-place.ts';
import type { Language } from './find.ts';
import type { Reference } from './reference.ts';

/**
 * References that a browser would see, found by a real tokenizer: none in comments and strings, with escapes undone.
 * Called only if Django's patterns found a URL that leads nowhere, to tell whether it is a reference and what it says.
 * Positions are byte offsets. `inPlace`: the URL alone is replaced, not its quotes.
 */
export async function certainReferences(
  bytes: Uint8Array,
  language: Language,
  inPlace: boolean,
): Promise<readonly Reference[]> {
  const text = asBuffer(bytes).toString('utf8');
  const found = language === 'css' ? inStyleSheet(text) : language === 'js' ? await inModule(text) : [];
  return inBytes(inPlace ? found.map((each) => keepingQuotes(each, text)) : found, text);
}

/** A reference with the end of its URL. */
interface Found extends Reference {
  readonly urlEnd: number;
}

function keepingQuotes(found: Found, text: string): Found {
  const { at, urlEnd } = found;
  return { ...found, start: at, end: urlEnd, before: '', after: '', syntax: syntaxAt(text, at) };
}

function inStyleSheet(text: string): Found[] {
  const tokens = tokenize({ css: text }).filter(
    ([type]) => type !== TokenType.Comment && type !== TokenType.Whitespace,
  );
  return tokens.flatMap((token, index): Found[] => {
    if (token[0] === TokenType.URL) {
      const blanks = /^url\(\s*/i.exec(token[1])?.[0].length ?? 0;
      const urlEnd = token[3] + 1 - (/\s*\)$/.exec(token[1])?.[0].length ?? 0);
      return [urlOf(token[4].value, token[2], token[3] + 1, token[2] + blanks, urlEnd)];
    }
    const next = tokens[index + 1];
    if (next?.[0] !== TokenType.String) return [];
    if (token[0] === TokenType.AtKeyword && token[4].value.toLowerCase() === 'import') {
      return [urlOf(next[4].value, next[2], next[3] + 1, next[2] + 1, next[3])];
    }
    const close = tokens[index + 2];
    const isUrl = token[0] === TokenType.Function && token[4].value.toLowerCase() === 'url';
    if (!isUrl || close?.[0] !== TokenType.CloseParen) return [];
    return [urlOf(next[4].value, token[2], close[3] + 1, next[2] + 1, next[3])];
  });
}

function urlOf(url: string, start: number, end: number, at: number, urlEnd: number): Found {
  return { start, end, url, at, urlEnd, before: 'url("', after: '")', syntax: 'css', certain: true };
}

async function inModule(text: string): Promise<Found[]> {
  await init();
  try {
    return parse(text)[0].flatMap((found): Found[] => {
      const { specifier, start, end, type } = found;
      // An import map or a bundler resolves a bare specifier.
      if (typeof specifier !== 'string' || !/^\.{0,2}\//.test(specifier)) return [];
      if (type === 'dynamic' && found.glob) return [];
      const quoted = type === 'dynamic' ? 1 : 0;
      const span = { start: start + quoted, end: end - quoted };
      return [
        {
          ...span,
          url: specifier,
          at: span.start,
          urlEnd: span.end,
          before: '',
          after: '',
          syntax: 'module',
          certain: true,
        },
      ];
    });
  } catch {
    // The file is not a module, so what looked like an import is something else.
    return [];
  }
}

/** Converts UTF-16 offsets to byte offsets. */
function inBytes(found: readonly Reference[], text: string): Reference[] {
  if (text.length === Buffer.byteLength(text)) return [...found];
  let position = 0;
  let offset = 0;
  const places = new Map<number, number>();
  for (const at of [...new Set(found.flatMap(({ start, end, at }) => [start, end, at]))].sort(
    (a, b) => a - b,
  )) {
    offset += Buffer.byteLength(text.slice(position, at));
    position = at;
    places.set(at, offset);
  }
  const place = (at: number): number => places.get(at) ?? at;
  return found.map((one) => ({ ...one, start: place(one.start), end: place(one.end), at: place(one.at) }));
}
