import picomatch from 'picomatch';
import { foldersAbove } from '../path.ts';
import type { Location } from '../types.ts';
import { fnmatchMatcher, type Matcher } from './ignore.ts';

/** What of a location is collected. Paths are posix and relative to its root, names their last part. */
export interface Filter {
  file(name: string, path: string): boolean;
  /** `false`: nothing below that folder is looked at. */
  folder(name: string, path: string): boolean;
}

/**
 * The ignore patterns as Django applies them (a file by its name, then by its path; a folder by its name only),
 * then the location's own `include` and `exclude`. A folder that `exclude` matches is out with all it holds.
 */
export function makeFilter(location: Location, ignored: Matcher): Filter {
  if (location.finder === 'npm') return npmFilter(location.include ?? ['*'], ignored);
  const included = globMatcher(location.include);
  const excluded = globMatcher(location.exclude);
  return {
    file: (name, path) =>
      !ignored(name) &&
      (path === name || !ignored(path)) &&
      (included === null || included(path)) &&
      !excluded?.(path),
    folder: (name, path) => !ignored(name) && !excluded?.(path),
  };
}

/** Whether `include` and `exclude` of the location leave `path` in; what findstatic asks, ignore patterns aside. */
export function offers(location: Location, path: string): boolean {
  const filter = makeFilter(location, () => false);
  return foldersAbove(path).every((folder) => filter.folder('', folder)) && filter.file('', path);
}

function globMatcher(globs: readonly string[] | undefined): Matcher | null {
  return globs === undefined ? null : picomatch([...globs], { dot: true });
}

/**
 * django-npm's rules: fnmatch over whole paths, the ignore patterns over names only, and a folder is entered only
 * where a pattern, cut to the folder's depth, matches it; `*` crosses slashes in a path but not in that test.
 */
function npmFilter(patterns: readonly string[], ignored: Matcher): Filter {
  const matches = fnmatchMatcher(patterns);
  const parts = patterns.map((pattern) => pattern.split('/'));
  const cutTo = new Map<number, Matcher>();
  const mayHold = (folder: string): boolean => {
    const depth = folder.split('/').length;
    let matcher = cutTo.get(depth);
    if (matcher === undefined) {
      matcher = fnmatchMatcher(parts.map((part) => part.slice(0, depth).join('/')));
      cutTo.set(depth, matcher);
    }
    return matcher(folder);
  };
  return {
    file: (name, path) => !ignored(name) && matches(path),
    folder: (name, path) => !ignored(name) && (mayHold(path) || matches(path)),
  };
}
