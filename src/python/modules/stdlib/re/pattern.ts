import type { RegexFlags } from '../../../../text/regex/flags.ts';
import type { Marks, Matcher } from '../../../../text/regex/matcher.ts';
import { RegexNotFollowed } from '../../../../text/regex/not-followed.ts';
import {
  compileRegex,
  eachMatch,
  type Groups,
  groupsOf,
  matcherOf,
  nextMatch,
  type Regex,
} from '../../../../text/regex/regex.ts';
import { expectInt, known } from '../../../native/expect.ts';
import { type StateSlot, stateSlot } from '../../../native/state-slot.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { NotModelled, type Value } from '../../../values/values.ts';

/** State of a Pattern instance. */
export interface Compiled extends Regex {
  readonly pattern: string;
  readonly flags: bigint;
}

/** State of a Match instance: the groups with their spans in UTF-16 units. */
export interface Matched extends Groups {
  readonly compiled: Compiled;
  readonly text: string;
}

const BITS = { ignoreCase: 2n, locale: 4n, multiline: 8n, dotAll: 16n, verbose: 64n, ascii: 256n };

// Many steps of the matcher take as long as one of the evaluator.
const STEPS_FOR_ONE = 16;

function flagsOf(bits: bigint): RegexFlags {
  const has = (bit: bigint): boolean => (bits & bit) !== 0n;
  if (has(BITS.locale)) throw new NotModelled('re.LOCALE depends on the machine');
  return {
    ignoreCase: has(BITS.ignoreCase),
    multiline: has(BITS.multiline),
    dotAll: has(BITS.dotAll),
    verbose: has(BITS.verbose),
    ascii: has(BITS.ascii),
  };
}

export function compilePattern(
  runtime: Runtime,
  pattern: Value | undefined,
  flags: Value | undefined,
): Compiled {
  const given = known(pattern);
  if (typeof given === 'object' && given?.kind === 'instance' && isCompiled(given.state)) return given.state;
  if (typeof given !== 'string') throw new NotModelled('patterns of bytes are not modelled');
  const bits = BigInt(expectInt(flags ?? 0n));
  runtime.charge(given.length);
  return modelled(() => ({ pattern: given, flags: bits, ...compileRegex(given, flagsOf(bits)) }));
}

/** Does `work`; what it can't follow of an expression is not modelled. */
function modelled<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RegexNotFollowed) throw new NotModelled(error.message);
    throw error;
  }
}

function isCompiled(state: unknown): state is Compiled {
  return typeof state === 'object' && state !== null && 'program' in state;
}

export type MatchMode = 'search' | 'match' | 'fullmatch';

/** The first match, or `null`. */
export function matchOnce(
  runtime: Runtime,
  compiled: Compiled,
  text: string,
  mode: MatchMode,
): Matched | null {
  return matching(runtime, compiled, text, (matcher) => {
    const marks =
      mode === 'search'
        ? nextMatch(compiled, matcher, text, 0, false)
        : matcher.match(0, mode === 'fullmatch', false);
    return marks === null ? null : toMatched(compiled, text, marks);
  });
}

/** All matches, as `re.finditer` gives them: none is empty right behind an empty one. */
export function matchAll(runtime: Runtime, compiled: Compiled, text: string): readonly Matched[] {
  return matching(runtime, compiled, text, (matcher) => {
    const found: Matched[] = [];
    for (const groups of eachMatch(compiled, matcher, text)) {
      runtime.charge(1);
      found.push({ compiled, text, ...groups });
    }
    return found;
  });
}

function matching<Result>(
  runtime: Runtime,
  compiled: Compiled,
  text: string,
  work: (matcher: Matcher) => Result,
): Result {
  const matcher = matcherOf(compiled, text);
  try {
    return modelled(() => work(matcher));
  } finally {
    runtime.charge(Math.ceil(matcher.steps / STEPS_FOR_ONE));
  }
}

function toMatched(compiled: Compiled, text: string, marks: Marks): Matched {
  return { compiled, text, ...groupsOf(compiled, text, marks) };
}

/** The number of a group by number or name; raises IndexError as Python does. */
export function groupNumber(runtime: Runtime, matched: Matched, key: Value): number {
  const { groups } = matched.compiled;
  const number = typeof key === 'string' ? groups.indexOf(key) : expectInt(key);
  if (number < 0 || number >= groups.length) runtime.raise('IndexError', 'no such group');
  return number;
}

export const patterns: StateSlot<Compiled> = stateSlot();
export const matches: StateSlot<Matched> = stateSlot();
