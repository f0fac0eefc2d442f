/**
 * URLs as Python's urllib.parse splits them. These rules decide which file Django finds for a reference, and how it
 * writes the name of the hashed copy.
 */

/** Splits as `urldefrag` does: the part before the first `#`, and the part after it. */
export function splitFragment(url: string): readonly [string, string] {
  const at = url.indexOf('#');
  if (at === -1) return [url, ''];
  const path = stripControls(url.slice(0, at));
  // A lone `?` is an empty query, which urllib does not write back.
  const bare = path.indexOf('?') === path.length - 1 ? path.slice(0, -1) : path;
  return [bare, url.slice(at + 1)];
}

export interface SplitUrl {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** Splits as `urlsplit` does a URL without a host. */
export function splitUrl(url: string): SplitUrl {
  const clean = stripControls(url);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(clean);
  const rest = scheme === null ? clean : clean.slice(scheme[0].length);
  const hash = rest.indexOf('#');
  const beforeHash = hash === -1 ? rest : rest.slice(0, hash);
  const mark = beforeHash.indexOf('?');
  return {
    scheme: scheme === null ? '' : (scheme[1] as string).toLowerCase(),
    path: mark === -1 ? beforeHash : beforeHash.slice(0, mark),
    query: mark === -1 ? '' : beforeHash.slice(mark + 1),
    fragment: hash === -1 ? '' : rest.slice(hash + 1),
  };
}

/** Decodes as Python's `unquote` does: bytes that are not UTF-8 become U+FFFD. */
export function unquote(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** Strips as Python's `str.strip()` does, within ASCII. */
export function strip(text: string): string {
  const blank = (code: number): boolean =>
    code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
  let start = 0;
  let end = text.length;
  while (start < end && blank(text.charCodeAt(start))) start++;
  while (end > start && blank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Removes tabs and line ends anywhere, and control characters and blanks in front: no part of a URL (WHATWG). */
function stripControls(url: string): string {
  let start = 0;
  while (start < url.length && url.charCodeAt(start) <= 32) start++;
  const rest = url.slice(start);
  return /[\t\r\n]/.test(rest) ? rest.replace(/[\t\r\n]/g, '') : rest;
}
