import { DEFAULT_IGNORE } from '../default-ignore.ts';
import { isFolder } from '../folders.ts';
import type { FinderSpec, Location, Problem, Settings } from '../types.ts';
import { appLocations } from './apps/index.ts';
import { type App, findApps } from './apps/installed-apps.ts';
import { directoryLocations } from './directories.ts';
import { mediaLocations } from './media.ts';
import { npmLocations } from './npm.ts';

export interface FoundLocations {
  /** Folders that exist, in the order of the finders, and for each finder in its own order. */
  readonly locations: readonly Location[];
  /** `settings.ignore`, but with the patterns of the project's own `StaticFilesConfig` for Django's, if it has one. */
  readonly ignore: readonly string[];
  readonly problems: readonly Problem[];
}

/** Lists the locations of each finder of the settings. */
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

/** Drops a folder that is listed twice under one prefix, as Django does. Under another prefix it is offered there too. */
function withoutRepeats(locations: readonly Location[]): readonly Location[] {
  const seen = new Set<string>();
  return locations.filter(({ root, prefix, include, exclude }) => {
    const key = JSON.stringify([root, prefix, include, exclude]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Ignore patterns with those of the staticfiles app in place of Django's, whichever class that app has. */
function ignoreOf(ignore: readonly string[], apps: readonly App[]): readonly string[] {
  const own = apps.find(({ ignorePatterns }) => ignorePatterns !== undefined)?.ignorePatterns;
  const usesDefaults = DEFAULT_IGNORE.every((pattern) => ignore.includes(pattern));
  if (own === undefined || !usesDefaults) return ignore;
  return [...ignore.filter((pattern) => !DEFAULT_IGNORE.includes(pattern)), ...own];
}
