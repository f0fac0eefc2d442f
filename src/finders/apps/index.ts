import { join, relative, sep } from 'node:path';
import { isFolder } from '../../folders.ts';
import type { Location, Problem, Settings } from '../../types.ts';
import { globWithoutMatch } from '../problems.ts';
import { expandFolders } from '../walk-globs.ts';
import type { App } from './installed-apps.ts';

/**
 * AppDirectoriesFinder: the `static` folder (or what a subclass calls `source_dir`) of each app that has one, in the
 * order of INSTALLED_APPS, and after them those of the folders that APP_DIRS names.
 */
export async function appLocations(
  { appDirs, cwd }: Settings,
  apps: readonly App[],
  sourceDir: string,
  problems: Problem[],
): Promise<readonly Location[]> {
  const offered = apps.flatMap(({ name, folder }): Location[] =>
    folder === null ? [] : [appLocation(name, folder, sourceDir)],
  );
  for (const dir of appDirs) {
    const folders = await expandFolders(dir);
    if (folders.length === 0) problems.push(globWithoutMatch('APP_DIRS', dir));
    for (const folder of folders) offered.push(appLocation(nameOf(folder, cwd), folder, sourceDir));
  }
  return offered.filter(({ root }) => isFolder(root));
}

function appLocation(name: string, folder: string, sourceDir: string): Location {
  return { finder: 'apps', name, root: join(folder, sourceDir), prefix: '' };
}

/** An app that only has a folder is called by its path from `cwd`: `apps/blog`. */
function nameOf(folder: string, cwd: string): string {
  const path = relative(cwd, folder);
  return path === '' || path.startsWith('..') ? folder : path.replaceAll(sep, '/');
}
