import { isFolder } from '../folders.ts';
import type { Location, Problem, Settings } from '../types.ts';
import { globWithoutMatch } from './problems.ts';
import { expandFolders, isGlob } from './walk-globs.ts';

/**
 * Locations of FileSystemFinder: STATICFILES_DIRS in order, with globs expanded. Leaves out a folder that does not exist
 * (the rules of the settings warn of it as W004), and warns of a glob that matches none.
 */
export async function directoryLocations(
  { staticDirs }: Settings,
  problems: Problem[],
): Promise<readonly Location[]> {
  const locations: Location[] = [];
  for (const { name, dir, prefix, include, exclude } of staticDirs) {
    const folders = await expandFolders(dir);
    if (folders.length === 0) problems.push(globWithoutMatch('STATICFILES_DIRS', dir));
    for (const root of folders.filter(isFolder)) {
      locations.push({
        finder: 'directories',
        // Folders of one glob are told apart by their own paths.
        name: isGlob(dir) ? root : name,
        root,
        prefix,
        ...(include === undefined ? {} : { include }),
        ...(exclude === undefined ? {} : { exclude }),
      });
    }
  }
  return locations;
}
