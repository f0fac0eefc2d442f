import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MISSING = /^the module (\w+)\S* can't be found/;

/** True if a setting is unknown because a module was not found. */
export function isMissingModule(reason: string): boolean {
  return MISSING.test(reason);
}

/**
 * The folder above the file that holds the module that was not found. Programs such as `manage.py` and console scripts put
 * it on `sys.path` before they import the settings; `undefined` if there is none.
 */
export function folderOfMissing(reason: string, file: string): string | undefined {
  const name = MISSING.exec(reason)?.[1];
  if (name === undefined) return undefined;
  for (let folder = dirname(file), above = dirname(folder); ; folder = above, above = dirname(folder)) {
    if (holdsModule(folder, name)) return folder;
    if (above === folder) return undefined;
  }
}

function holdsModule(folder: string, name: string): boolean {
  const isFile = (path: string): boolean =>
    statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === true;
  return isFile(`${name}.py`) || isFile(join(name, '__init__.py'));
}
