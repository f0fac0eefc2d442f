import { fromLatin1 } from '../latin1.ts';
import type { Reference } from './reference.ts';

// Matches a comment, an XML declaration of a style sheet, or a tag with its attributes.
const TAG = /<!--[\s\S]*?(?:-->|$)|<(\?xml-stylesheet|[a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/g;
const ATTRIBUTE = /([^\s=/"'>]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/dg;
const CANDIDATE = /([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?(?:,|$)/dg;

const LISTS = new Set(['srcset', 'imagesrcset']);
const SINGLE = new Set(['src', 'href', 'xlink:href', 'poster']);
/** Elements whose content is text, not markup. */
const RAW = new Set(['script', 'style', 'textarea', 'title', 'template']);

/**
 * Finds `src`, `href`, `poster` and `srcset` in HTML and SVG. Links to other pages (`<a href>`) need not lead to a file.
 * Leaves a document with a `<base>` alone, since its URLs are not relative to the file.
 */
export function findInMarkup(text: string): readonly Reference[] {
  if (/<base\s[^>]*href/i.test(text)) return [];
  const found: Reference[] = [];
  TAG.lastIndex = 0;
  for (let match = TAG.exec(text); match !== null; match = TAG.exec(text)) {
    const element = match[1]?.toLowerCase();
    if (element === undefined) continue;
    const attributes = match.index + 1 + element.length;
    for (const reference of inAttributes(match[2] as string, attributes, element)) found.push(reference);
    const selfClosing = match[0].endsWith('/>');
    if (RAW.has(element) && !selfClosing) TAG.lastIndex = closingTag(text, element, TAG.lastIndex);
  }
  return found;
}

function closingTag(text: string, element: string, from: number): number {
  const closing = new RegExp(`</${element}`, 'gi');
  closing.lastIndex = from;
  return closing.exec(text)?.index ?? text.length;
}

function inAttributes(text: string, offset: number, element: string): Reference[] {
  return [...text.matchAll(ATTRIBUTE)].flatMap((match) => {
    const name = (match[1] as string).toLowerCase();
    const group = match[2] !== undefined ? 2 : match[3] !== undefined ? 3 : 4;
    const value = match[group] as string;
    const at = offset + (match.indices?.[group]?.[0] ?? 0);
    if (SINGLE.has(name)) return fileName(value, at, unescapeEntities, element !== 'a' && element !== 'area');
    if (!LISTS.has(name)) return [];
    return [...value.matchAll(CANDIDATE)].flatMap((candidate) =>
      fileName(candidate[1] as string, at + (candidate.indices?.[1]?.[0] ?? 0), unescapeEntities, true),
    );
  });
}

/**
 * Makes a reference of which only the last path part is replaced; the rest stays as it was written. Empty for text
 * with the brackets of a template, which only the template can resolve.
 */
export function fileName(
  raw: string,
  at: number,
  decode: (raw: string) => string,
  certain: boolean,
): readonly Reference[] {
  if (/\{\{|\{%|<%|\$\{/.test(raw)) return [];
  const lead = raw.length - raw.trimStart().length;
  const trimmed = raw.trim();
  // The `#` of a character reference (`&#39;`) begins no fragment.
  const [path = ''] = trimmed.split(/\?|(?<!&)#/, 1);
  const name = path.lastIndexOf('/') + 1;
  if (name === path.length) return [];
  const start = at + lead + name;
  const end = at + lead + path.length;
  return [
    {
      start,
      end,
      url: decode(fromLatin1(trimmed)),
      at: at + lead,
      before: '',
      after: '',
      syntax: 'markup',
      certain,
    },
  ];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&#38;': '&',
  '&#34;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&#x2f;': '/',
};

function unescapeEntities(raw: string): string {
  return raw.replace(/&#?\w+;/g, (entity) => ENTITIES[entity.toLowerCase()] ?? entity);
}
