import { fnmatchExpression } from './fnmatch.ts';

/** What `StaticFilesConfig.ignore_patterns` of Django says. */
export const DJANGO_IGNORE: readonly string[] = ['CVS', '.*', '*~'];

/** Whether a name or a path matches any of some fnmatch patterns. */
export type Matcher = (text: string) => boolean;

/** Patterns of `-i` and of the defaults; each goes through `os.path.normpath` first, as in collectstatic. */
export function ignoreMatcher(patterns: readonly string[]): Matcher {
  return fnmatchMatcher(patterns.map(normalPath));
}

/** Patterns as they are. */
export function fnmatchMatcher(patterns: readonly string[]): Matcher {
  const matchers = [...new Set(patterns)].map(matcherOf);
  return (text) => {
    for (const matches of matchers) if (matches(text)) return true;
    return false;
  };
}

/** Nearly all patterns have one star or none, and then need no regular expression: every file is asked twice. */
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

/** Python's `posixpath.normpath`: no `.`, no doubled or trailing slashes, `..` resolved; `''` is `.`. */
export function normalPath(path: string): string {
  // POSIX lets exactly two leading slashes mean something of their own, and Python keeps them.
  const top = /^\/\/(?!\/)/.test(path) ? '//' : path.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (top === '' && parts.length === 0) || parts.at(-1) === '..') parts.push(part);
    else parts.pop();
  }
  return top + parts.join('/') || '.';
}
