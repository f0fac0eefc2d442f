import { instance } from '../native/native.ts';
import { Iterator } from '../values/iterator.ts';
import type { Recorded } from '../values/record.ts';
import {
  type ClassValue,
  type Instance,
  MetUnknown,
  NotModelled,
  Raised,
  type Unknown,
  type Value,
} from '../values/values.ts';
import { mayHaveRaised } from './doubts.ts';
import { apply, merge, type States } from './journal.ts';
import type { Machine } from './machine.ts';
import { same } from './same.ts';

/** How a run of statements ends. */
export type Signal =
  | { readonly kind: 'next' | 'break' | 'continue' }
  | { readonly kind: 'return'; readonly value: Value };

export const NEXT: Signal = { kind: 'next' };

/** Thrown where it can't be told which way code went on, to the loop, `try` or function around it. */
export class Undecided extends Error {
  readonly unknown: Unknown;
  /** Whether one way is an exception: then it is for the `try` around it. */
  readonly mayRaise: boolean;

  constructor(unknown: Unknown, mayRaise: boolean = false) {
    super(unknown.reason);
    this.unknown = unknown;
    this.mayRaise = mayRaise;
  }
}

export interface Outcome<Result> {
  readonly result: Result;
  readonly states: States;
  readonly raised?: undefined;
}

export interface RaisedOutcome {
  readonly raised: Raised;
  readonly states: States;
}

/** Carries out `work` and takes it back. */
export function attempt<Result>(machine: Machine, work: () => Result): Outcome<Result> | RaisedOutcome {
  const { result, states } = machine.journals.attempt(() => {
    try {
      return { value: work() };
    } catch (error) {
      if (error instanceof Raised) return { raised: error };
      throw error;
    }
  });
  return 'raised' in result && result.raised !== undefined
    ? { raised: result.raised, states }
    : { result: (result as { value: Result }).value, states };
}

// Each level doubles the work.
const DEEPEST_FORK = 6;

function bothWays<Result>(
  machine: Machine,
  left: () => Result,
  right: () => Result,
): readonly [Outcome<Result> | RaisedOutcome, Outcome<Result> | RaisedOutcome] {
  if (machine.forks >= DEEPEST_FORK)
    throw new NotModelled('too many undecided branches lie within each other');
  machine.forks += 1;
  try {
    return [attempt(machine, left), attempt(machine, right)];
  } finally {
    machine.forks -= 1;
  }
}

/** The Unknown for what depends on an undecided test. */
export function undecided(machine: Machine, test: Unknown): Unknown {
  const reason = test.reason.startsWith('it depends on')
    ? test.reason
    : `it depends on a test that is unknown: ${test.reason}`;
  const environment = [...new Set([...test.environment, ...machine.reads])].sort();
  const { kind, at, expression, lacksPackages = false } = test;
  return { kind, reason, at, expression, environment, ...(lacksPackages ? { lacksPackages } : {}) };
}

/**
 * Carries out both branches of an undecided test and keeps what comes out equal: a *fork* (policy Fork). A branch that
 * ends in `raise` is taken not to happen, since it would end the program, unless a `try` waits for the exception.
 * If the branches end in different ways, takes everything back and gives `undefined`.
 */
export function fork(
  machine: Machine,
  test: Unknown,
  left: () => Signal,
  right: () => Signal,
): Signal | undefined {
  const outcomes = orUndecided(() => bothWays(machine, left, right));
  if (outcomes === undefined) return undefined;
  const [ours, theirs] = outcomes;
  const raises = settleRaises(machine, test, ours, theirs);
  if (raises !== undefined) return raises;
  if (ours.raised !== undefined || theirs.raised !== undefined) {
    throw new Undecided(undecided(machine, test), true);
  }
  if (ours.result.kind !== theirs.result.kind) return undefined;
  const unknown = undecided(machine, test);
  merge(ours.states, theirs.states, unknown);
  if (ours.result.kind !== 'return' || theirs.result.kind !== 'return') return ours.result;
  return {
    kind: 'return',
    value: same(ours.result.value, theirs.result.value) ? ours.result.value : unknown,
  };
}

/** `undefined` where a branch itself can't be followed to one end. */
function orUndecided<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Undecided && !error.mayRaise) return undefined;
    throw error;
  }
}

/** What one or two raises leave to go on with; `undefined` where both branches go on, or nobody can tell. */
function settleRaises<Result>(
  machine: Machine,
  test: Unknown,
  ours: Outcome<Result> | RaisedOutcome,
  theirs: Outcome<Result> | RaisedOutcome,
): Result | undefined {
  if (ours.raised === undefined && theirs.raised === undefined) return undefined;
  if (ours.raised !== undefined && theirs.raised !== undefined) {
    const unknown = undecided(machine, test);
    merge(ours.states, theirs.states, unknown);
    if (same(ours.raised.exception, theirs.raised.exception)) throw ours.raised;
    const type = ours.raised.exception.class;
    if (type === theirs.raised.exception.class) throw new Raised(oneOf(type, unknown), undefined, true);
    machine.doubts += 1;
    for (const { raised } of [ours, theirs]) mayHaveRaised(machine, raised.exception, unknown);
    throw new Undecided(unknown, true);
  }
  const [ended, going] = ours.raised === undefined ? [theirs, ours] : [ours, theirs];
  if (ended.raised?.isDeliberate !== true || going.raised !== undefined) {
    machine.doubts += 1;
    return undefined;
  }
  mayHaveRaised(machine, ended.raised.exception, undecided(machine, test), ended.states);
  apply(going.states);
  return going.result;
}

/** An exception of which nobody knows what it says. */
function oneOf(type: ClassValue, unknown: Unknown): Instance {
  const exception = instance(type);
  exception.attributes.spoil(unknown);
  return exception;
}

/** The value of a conditional expression with an undecided test. */
export function eitherValue(machine: Machine, test: Unknown, left: () => Value, right: () => Value): Value {
  const [ours, theirs] = bothWays(machine, left, right);
  const raises = settleRaises(machine, test, ours, theirs);
  if (raises !== undefined) return raises;
  if (ours.raised !== undefined || theirs.raised !== undefined) return undecided(machine, test);
  const unknown = undecided(machine, test);
  merge(ours.states, theirs.states, unknown);
  return same(ours.result, theirs.result) ? ours.result : unknown;
}

/**
 * The result of work on items that come in no known order. Work that changes anything comes out differently each time: what it
 * changes is Unknown then, and so is what it gives. `scratch`: what nobody else sees.
 */
export function inAnyOrder<Result>(
  machine: Machine,
  doubt: Unknown,
  work: () => Result,
  scratch?: Recorded,
): Result {
  const outcome = attempt(machine, () => orGap(work));
  const asked = [...outcome.states.keys()].filter(
    (object) => object instanceof Iterator && object.unordered !== undefined,
  ) as Iterator[];
  const own = new Set<Recorded | undefined>([scratch, ...asked, ...asked.map((one) => one.scratch)]);
  const changed = [...outcome.states].filter(([object]) => !own.has(object));
  merge(new Map(changed), new Map(), doubt);
  if (outcome.raised !== undefined) throw new MetUnknown(doubt);
  if ('gap' in outcome.result) throw outcome.result.gap;
  if (changed.length > 0) throw new MetUnknown(doubt);
  apply(outcome.states);
  return outcome.result.value;
}

/** What work comes to, or why it can't be followed: what it has changed until then is not taken back for that. */
function orGap<Result>(
  work: () => Result,
): { readonly value: Result } | { readonly gap: MetUnknown | NotModelled } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof MetUnknown || error instanceof NotModelled) return { gap: error };
    throw error;
  }
}

/** Carries out work that may happen any number of times, also never: all that it changes is Unknown afterwards. */
export function perhaps(machine: Machine, test: Unknown, work: () => Signal): void {
  const outcome = attempt(machine, work);
  const unknown = undecided(machine, test);
  if (outcome.raised !== undefined) mayHaveRaised(machine, outcome.raised.exception, unknown, outcome.states);
  else if (outcome.result.kind === 'return') throw new Undecided(unknown);
  merge(outcome.states, new Map(), unknown);
}

/** The value of work that may not be carried out at all; `undefined` if it raises. All that it changes is Unknown afterwards. */
export function perhapsValue<Result>(
  machine: Machine,
  test: Unknown,
  work: () => Result,
): Result | undefined {
  const outcome = attempt(machine, work);
  const unknown = undecided(machine, test);
  machine.doubts += 1;
  if (outcome.raised !== undefined) mayHaveRaised(machine, outcome.raised.exception, unknown, outcome.states);
  merge(outcome.states, new Map(), unknown);
  return outcome.raised === undefined ? outcome.result : undefined;
}
