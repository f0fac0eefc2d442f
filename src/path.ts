import { platform } from 'node:os';
import { posix } from 'node:path';
import type { AssetPath } from './types.ts';

/** An empty part, one that only tells the way, or a NUL: a path without them is normal, which is quicker to see than to make. */
const MAY_CHANGE = /(?:^|\/)\.{0,2}(?:\/|$)|\0/;

/**
 * The one door to `AssetPath`. Takes a posix path below STATIC_ROOT, drops `.` and empty parts.
 * Returns `null` for what would leave STATIC_ROOT or can't be a file name: absolute, `..` beyond the top, NUL, empty. On
 * Windows a backslash parts names, and a colon names a drive or a second stream of a file: neither can be in a path there.
 */
export function toAssetPath(path: string, system: NodeJS.Platform = platform()): AssetPath | null {
  if (system === 'win32' && /[\\:]/.test(path)) return null;
  if (!MAY_CHANGE.test(path)) return path as AssetPath;
  if (path === '' || path.startsWith('/') || path.includes('\0')) return null;
  const normal = posix.normalize(path);
  if (normal === '.' || normal === '..' || normal.startsWith('../') || normal.endsWith('/')) return null;
  return normal as AssetPath;
}

/** True if `path` is `folder` or lies below it. Both absolute and normalised, with this platform's separator. */
export function isWithin(path: string, folder: string, separator: string = '/'): boolean {
  if (path === folder) return true;
  return path.startsWith(folder.endsWith(separator) ? folder : folder + separator);
}

/**
 * Folds letter case and Unicode form, so that paths that macOS and Windows take for one give the same text. Upper case
 * goes first: it unites letters with two lower-case forms or none (`ς`, `ß`), as full case folding does.
 */
export function foldPath(path: string): string {
  if (/^[ -~]*$/.test(path)) return path.toLowerCase();
  return path.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC');
}

/** The folder a posix path lies in; `''` at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** `a/b/c.css` lies in `a/b` and `a`. */
export function foldersAbove(path: string): readonly string[] {
  const folder = folderOf(path);
  return folder === '' ? [] : [folder, ...foldersAbove(folder)];
}

/** The folders of the paths. Most paths stand beside the one before: its folder is not named again. */
export function* foldersOf(paths: Iterable<string>): Generator<string, void> {
  let folder: string | undefined;
  for (const path of paths) {
    if (folder !== undefined && liesIn(path, folder)) continue;
    folder = folderOf(path);
    yield folder;
  }
}

/** True if `folder` is the folder of a path; asked without making a string. */
export function liesIn(path: string, folder: string): boolean {
  return Math.max(path.lastIndexOf('/'), 0) === folder.length && path.startsWith(folder);
}
