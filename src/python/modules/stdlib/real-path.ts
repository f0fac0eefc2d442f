import { platform } from 'node:os';
import { join } from 'node:path';
import { joinOn, rootOf, slashed } from '../../text/paths.ts';
import type { Files } from '../../values/outside.ts';

/**
 * `os.path.realpath` and `Path.resolve()`: part by part, so that `..` leaves the folder a link leads to, and a path whose end
 * does not exist still has the links before it resolved.
 */
export function realPath(
  files: Pick<Files, 'real'>,
  path: string,
  cwd: string,
  system: NodeJS.Platform = platform(),
): string {
  const whole = joinOn(system, cwd, path);
  const top = rootOf(whole, system).replace(/^\/\/$/, '/') || '/';
  let resolved = top;
  for (const part of whole.slice(top.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') resolved = resolved.slice(0, Math.max(resolved.lastIndexOf('/'), top.length));
    else resolved = slashed(files.real(joinOn(system, resolved, part)), system);
  }
  return resolved;
}

/** True if what a folder has under this name is a link. */
export function isLinkIn(files: Pick<Files, 'real'>, folder: string, name: string): boolean {
  return files.real(join(folder, name)) !== join(files.real(folder), name);
}
