import { lstatSync, type Stats } from 'node:fs';
import { platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from '../../errors.ts';
import { namesIn } from '../../folders.ts';
import type { Folding } from '../../types.ts';

/**
 * Finds out which names the file system of `folder` takes for one, without writing anything: a name that is there is
 * looked up with its letters in the other case. A folder that is not there yet gets what its nearest ancestor has, for
 * ext4 decides it folder by folder, and children inherit. `none` if no name there has a letter.
 */
export function foldingOf(folder: string): Folding {
  if (!foldsCase(folder)) return 'none';
  // Of the file systems that fold case, only those of Windows keep two Unicode forms of a name apart.
  return platform() === 'win32' ? 'case' : 'case-and-form';
}

function foldsCase(folder: string): boolean {
  const name = namesIn(folder).find(hasLetter);
  if (name !== undefined) return isFoundSwapped(folder, name);
  const parent = dirname(folder);
  if (parent === folder) return false;
  const own = basename(folder);
  return hasLetter(own) && statAt(folder) !== undefined ? isFoundSwapped(parent, own) : foldsCase(parent);
}

function hasLetter(name: string): boolean {
  return /[a-z]/i.test(name);
}

function isFoundSwapped(folder: string, name: string): boolean {
  const swapped = name.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  const [own, other] = [name, swapped].map((each) => statAt(join(folder, each)));
  return own !== undefined && other !== undefined && own.dev === other.dev && own.ino === other.ino;
}

function statAt(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}
