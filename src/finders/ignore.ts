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
  const expressions = [...new Set(patterns)].map(fnmatchExpression);
  return (text) => {
    for (const expression of expressions) if (expression.test(text)) return true;
    return false;
  };
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
