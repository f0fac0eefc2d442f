import type { Files } from '../files.ts';
import { joinPath } from './posix-path.ts';

/**
 * `os.path.realpath` and `Path.resolve()`: part by part, so that `..` leaves the folder a link leads to, and a path whose end
 * does not exist still has the links before it resolved.
 */
export function realPath(files: Files, path: string, cwd: string): string {
  let resolved = '/';
  for (const part of joinPath(cwd, path).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') resolved = resolved.slice(0, resolved.lastIndexOf('/')) || '/';
    else resolved = files.real(joinPath(resolved, part));
  }
  return resolved;
}
