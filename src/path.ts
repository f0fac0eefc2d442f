import { posix } from 'node:path';
import type { AssetPath } from './types.ts';

/**
 * The one door to `AssetPath`. Takes a posix path below STATIC_ROOT, drops `.` and empty parts.
 * Returns `null` for what would leave STATIC_ROOT or can't be a file name: absolute, `..` beyond the top, NUL, empty.
 */
export function toAssetPath(path: string): AssetPath | null {
  if (path === '' || path.startsWith('/') || path.includes('\0')) return null;
  const normal = posix.normalize(path);
  if (normal === '.' || normal === '..' || normal.startsWith('../') || normal.endsWith('/')) return null;
  return normal as AssetPath;
}

/** Whether `path` is `folder` or lies below it. Both absolute and normalised, with this platform's separator. */
export function isWithin(path: string, folder: string, separator: string = '/'): boolean {
  if (path === folder) return true;
  return path.startsWith(folder.endsWith(separator) ? folder : folder + separator);
}

/**
 * Where a file's fingerprinted copy lies: `css/site.css` and `0123456789ab` give `css/site.0123456789ab.css`, split at the
 * last dot of the name; leading dots begin no extension. As Django's HashedFilesMixin.hashed_name, which takes the
 * path for a URL: it is percent-decoded, and the hash goes in front of what follows a `?` or `#`.
 */
export function fingerprintedPath(path: AssetPath, hash: string): AssetPath {
  if (!/[%?#]|^\s|\s$/.test(path)) return insertHash(path, hash) as AssetPath;
  const decoded = percentDecode(path);
  const end = decoded.search(/[?#]/);
  const [name, rest] = end === -1 ? [decoded, ''] : [decoded.slice(0, end), decoded.slice(end)];
  return toAssetPath(insertHash(name.trim(), hash) + rest) ?? (insertHash(path, hash) as AssetPath);
}

function insertHash(path: string, hash: string): string {
  const base = path.lastIndexOf('/') + 1;
  let start = base;
  while (path[start] === '.') start++;
  const dot = path.lastIndexOf('.');
  const at = dot > start ? dot : path.length;
  return `${path.slice(0, at)}.${hash}${path.slice(at)}`;
}

/** Python's urllib.parse.unquote: what is no valid escape stays, bytes that are no UTF-8 become U+FFFD. */
function percentDecode(path: string): string {
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
