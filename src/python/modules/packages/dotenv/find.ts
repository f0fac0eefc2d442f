import { absolutePath, joinPath, splitPath } from '../../../text/paths.ts';
import type { Runtime } from '../../../values/runtime.ts';

/** The file in this folder or the nearest one above it; `''` where there is none. */
export function findUpwards(runtime: Runtime, folder: string, name: string): string {
  for (let current = absolutePath(folder, runtime.cwd); ; current = splitPath(current)[0]) {
    const path = joinPath(current, name);
    if (runtime.files.kind(path) === 'file') return path;
    if (current === '/') return '';
  }
}

/** The folder of the code that is running. */
export function callerFolder(runtime: Runtime): string {
  return splitPath(runtime.frame().file)[0];
}
