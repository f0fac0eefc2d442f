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
