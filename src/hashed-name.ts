import { folderOf, toAssetPath } from './path.ts';
import { strip } from './text/blanks.ts';
import { unquote } from './text/percent-encoding.ts';
import { splitUrl } from './text/url.ts';
import type { AssetPath } from './types.ts';

/** Names that are read alike as a path and as a URL: no mark of a URL, no blank, no control character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is meant; \p{Cc} takes a start longer.
const IS_PLAIN = /^[^%#?:\s\x00-\x1f\x7f-\x9f]*$/;

/**
 * The name of a fingerprinted copy: `css/site.css` with hash `55e7cbb9ba48` is `css/site.55e7cbb9ba48.css`.
 * Django takes the name for a URL on the way, which shows in names with a percent sign, a `#`, a `?` or blanks at the ends.
 */
export function hashedName(path: AssetPath, hash: string): AssetPath {
  const plain = insertHash(path, hash) as AssetPath;
  if (IS_PLAIN.test(path)) return plain;
  const url = splitUrl(unquote(path));
  if (url === null) return plain;
  const { scheme, path: inner, query, fragment } = url;
  const name =
    (scheme && `${scheme}:`) +
    insertHash(strip(inner), hash) +
    (query ? `?${query}` : path.includes('?#') ? '?' : '') +
    (fragment && `#${fragment}`);
  // Decoding may bring forth what leads out of STATIC_ROOT (`%2e%2e%2f`), where Django refuses to go.
  return toAssetPath(name) === name ? (name as AssetPath) : plain;
}

/** True where the hash gets into the name of a folder: that of `a/#/b.js`, whose path as a URL ends before the `#`. */
export function hashIsInFolder(path: AssetPath): boolean {
  return !IS_PLAIN.test(path) && folderOf(hashedName(path, '0')) !== folderOf(hashedName(path, '1'));
}

/** Before the extension, which begins at the last dot; dots at the front begin none. */
function insertHash(path: string, hash: string): string {
  const start = path.lastIndexOf('/') + 1;
  const dot = path.lastIndexOf('.');
  const hasExtension = dot >= start && !(path[start] === '.' && /^\.*$/.test(path.slice(start, dot)));
  const end = hasExtension ? dot : path.length;
  return `${path.slice(0, end)}.${hash}${path.slice(end)}`;
}
