import { fnmatchMatcher, type Matcher } from '../text/fnmatch.ts';

/** Makes a matcher of ignore patterns. Each goes through `os.path.normpath` first, as in Django. */
export function ignoreMatcher(patterns: readonly string[]): Matcher {
  return anyMatcher(patterns.map(normalPath));
}

/** Makes a matcher of several fnmatch patterns, as they are. */
export function anyMatcher(patterns: readonly string[]): Matcher {
  const matchers = [...new Set(patterns)].map(fnmatchMatcher);
  return (text) => {
    for (const matches of matchers) if (matches(text)) return true;
    return false;
  };
}

/** Normalises as Python's `posixpath.normpath`: no `.`, no doubled or trailing slashes, `..` resolved; `''` gives `.`. */
export function normalPath(path: string): string {
  // In POSIX exactly two leading slashes may have a meaning of their own, so Python keeps them.
  const top = /^\/\/(?!\/)/.test(path) ? '//' : path.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (top === '' && parts.length === 0) || parts.at(-1) === '..') parts.push(part);
    else parts.pop();
  }
  return top + parts.join('/') || '.';
}
