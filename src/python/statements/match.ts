import { bindName } from '../expressions/assign.ts';
import { decide } from '../expressions/decide.ts';
import { evaluate } from '../expressions/evaluate.ts';
import { fork, NEXT, type Signal, Undecided } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import { expectStr } from '../native/expect.ts';
import { getAttribute, halfDone } from '../protocol/attributes.ts';
import { iterate } from '../protocol/iterate.ts';
import { equal, identical } from '../protocol/operators/equality.ts';
import type { Pattern, StatementOf } from '../syntax/parse.ts';
import { Dict } from '../values/dict.ts';
import { List } from '../values/list.ts';
import { certain } from '../values/settled.ts';
import {
  type ClassValue,
  isUnknown,
  MetUnknown,
  NotModelled,
  type Unknown,
  type Value,
} from '../values/values.ts';
import { executeAlternative } from './execute.ts';

/** `match`: a case nobody can decide is followed both ways, like an undecided `if`. */
export function runMatch(machine: Machine, scope: Scope, node: StatementOf<'Match'>): Signal {
  const subject = evaluate(machine, scope, node.subject);
  const from = (index: number): Signal => {
    const case_ = node.cases[index];
    if (case_ === undefined) return NEXT;
    const body = (): Signal => executeAlternative(machine, scope, case_.body);
    const decided = fits(machine, scope, case_, subject);
    if (decided === true) return body();
    if (decided === false) return from(index + 1);
    const signal = fork(machine, decided, body, () => from(index + 1));
    if (signal === undefined) throw new Undecided(decided);
    return signal;
  };
  return from(0);
}

function fits(
  machine: Machine,
  scope: Scope,
  case_: StatementOf<'Match'>['cases'][number],
  subject: Value,
): boolean | Unknown {
  try {
    if (!matches(machine, scope, case_.pattern, subject)) return false;
    return case_.guard === undefined ? true : decide(machine, scope, case_.guard);
  } catch (error) {
    const unknown = machine.recover(error, scope.node);
    if (isUnknown(unknown)) return unknown;
    throw error;
  }
}

function matches(machine: Machine, scope: Scope, pattern: Pattern, subject: Value): boolean {
  switch (pattern.nodeType) {
    case 'MatchValue':
      return equal(machine, subject, evaluate(machine, scope, pattern.value));
    case 'MatchSingleton':
      return identical(subject, literal(pattern.value));
    case 'MatchAs':
      if (pattern.pattern !== undefined && !matches(machine, scope, pattern.pattern, subject)) return false;
      if (pattern.name !== undefined) bindName(machine, scope, pattern.name, subject);
      return true;
    case 'MatchOr':
      return pattern.patterns.some((inner) => matches(machine, scope, inner, subject));
    case 'MatchSequence':
      return matchesSequence(machine, scope, pattern, subject);
    case 'MatchMapping':
      return matchesMapping(machine, scope, pattern, subject);
    case 'MatchClass':
      return matchesClass(machine, scope, pattern, subject);
    default:
      throw new NotModelled(`${pattern.nodeType} is not modelled`);
  }
}

function literal(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

const SEQUENCES: ReadonlySet<string> = new Set(['list', 'tuple', 'range']);

function matchesSequence(
  machine: Machine,
  scope: Scope,
  pattern: Extract<Pattern, { nodeType: 'MatchSequence' }>,
  given: Value,
): boolean {
  const subject = certain(given);
  if (typeof subject !== 'object' || subject === null || !SEQUENCES.has(subject.kind)) return false;
  const items = iterate(machine, subject);
  const star = pattern.patterns.findIndex((inner) => inner.nodeType === 'MatchStar');
  const fixed = pattern.patterns.length - (star < 0 ? 0 : 1);
  if (star < 0 ? items.length !== fixed : items.length < fixed) return false;
  const surplus = items.length - fixed;
  return pattern.patterns.every((inner, index) => {
    if (inner.nodeType !== 'MatchStar') {
      const at = star >= 0 && index > star ? index + surplus - 1 : index;
      return matches(machine, scope, inner, items[at] as Value);
    }
    if (inner.name !== undefined)
      bindName(machine, scope, inner.name, new List(items.slice(index, index + surplus)));
    return true;
  });
}

function matchesMapping(
  machine: Machine,
  scope: Scope,
  pattern: Extract<Pattern, { nodeType: 'MatchMapping' }>,
  given: Value,
): boolean {
  const subject = certain(given);
  if (typeof subject !== 'object' || subject?.kind !== 'dict') return false;
  const rest = new Dict([...subject.entries()].map((entry) => [entry.key, entry.value]));
  for (const [index, keyNode] of pattern.keys.entries()) {
    const key = evaluate(machine, scope, keyNode);
    const value = subject.get(certain(key));
    if (value === undefined || !matches(machine, scope, pattern.patterns[index] as Pattern, value))
      return false;
    rest.delete(key);
  }
  if (pattern.rest !== undefined) bindName(machine, scope, pattern.rest, rest);
  return true;
}

const SELF_MATCHING: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'dict',
  'float',
  'frozenset',
  'int',
  'list',
  'set',
  'str',
  'tuple',
]);

function matchesClass(
  machine: Machine,
  scope: Scope,
  pattern: Extract<Pattern, { nodeType: 'MatchClass' }>,
  subject: Value,
): boolean {
  const type = certain(evaluate(machine, scope, pattern.cls));
  if (typeof type !== 'object' || type?.kind !== 'class')
    throw new NotModelled('a class pattern without a class');
  if (!machine.runtime.isInstance(subject, type)) return false;
  const hasAttribute = (name: string, inner: Pattern): boolean => {
    const value = halfDone(subject) ?? getAttribute(machine, subject, name);
    if (isUnknown(value)) throw new MetUnknown(value);
    return value !== undefined && matches(machine, scope, inner, value);
  };
  const [first] = pattern.patterns;
  if (first !== undefined && SELF_MATCHING.has(type.name)) {
    if (!matches(machine, scope, first, subject)) return false;
  } else if (first !== undefined) {
    const names = positionalNames(machine, type);
    if (pattern.patterns.length > names.length)
      machine.runtime.raise('TypeError', `${type.name}() accepts ${names.length} positional sub-patterns`);
    if (!pattern.patterns.every((inner, index) => hasAttribute(names[index] as string, inner))) return false;
  }
  return pattern.kwd_attrs.every((name, index) => hasAttribute(name, pattern.kwd_patterns[index] as Pattern));
}

/** The attributes that `Point(0, y)` is about: `__match_args__`. */
function positionalNames(machine: Machine, type: ClassValue): readonly string[] {
  const names = getAttribute(machine, type, '__match_args__');
  if (names === undefined) throw new NotModelled('positional patterns of this class are not modelled');
  return iterate(machine, names).map(expectStr);
}
