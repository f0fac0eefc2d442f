import { type RawText, rawTextsIn } from './html-comments.ts';

/** A URL in HTML text, with its offset. */
export interface HtmlUrl {
  readonly url: string;
  readonly at: number;
  /** `href`, `style`, or `<style>`. */
  readonly where: string;
}

/** Attributes whose value is a URL, or holds some. */
const URL_ATTRIBUTES: ReadonlySet<string> = new Set(
  'href src srcset poster data content action xlink:href style'.split(' '),
);

const ELEMENT = /<[a-z][\w:-]*((?:[^<>"']|"[^"]*"|'[^']*')*)>?/gi;
const ATTRIBUTE = /(?<![\w:@.-])([\w:@.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/g;
const CSS_URL = /url\(([^()]*)\)/gi;
const QUOTED = /^(["'])(.*)\1$/s;

/**
 * Finds the URLs in attributes and in `<style>` of a text in which each tag of the template has been replaced by as many
 * `FILLER`s; URLs that hold one are left out.
 */
export function htmlUrls(masked: string): readonly HtmlUrl[] {
  const found: HtmlUrl[] = [];
  const raw = rawTextsIn(masked).filter(({ kind }) => kind !== 'script');
  const styles = raw
    .filter(({ kind }) => kind === 'style')
    .flatMap(({ inner, end }) => cssUrls(masked.slice(inner, end), inner, '<style>'));
  const text = blanked(masked, raw);
  for (const element of text.matchAll(ELEMENT)) {
    const attributes = element[1] ?? '';
    const start = element.index + element[0].indexOf(attributes);
    for (const match of attributes.matchAll(ATTRIBUTE)) {
      const name = (match[1] ?? '').toLowerCase();
      if (!URL_ATTRIBUTES.has(name)) continue;
      const value = match[2] ?? match[3] ?? match[4] ?? '';
      const isBare = match[4] !== undefined;
      const at = start + match.index + match[0].length - value.length - (isBare ? 0 : 1);
      for (const url of urlsIn(name, value, at)) found.push(url);
    }
  }
  return [...found, ...styles].filter(({ url }) => !url.includes(FILLER)).sort((a, b) => a.at - b.at);
}

/** The text with blanks in place of some stretches of it. */
function blanked(text: string, stretches: readonly RawText[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end } of stretches) {
    pieces.push(text.slice(done, start), ' '.repeat(end - start));
    done = end;
  }
  return `${pieces.join('')}${text.slice(done)}`;
}

/** Stands for a character of a template's tag: no blank, quote or bracket. */
export const FILLER = '\uFFFC';

function urlsIn(name: string, value: string, at: number): readonly HtmlUrl[] {
  if (name === 'style') return cssUrls(value, at, name);
  if (name !== 'srcset') {
    const url = value.trim();
    return [{ url, at: at + value.indexOf(url), where: name }];
  }
  return [...value.matchAll(/(?:^|,)\s*([^\s,]+)/g)].map((match) => {
    const url = match[1] ?? '';
    return { url, at: at + match.index + match[0].length - url.length, where: name };
  });
}

function cssUrls(css: string, at: number, where: string): readonly HtmlUrl[] {
  return [...css.matchAll(CSS_URL)].map((match) => {
    const given = match[1] ?? '';
    const url = given.trim().replace(QUOTED, '$2').trim();
    const start = at + match.index + match[0].length - 1 - given.length;
    return { url, at: start + given.indexOf(url), where };
  });
}
