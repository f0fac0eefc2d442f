import { type Usual, usualPatterns } from '../../../patterns/default.ts';
import { fnmatchMatcher } from '../../../text/fnmatch.ts';
import type { ReferencePattern } from '../../../types.ts';

/**
 * How a file is read under patterns of the project's own: `usual` if nothing but Django's own rules of its kind hold for it,
 * `own` if others do, `null` if none.
 */
export type PatternKind = 'usual' | 'own' | null;

/** Tells it from the path of a file below STATIC_ROOT. */
export function patternKinds(
  patterns: readonly ReferencePattern[],
  usual: Usual,
): (path: string) => PatternKind {
  const own = patterns.map(({ glob, rules }) => ({ glob, rules, matches: fnmatchMatcher(glob) }));
  const known = usualPatterns(usual) ?? [];
  // Of other globs, the path below the source may match where that below STATIC_ROOT does not.
  const tellsByEnding = own.every(({ glob }) => /^\*[^*?[/]*$/.test(glob));
  return (path) => {
    const rules = own.flatMap((pattern) => (pattern.matches(path) ? pattern.rules : []));
    if (rules.length === 0) return null;
    const glob = /\.(?:css|js)$/.exec(path)?.[0];
    const theirs = known.find((pattern) => pattern.glob === `*${glob}`)?.rules;
    return tellsByEnding && JSON.stringify(rules) === JSON.stringify(theirs) ? 'usual' : 'own';
  };
}
