import type { Location, Problem, Source } from '../types.ts';
import { makeFilter } from './filter.ts';
import { ignoreMatcher } from './ignore.ts';
import { walkLocation } from './walk.ts';

export { type App, findApps } from './apps/installed-apps.ts';
export { sameBytes, sameFile } from './compare.ts';
export { findPath } from './find-path.ts';
export { findLocations } from './locations.ts';
export { checkRoots } from './roots.ts';

/**
 * Lists every file of the locations that `ignore` (fnmatch patterns) and the location's own globs leave in: locations in
 * order, files in Django's order. Reports each file that can't be collected, all of them at once: links to nothing,
 * unreadable files, names that are not UTF-8, prefixes that lead out of STATIC_ROOT, links that lead into it.
 * `onFolder` is told of each folder that is listed.
 */
export function findSources(
  locations: readonly Location[],
  ignore: readonly string[],
  staticRoot: string | null = null,
  onFolder?: (folder: string) => void,
): { readonly sources: readonly Source[]; readonly problems: readonly Problem[] } {
  const ignored = ignoreMatcher(ignore);
  const sources: Source[] = [];
  const problems: Problem[] = [];
  for (const location of locations) {
    walkLocation(location, makeFilter(location, ignored), staticRoot, sources, problems, onFolder);
  }
  return { sources, problems };
}
