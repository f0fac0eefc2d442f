import type { Span } from '../source.ts';
import type { Expression, Pattern, PatternOf, StatementOf } from '../tree.ts';
import { isBefore, refuse } from './refusal.ts';

/** Refuses patterns that Python refuses, and cases that can't be reached. */
export function checkCases(cases: StatementOf<'Match'>['cases']): void {
  for (const [index, each] of cases.entries()) {
    checkPattern(each.pattern, false);
    if (index < cases.length - 1 && each.guard == null) checkReach(each.pattern);
  }
}

/** Refuses a pattern that takes everything: what comes after it can't be reached. */
function checkReach(pattern: Pattern | undefined): void {
  if (pattern?.nodeType === 'MatchOr') checkReach(pattern.patterns.at(-1));
  if (pattern?.nodeType !== 'MatchAs') return;
  if (pattern.pattern != null) checkReach(pattern.pattern);
  else
    refuse(
      pattern,
      pattern.name == null
        ? 'wildcard makes remaining patterns unreachable'
        : `name capture '${pattern.name}' makes remaining patterns unreachable`,
    );
}

/** Gives the names that a pattern binds. */
function checkPattern(pattern: Pattern, isInSequence: boolean): ReadonlySet<string> {
  switch (pattern.nodeType) {
    case 'MatchOr':
      return checkAlternatives(pattern);
    case 'MatchStar':
      if (!isInSequence) refuse(pattern, 'invalid syntax');
      return new Set(pattern.name == null ? [] : [pattern.name]);
    case 'MatchAs':
      return joined(pattern, pattern.pattern == null ? [] : [pattern.pattern], pattern.name);
    case 'MatchSequence': {
      const stars = pattern.patterns.filter(({ nodeType }) => nodeType === 'MatchStar');
      if (stars[1] !== undefined) refuse(stars[1], 'multiple starred names in sequence pattern');
      return joined(pattern, pattern.patterns, undefined, true);
    }
    case 'MatchMapping':
      if (pattern.rest === '_') refuse(pattern, 'invalid syntax');
      checkKeys(pattern.keys);
      return joined(pattern, pattern.patterns, pattern.rest);
    case 'MatchClass':
      checkAttributes(pattern);
      return joined(pattern, [...pattern.patterns, ...pattern.kwd_patterns], undefined);
    case 'MatchValue':
      if (pattern.value.nodeType === 'JoinedStr')
        refuse(pattern, 'patterns may only match literals and attribute lookups');
      return new Set();
    default:
      return new Set();
  }
}

function joined(
  pattern: Pattern,
  parts: readonly Pattern[],
  own: string | null | undefined,
  isInSequence: boolean = false,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const part of parts) for (const name of checkPattern(part, isInSequence)) add(names, name, part);
  if (own != null) add(names, own, pattern);
  return names;
}

function add(names: Set<string>, name: string, place: Span): void {
  if (names.has(name)) refuse(place, `multiple assignments to name '${name}' in pattern`);
  names.add(name);
}

function checkAlternatives(pattern: PatternOf<'MatchOr'>): ReadonlySet<string> {
  const { patterns: alternatives } = pattern;
  for (const alternative of alternatives.slice(0, -1)) checkReach(alternative);
  const [first = new Set<string>(), ...others] = alternatives.map((each) => checkPattern(each, false));
  const differs = others.some(
    (names) => names.size !== first.size || [...names].some((name) => !first.has(name)),
  );
  if (differs) refuse(pattern, 'alternative patterns bind different names');
  return first;
}

function checkKeys(keys: readonly Expression[]): void {
  const seen = new Set<unknown>();
  for (const key of keys) {
    if (!['Constant', 'Attribute', 'UnaryOp', 'BinOp'].includes(key.nodeType)) refuse(key, 'invalid syntax');
    const literal = key.nodeType === 'Constant' ? literalOf(key.value) : undefined;
    if (literal !== undefined && seen.has(literal))
      refuse(key, `mapping pattern checks duplicate key (${literal})`);
    seen.add(literal);
  }
}

function literalOf(value: unknown): string | undefined {
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

function checkAttributes({ patterns, kwd_attrs, kwd_patterns }: PatternOf<'MatchClass'>): void {
  const last = patterns.at(-1);
  if (last !== undefined && kwd_patterns[0] !== undefined && isBefore(kwd_patterns[0], last))
    refuse(last, 'positional patterns follow keyword patterns');
  const seen = new Set<string>();
  for (const [index, name] of kwd_attrs.entries()) {
    if (seen.has(name))
      refuse(kwd_patterns[index] as Pattern, `attribute name repeated in class pattern: ${name}`);
    seen.add(name);
  }
}
