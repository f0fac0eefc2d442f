import { expectInt, known } from '../../../native/expect.ts';
import { type StateSlot, stateSlot } from '../../../native/state-slot.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { NotModelled, type Value } from '../../../values/values.ts';
import { bounded } from './bounded.ts';
import { type RegexFlags, type Translated, translate } from './translate.ts';

/** State of a Pattern instance. */
export interface Compiled {
  readonly pattern: string;
  readonly flags: bigint;
  readonly translated: Translated;
}

/** State of a Match instance: the groups with their spans in UTF-16 units. */
export interface Matched {
  readonly compiled: Compiled;
  readonly text: string;
  readonly values: readonly (string | undefined)[];
  readonly spans: readonly (readonly [number, number] | undefined)[];
}

const BITS = { ignoreCase: 2n, locale: 4n, multiline: 8n, dotAll: 16n, verbose: 64n, ascii: 256n };

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
  const translated = translate(given, flagsOf(bits));
  try {
    new RegExp(translated.source, translated.flags);
  } catch {
    throw new NotModelled('the regular expression has no counterpart here');
  }
  return { pattern: given, flags: bits, translated };
}

function isCompiled(state: unknown): state is Compiled {
  return typeof state === 'object' && state !== null && 'translated' in state;
}

export type MatchMode = 'search' | 'match' | 'fullmatch';

/** The first match, or `null`. */
export function matchOnce(compiled: Compiled, text: string, mode: MatchMode): Matched | null {
  const { source, flags, nested } = compiled.translated;
  const whole = mode === 'fullmatch' ? `(?:${source})(?![\\s\\S])` : source;
  const regex = new RegExp(whole, `${flags}d${mode === 'search' ? '' : 'y'}`);
  const found = bounded(nested, text, () => regex.exec(text));
  return found === null ? null : toMatched(compiled, found);
}

/** All matches, as `re.finditer` gives them: an empty one may follow right behind one that is not. */
export function matchAll(runtime: Runtime, compiled: Compiled, text: string): readonly Matched[] {
  const { source, flags, nested } = compiled.translated;
  const regex = new RegExp(source, `${flags}dg`);
  const found = bounded(nested, text, () => [...text.matchAll(regex)]);
  runtime.charge(found.length);
  return found.map((match) => toMatched(compiled, match as RegExpExecArray));
}

function toMatched(compiled: Compiled, found: RegExpExecArray): Matched {
  const spans = [...(found.indices ?? [])].map((span) => (span as [number, number] | undefined) ?? undefined);
  const values = [...found] as (string | undefined)[];
  const lost = values.some((value) => value === undefined);
  if (lost && compiled.translated.captureInRepeat) {
    // JavaScript forgets a group when its repeat goes round again; Python keeps what it caught before.
    throw new NotModelled('a group inside a repeat was left out of its last round');
  }
  return { compiled, text: found.input, values, spans };
}

/** The number of a group by number or name; raises IndexError as Python does. */
export function groupNumber(runtime: Runtime, matched: Matched, key: Value): number {
  const { groups } = matched.compiled.translated;
  const number = typeof key === 'string' ? groups.indexOf(key) : expectInt(key);
  if (number < 0 || number >= groups.length) runtime.raise('IndexError', 'no such group');
  return number;
}

export const patterns: StateSlot<Compiled> = stateSlot();
export const matches: StateSlot<Matched> = stateSlot();
