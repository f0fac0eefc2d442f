import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from '../errors.ts';

/**
 * With all links resolved, also where the last folders do not exist yet; in the letter case of the disk, where macOS and
 * Windows do not care for it.
 */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    const above = dirname(path);
    if (errnoOf(error) !== 'ENOENT' || above === path) return path;
    return join(realPath(above), basename(path));
  }
}
