import { fnmatchExpression } from './fnmatch.ts';

/** Django's `StaticFilesConfig.ignore_patterns`. */
export const DJANGO_IGNORE: readonly string[] = ['CVS', '.*', '*~'];

/** Tests whether a name or a path matches one of several fnmatch patterns. */
export type Matcher = (text: string) => boolean;

/** Makes a matcher of ignore patterns. Each goes through `os.path.normpath` first, as in Django. */
export function ignoreMatcher(patterns: readonly string[]): Matcher {
  return fnmatchMatcher(patterns.map(normalPath));
}

/** Makes a matcher of patterns as they are. */
export function fnmatchMatcher(patterns: readonly string[]): Matcher {
  const matchers = [...new Set(patterns)].map(matcherOf);
  return (text) => {
    for (const matches of matchers) if (matches(text)) return true;
    return false;
  };
}

/** Makes a matcher of one pattern: without a regular expression for one star or none, since every file is tested twice. */
function matcherOf(pattern: string): Matcher {
  const star = pattern.indexOf('*');
  const isSimple = !/[?[]/.test(pattern) && star === pattern.lastIndexOf('*');
  if (isSimple && star === -1) return (text) => text === pattern;
  if (isSimple && star === 0) {
    const end = pattern.slice(1);
    return (text) => text.endsWith(end);
  }
  if (isSimple && star === pattern.length - 1) {
    const start = pattern.slice(0, -1);
    return (text) => text.startsWith(start);
  }
  const expression = fnmatchExpression(pattern);
  return (text) => expression.test(text);
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
