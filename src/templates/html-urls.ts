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

const SKIPPED = /<!--[\s\S]*?-->|<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi;
const ELEMENT = /<[a-z][\w:-]*((?:[^<>"']|"[^"]*"|'[^']*')*)>?/gi;
const ATTRIBUTE = /([\w:@.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/g;
const CSS_URL = /url\(\s*(["']?)([^"')]*)\1\s*\)/gi;

/**
 * Finds the URLs in attributes and in `<style>` of a text in which each tag of the template has been replaced by as many
 * `FILLER`s; URLs that hold one are left out.
 */
export function htmlUrls(masked: string): readonly HtmlUrl[] {
  const found: HtmlUrl[] = [];
  const styles: HtmlUrl[] = [];
  const text = masked.replace(SKIPPED, (whole: string, css: string | undefined, at: number) => {
    if (css !== undefined) styles.push(...cssUrls(css, at + whole.indexOf(css), '<style>'));
    return ' '.repeat(whole.length);
  });
  for (const element of text.matchAll(ELEMENT)) {
    const attributes = element[1] ?? '';
    const start = element.index + element[0].indexOf(attributes);
    for (const match of attributes.matchAll(ATTRIBUTE)) {
      const name = (match[1] ?? '').toLowerCase();
      if (!URL_ATTRIBUTES.has(name)) continue;
      const value = match[2] ?? match[3] ?? match[4] ?? '';
      const isBare = match[4] !== undefined;
      const at = start + match.index + match[0].length - value.length - (isBare ? 0 : 1);
      found.push(...urlsIn(name, value, at));
    }
  }
  return [...found, ...styles].filter(({ url }) => !url.includes(FILLER)).sort((a, b) => a.at - b.at);
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
    const url = match[2] ?? '';
    return { url: url.trim(), at: at + match.index + match[0].indexOf(url), where };
  });
}
