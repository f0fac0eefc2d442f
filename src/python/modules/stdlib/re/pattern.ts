import { expectInt, known } from '../../../native/expect.ts';
import { type StateSlot, stateSlot } from '../../../native/state-slot.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { NotModelled, type Value } from '../../../values/values.ts';
import type { RegexFlags } from './flags.ts';
import { type Marks, Matcher } from './matcher.ts';
import { parsePattern } from './parse.ts';
import { compileTree, firstLiteral, type Program } from './program.ts';

/** State of a Pattern instance. */
export interface Compiled {
  readonly pattern: string;
  readonly flags: bigint;
  readonly program: Program;
  /** Group names by number; `null` for those without. The first is the whole match. */
  readonly groups: readonly (string | null)[];
  /** What every match begins with; `undefined` where that is not one character. */
  readonly first: string | undefined;
}

/** State of a Match instance: the groups with their spans in UTF-16 units. */
export interface Matched {
  readonly compiled: Compiled;
  readonly text: string;
  readonly values: readonly (string | undefined)[];
  readonly spans: readonly (readonly [number, number] | undefined)[];
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
  const { tree, groups } = parsePattern(given, flagsOf(bits));
  const first = firstLiteral(tree);
  return {
    pattern: given,
    flags: bits,
    program: compileTree(tree),
    groups,
    first: first === undefined ? undefined : String.fromCodePoint(first),
  };
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
    let at = 0;
    let wasEmpty = false;
    for (;;) {
      const marks = nextMatch(compiled, matcher, text, at, wasEmpty);
      if (marks === null) return found;
      runtime.charge(1);
      found.push(toMatched(compiled, text, marks));
      at = marks[1] as number;
      wasEmpty = marks[0] === at;
    }
  });
}

function matching<Result>(
  runtime: Runtime,
  { program, groups }: Compiled,
  text: string,
  work: (matcher: Matcher) => Result,
): Result {
  const matcher = new Matcher(text, program, groups.length);
  try {
    return work(matcher);
  } finally {
    runtime.charge(Math.ceil(matcher.steps / STEPS_FOR_ONE));
  }
}

/** The first match from `start` on; with `isEmptyRefused` an empty one at `start` itself does not count. */
function nextMatch(
  { first }: Compiled,
  matcher: Matcher,
  text: string,
  start: number,
  isEmptyRefused: boolean,
): Marks | null {
  let at = start;
  for (;;) {
    if (first !== undefined) at = text.indexOf(first, at);
    if (at < 0 || at > text.length) return null;
    const marks = matcher.match(at, false, isEmptyRefused && at === start);
    if (marks !== null) return marks;
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
}

function toMatched(compiled: Compiled, text: string, marks: Marks): Matched {
  const spans = compiled.groups.map((_, group) => {
    const [from, to] = [marks[group * 2], marks[group * 2 + 1]];
    return from === undefined || to === undefined ? undefined : ([from, to] as const);
  });
  const values = spans.map((span) => (span === undefined ? undefined : text.slice(...span)));
  return { compiled, text, values, spans };
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
