import { realpathSync, type Stats, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Location } from '../types.ts';
import { offers } from './filter.ts';

/**
 * Finds, for findstatic, the real path (links resolved) of every file or folder that the locations have for `path`, in
 * order. As in Django, ignore patterns don't count. A path that would lead out of a location is not found in it.
 */
export function findPath(locations: readonly Location[], path: string): readonly string[] {
  return locations.flatMap((location) => {
    const below = pathBelow(location.prefix, path);
    if (below === null) return [];
    const file = join(location.root, below);
    const stats = statOf(file);
    if (stats === null) return [];
    return stats.isDirectory() || offers(location, below) ? [realpathSync(file)] : [];
  });
}

/** `path` without the prefix, normalised; `null` if it lies elsewhere or leads out. */
function pathBelow(prefix: string, path: string): string | null {
  if (prefix !== '' && !path.startsWith(`${prefix}/`)) return null;
  const below = posix.normalize(prefix === '' ? path : path.slice(prefix.length + 1));
  if (posix.isAbsolute(below) || below === '..' || below.startsWith('../')) return null;
  return below.replace(/\/$/, '');
}

/** Stats of a file; as with Python's `os.path.exists`, one that can't be looked at is not there. */
function statOf(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}
