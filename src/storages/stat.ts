import { lstatSync, type Stats } from 'node:fs';
import { errnoOf } from '../errors.ts';

/** What stands there, a final link not followed. Nothing stands under a name that is too long. */
export function statAt(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if (errnoOf(error) !== 'ENAMETOOLONG') throw error;
    return undefined;
  }
}
