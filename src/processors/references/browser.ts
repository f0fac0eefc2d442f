import { asBuffer } from '../../text/buffer.ts';
import { browserReferencesInCss } from './browser-css.ts';
import { browserReferencesInJs } from './browser-js.ts';
import { syntaxAt } from './enhanced/in-place.ts';
import type { Language } from './find.ts';
import type { BrowserReference } from './reference.ts';

/**
 * References that a browser would see, found by a real tokenizer: none in comments and strings, with escapes undone. They
 * tell whether a URL of Django's patterns that leads nowhere is a reference, and what Django's patterns do not find.
 * Positions are byte offsets. `inPlace`: the URL alone is replaced, not its quotes.
 */
export async function browserReferences(
  bytes: Uint8Array,
  language: Language,
  inPlace: boolean,
): Promise<readonly BrowserReference[]> {
  const text = asBuffer(bytes).toString('utf8');
  const found =
    language === 'css'
      ? browserReferencesInCss(text)
      : language === 'js'
        ? await browserReferencesInJs(text)
        : [];
  return inBytes(inPlace ? found.map((each) => keepingQuotes(each, text)) : found, text);
}

function keepingQuotes(found: BrowserReference, text: string): BrowserReference {
  const { at, urlEnd } = found;
  return { ...found, start: at, end: urlEnd, before: '', after: '', syntax: syntaxAt(text, at) };
}

/** Converts UTF-16 offsets to byte offsets. */
function inBytes(found: readonly BrowserReference[], text: string): readonly BrowserReference[] {
  if (text.length === Buffer.byteLength(text)) return found;
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
