import { type CompiledRule, compileRule } from '../../../patterns/rule.ts';
import { fnmatchMatcher, type Matcher } from '../../../text/fnmatch.ts';
import type { Asset, ReferencePattern } from '../../../types.ts';

export { substitute } from './substitute.ts';

interface CompiledPattern {
  readonly matches: Matcher;
  readonly rules: readonly CompiledRule[];
}

const compiled = new WeakMap<readonly ReferencePattern[], readonly CompiledPattern[]>();

/** Returns the rules for a file: those whose glob matches its path below its source, as in Django. */
export function rulesFor(
  { path, source }: Asset,
  patterns: readonly ReferencePattern[],
): readonly CompiledRule[] {
  const all = compiled.get(patterns) ?? patterns.map(compile);
  compiled.set(patterns, all);
  const { prefix } = source.location;
  const below = prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : path;
  return all.flatMap(({ matches, rules }) => (matches(below) ? rules : []));
}

function compile({ glob, rules }: ReferencePattern): CompiledPattern {
  return {
    matches: fnmatchMatcher(glob),
    rules: rules.map((rule) => {
      const made = compileRule(rule);
      // The settings refuse the others.
      if ('reason' in made) throw new Error(made.reason);
      return made;
    }),
  };
}
