import picomatch from 'picomatch';
import { foldersAbove } from '../path.ts';
import type { Matcher } from '../text/fnmatch.ts';
import type { Location } from '../types.ts';
import { anyMatcher } from './ignore.ts';

/** Decides which files of a location are collected. Paths are posix and relative to its root; names are their last part. */
export interface Filter {
  file(name: string, path: string): boolean;
  /** False if nothing below that folder is to be looked at. */
  folder(name: string, path: string): boolean;
}

/**
 * Makes a filter of the ignore patterns as Django applies them (to a file's name, then to its path; to a folder's name
 * only), then of the location's own `include` and `exclude`. A folder that `exclude` matches is left out with its content.
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

/** True if `include` and `exclude` of the location leave `path` in. Ignore patterns don't count, as in findstatic. */
export function offers(location: Location, path: string): boolean {
  const filter = makeFilter(location, () => false);
  return foldersAbove(path).every((folder) => filter.folder('', folder)) && filter.file('', path);
}

function globMatcher(globs: readonly string[] | undefined): Matcher | null {
  return globs === undefined ? null : picomatch([...globs], { dot: true });
}

/**
 * Makes a filter by django-npm's rules: fnmatch over whole paths, ignore patterns over names only. A folder is entered if
 * a pattern that is cut to the folder's depth matches it. `*` crosses slashes in a path, but not in that test.
 */
function npmFilter(patterns: readonly string[], ignored: Matcher): Filter {
  const matches = anyMatcher(patterns);
  const parts = patterns.map((pattern) => pattern.split('/'));
  const cutTo = new Map<number, Matcher>();
  const mayHold = (folder: string): boolean => {
    const depth = folder.split('/').length;
    let matcher = cutTo.get(depth);
    if (matcher === undefined) {
      matcher = anyMatcher(parts.map((part) => part.slice(0, depth).join('/')));
      cutTo.set(depth, matcher);
    }
    return matcher(folder);
  };
  return {
    file: (name, path) => !ignored(name) && matches(path),
    folder: (name, path) => !ignored(name) && (mayHold(path) || matches(path)),
  };
}
