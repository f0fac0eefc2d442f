import { absolutePath, joinPath, splitPath } from '../../../text/paths.ts';
import type { Context } from '../../../values/context.ts';

/** The file in this folder or the nearest one above it; `''` where there is none. */
export function findUpwards(context: Context, folder: string, name: string): string {
  for (let current = absolutePath(folder, context.cwd); ; current = splitPath(current)[0]) {
    const path = joinPath(current, name);
    if (context.files.kind(path) === 'file') return path;
    if (current === '/') return '';
  }
}

/** The folder of the code that is running. */
export function callerFolder(context: Context): string {
  return splitPath(context.frame().file)[0];
}
