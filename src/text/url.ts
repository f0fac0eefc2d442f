/**
 * URLs as Python's urllib.parse takes them. These rules decide which file Django finds for a reference, how it writes the
 * name of the hashed copy, and what settings make of the URL of a database.
 */

export interface UrlParts {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** Splits as `urlsplit`. `null` if the brackets of an IPv6 address are not a pair, where Python raises. */
export function splitUrl(given: string, scheme: string = ''): UrlParts | null {
  let rest = stripControls(given);
  let found = scheme;
  const head = /^([a-zA-Z][a-zA-Z\d+.-]*):/.exec(rest);
  if (head !== null) {
    found = (head[1] as string).toLowerCase();
    rest = rest.slice(head[0].length);
  }
  let netloc = '';
  if (rest.startsWith('//')) {
    const end = rest.slice(2).search(/[/?#]/);
    netloc = end < 0 ? rest.slice(2) : rest.slice(2, end + 2);
    rest = end < 0 ? '' : rest.slice(end + 2);
    if (netloc.includes('[') !== netloc.includes(']')) return null;
  }
  const hash = rest.indexOf('#');
  const fragment = hash < 0 ? '' : rest.slice(hash + 1);
  const before = hash < 0 ? rest : rest.slice(0, hash);
  const mark = before.indexOf('?');
  const query = mark < 0 ? '' : before.slice(mark + 1);
  return { scheme: found, netloc, path: mark < 0 ? before : before.slice(0, mark), query, fragment };
}

/**
 * Splits a URL without scheme and host as `urldefrag` does: the part before the first `#`, and the part after it. If there
 * is none, the URL stays as it is; otherwise urllib writes it anew, without an empty query (`?`) or empty parameters (`;`).
 */
export function splitFragment(url: string): readonly [string, string] {
  if (!url.includes('#')) return [url, ''];
  const clean = stripControls(url);
  const at = clean.indexOf('#');
  const mark = clean.indexOf('?');
  const end = mark === -1 || mark > at ? at : mark;
  const path = clean.slice(0, end).replace(/((?:^|\/)[^;/]*);$/, '$1');
  const query = clean.slice(end, at);
  return [query === '?' ? path : path + query, clean.slice(at + 1)];
}

/** Removes tabs and line ends anywhere, and control characters and blanks in front: no part of a URL (WHATWG). */
function stripControls(url: string): string {
  let start = 0;
  while (start < url.length && url.charCodeAt(start) <= 32) start++;
  const rest = url.slice(start);
  return /[\t\r\n]/.test(rest) ? rest.replace(/[\t\r\n]/g, '') : rest;
}
