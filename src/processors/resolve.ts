import { posix } from 'node:path';
import { strip } from '../text/blanks.ts';
import { unquote } from '../text/percent-encoding.ts';
import { splitFragment, splitUrl } from '../text/url.ts';
import type { AssetPath } from '../types.ts';
import type { Syntax } from './references/reference.ts';

/** The paths that a URL may lead to. */
export interface Paths {
  has(path: string): boolean;
  isFolder(path: string): boolean;
}

/** Target of a reference. */
export type Resolved =
  /** No static file: another host, a `data:` URL, a fragment, a page of the site. */
  | { readonly kind: 'elsewhere' }
  /** A file; `head` and `tail` go around the last part of its hashed name. */
  | { readonly kind: 'file'; readonly path: AssetPath; readonly head: string; readonly tail: string }
  /** A folder, or another target that Django writes back under the name it had. */
  | { readonly kind: 'unnamed'; readonly url: string }
  /** No file: the path it should have had, below STATIC_ROOT (or above it: `../x`). */
  | { readonly kind: 'missing'; readonly path: string };

const ELSEWHERE: Resolved = { kind: 'elsewhere' };

/**
 * Finds the file behind a URL as Django's `url_converter` does: relative to the file that holds the URL, or below
 * STATIC_URL; percent-decoded; first with the query as part of the name, then without it.
 */
export function resolve(
  url: string,
  from: AssetPath,
  staticUrl: string,
  paths: Paths,
  syntax: Syntax,
): Resolved {
  if (/^[a-z]+:/.test(url) || url.startsWith('//')) return ELSEWHERE;
  const absolute = url.startsWith('/');
  if (absolute && (staticUrl === '' || !url.startsWith(staticUrl))) return ELSEWHERE;
  const [urlPath, fragment] = splitFragment(url);
  if (urlPath === '' || /(?:^|\/)\.\.?$/.test(urlPath)) return ELSEWHERE;
  const target = absolute ? urlPath.slice(staticUrl.length) : posix.join(posix.dirname(from), urlPath);
  if (!target.startsWith('/') && IS_SIMPLE.test(url) && IS_SIMPLE.test(target))
    return resolveSimple(target, url, paths);
  const ending = fragment === '' ? '' : (url.includes('?#') ? '?#' : '#') + fragment;
  const unnamed: Resolved = { kind: 'unnamed', url: written(urlPath + ending, syntax) };

  const name = unquote(target);
  // Only a percent-encoded fragment, as in SVG inside a `data:` URL.
  if (/^(?:.*\/)?#/.test(name)) return ELSEWHERE;
  const whole = posix.normalize(name);
  const [outer, inner] = [splitUrl(name), splitUrl(unquote(whole))];
  if (outer === null || inner === null) return { kind: 'missing', path: whole };
  if (/(?:^|\/)$/.test(strip(outer.path))) return unnamed;
  if (paths.has(whole)) return file(whole, urlPath, ending, syntax);
  const path = strip(inner.path);
  if (paths.has(path)) {
    // Django takes the text after the last slash for the name, so a slash in the query leaves the URL as it is.
    if (inner.query.includes('/')) return unnamed;
    const query = (inner.query && `?${inner.query}`) + (inner.fragment && `#${inner.fragment}`);
    return file(path, urlPath, query + ending, syntax);
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return ELSEWHERE;
  return paths.isFolder(path) ? unnamed : { kind: 'missing', path };
}

/** Nothing to decode, no query, no fragment, no blanks: such are most URLs, and little is to be asked of them. */
const IS_SIMPLE = /^[\w./-]+$/;

/** What `resolve` comes to for a simple URL. */
function resolveSimple(target: string, url: string, paths: Paths): Resolved {
  const path = posix.normalize(target);
  if (path.endsWith('/')) return { kind: 'unnamed', url };
  if (paths.has(path)) {
    return { kind: 'file', path: path as AssetPath, head: url.slice(0, url.lastIndexOf('/') + 1), tail: '' };
  }
  return paths.isFolder(path) ? { kind: 'unnamed', url } : { kind: 'missing', path };
}

/**
 * Finds the file behind a URL of which only the last part of the path is replaced, as django-manifeststaticfiles-enhanced
 * does: never with the query as part of the name. The rest stays as it is written, but for a query or fragment that is empty.
 */
export function resolveInPlace(
  url: string,
  from: AssetPath,
  staticUrl: string,
  paths: Paths,
  syntax: Syntax,
): Resolved {
  const [urlPath, fragment] = splitFragment(url);
  const mark = urlPath.indexOf('?');
  const path = mark === -1 ? urlPath : urlPath.slice(0, mark);
  const query = mark === -1 ? '' : urlPath.slice(mark + 1);
  const found = resolve(path, from, staticUrl, paths, syntax);
  const sign = url.includes('?#') && query === '' ? '?#' : '#';
  const ending = (query && `?${query}`) + (fragment && sign + fragment);
  const tail = ending.replace(/[\t\r\n]/g, '');
  if (found.kind === 'file') {
    return { kind: 'file', path: found.path, head: path.slice(0, path.lastIndexOf('/') + 1), tail };
  }
  return found.kind === 'unnamed' ? { kind: 'unnamed', url: path + tail } : found;
}

function file(path: string, urlPath: string, tail: string, syntax: Syntax): Resolved {
  const head = urlPath.slice(0, urlPath.lastIndexOf('/') + 1);
  const plain = unquote(head);
  // Decoded as Django does, unless that would make another URL of it.
  const safe = plain === head || !/[#?]|%[0-9a-f]{2}/i.test(plain);
  return {
    kind: 'file',
    path: path as AssetPath,
    head: quotable(safe ? plain : head, syntax),
    tail: written(tail, syntax),
  };
}

/** Last part of a hashed name for a URL: as Django writes it, but encoded if a browser would misread that. */
export function writtenName(name: string, syntax: Syntax): string {
  if (syntax === 'markup' || /[#?]|%[0-9a-f]{2}/i.test(name)) return encodeURIComponent(name);
  return quotable(name, syntax);
}

function written(text: string, syntax: Syntax): string {
  return quotable(unquote(text), syntax);
}

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: a line end would break the string
const UNQUOTABLE = /["\\\x00-\x1f]/;
const UNQUOTABLE_IN: Partial<Record<Syntax, RegExp>> = {
  'in-single-quotes': /['\\\x00-\x1f]/,
  'in-backquotes': /[`$\\\x00-\x1f]/,
  unquoted: /["'()\\\x00-\x20]/,
};
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: a line end would break the string

/** Encodes characters that would end or change a quoted string. */
function quotable(text: string, syntax: Syntax): string {
  const unquotable = UNQUOTABLE_IN[syntax] ?? UNQUOTABLE;
  if (syntax === 'source-map' || syntax === 'pattern' || !unquotable.test(text)) return text;
  return text.replace(new RegExp(unquotable, 'g'), percentEncode);
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
