import { isFolder } from '../folders.ts';
import type { FinderSpec, Location, Problem, Settings } from '../types.ts';
import { appLocations } from './apps/index.ts';
import { type App, findApps } from './apps/installed-apps.ts';
import { directoryLocations } from './directories.ts';
import { DJANGO_IGNORE } from './ignore.ts';
import { mediaLocations } from './media.ts';
import { npmLocations } from './npm.ts';

export interface FoundLocations {
  /** In the order of the finders, each one's in its own. Only folders that exist. */
  readonly locations: readonly Location[];
  /** `settings.ignore`, but with the patterns of the project's own `StaticFilesConfig` for Django's, if it has one. */
  readonly ignore: readonly string[];
  readonly problems: readonly Problem[];
}

/** Asks each finder of the settings where it looks. */
export async function findLocations(settings: Settings): Promise<FoundLocations> {
  const installed = await findApps(settings);
  const listsApps = settings.finders.some(({ kind }) => kind === 'apps');
  // Without its finder it does not matter where an app lies.
  const problems: Problem[] = listsApps ? [...installed.problems] : [];
  const locations: Location[] = [];
  for (const finder of settings.finders) {
    locations.push(...withoutRepeats(await locationsOf(finder, settings, installed.apps, problems)));
  }
  return { locations, ignore: ignoreOf(settings.ignore, installed.apps), problems };
}

async function locationsOf(
  finder: FinderSpec,
  settings: Settings,
  apps: readonly App[],
  problems: Problem[],
): Promise<readonly Location[]> {
  if (finder.locations !== undefined) {
    const told = finder.locations.map((location): Location => ({ finder: finder.kind, ...location }));
    return told.filter(({ root }) => isFolder(root));
  }
  switch (finder.kind) {
    case 'directories':
      return directoryLocations(settings, problems);
    case 'apps':
      return appLocations(settings, apps, finder.sourceDir ?? 'static', problems);
    case 'media':
      return mediaLocations(settings, problems);
    case 'npm':
      return npmLocations(settings, problems);
  }
}

/** The same folder under the same prefix counts once, as in Django; under another prefix it is offered there too. */
function withoutRepeats(locations: readonly Location[]): readonly Location[] {
  const seen = new Set<string>();
  return locations.filter(({ root, prefix, include, exclude }) => {
    const key = JSON.stringify([root, prefix, include, exclude]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Django takes `ignore_patterns` of the staticfiles app, whichever class that is. */
function ignoreOf(ignore: readonly string[], apps: readonly App[]): readonly string[] {
  const own = apps.find(({ ignorePatterns }) => ignorePatterns !== undefined)?.ignorePatterns;
  const usesDefaults = DJANGO_IGNORE.every((pattern) => ignore.includes(pattern));
  if (own === undefined || !usesDefaults) return ignore;
  return [...ignore.filter((pattern) => !DJANGO_IGNORE.includes(pattern)), ...own];
}
