import type { Recorded } from '../values/record.ts';
import type { Unknown } from '../values/values.ts';
import { mayHaveRaised } from './doubts.ts';
import { type Outcome, type RaisedOutcome, type Signal, Undecided } from './fork.ts';
import type { Doubt } from './guards.ts';
import { apply, cutShort, merge, type States } from './journal.ts';
import type { Machine } from './machine.ts';
import { same } from './same.ts';

/** How a `try` or `with` may end, for all that is known. Where it ends in an exception of several, `perhaps` are these. */
export type Way = (Outcome<Signal> | RaisedOutcome) & { readonly perhaps?: readonly Doubt[] };

/** `main`: the way that is taken if none of the exceptions in doubt was raised. `unknown`: what the others differ in. */
export type Ways =
  | { readonly main: Way; readonly others: readonly []; readonly unknown?: never }
  | { readonly main: Way; readonly others: readonly Way[]; readonly unknown: Unknown };

/** How all objects may be where the body, which comes to an outcome, was ended early by one of the exceptions. */
export function whereCut(machine: Machine, body: States, doubts: readonly Doubt[], unknown: Unknown): States {
  return machine.journals.attempt(() => {
    for (const states of [body, ...doubts.map((doubt) => doubt.states)]) cutShort(states, unknown);
  }).states;
}

/**
 * Goes on with what the ways have in common (policy Fork). An exception at the end of one that is not the main one is left to
 * who waits for it further out.
 */
export function join(machine: Machine, { main, others, unknown }: Ways): Signal {
  if (unknown === undefined) {
    apply(main.states);
    if (main.raised !== undefined) throw main.raised;
    return main.result;
  }
  const going: Outcome<Signal>[] = [];
  for (const way of others) {
    if (way.raised === undefined) going.push(way);
    else if (way.perhaps === undefined) mayHaveRaised(machine, way.raised.exception, unknown, way.states);
    else leaveTo(machine, way.perhaps, way.states);
  }
  if (main.raised === undefined) {
    const { result, states } = going.reduce((one, other) => both(machine, one, other, unknown), main);
    apply(states);
    return result;
  }
  let { states } = main;
  for (const other of going)
    states = machine.journals.attempt(() => merge(states, other.states, unknown)).states;
  apply(states);
  if (going.length === 0) throw main.raised;
  machine.doubts += 1;
  throw new Undecided(unknown, true);
}

/** Leaves exceptions that nobody has handled to who waits for them further out. */
export function leaveTo(machine: Machine, doubts: readonly Doubt[], states?: States): void {
  if (machine.guards.length === 0) return;
  for (const doubt of doubts) machine.perhapsRaised.push(states === undefined ? doubt : { ...doubt, states });
}

function both(
  machine: Machine,
  ours: Outcome<Signal>,
  theirs: Outcome<Signal>,
  unknown: Unknown,
): Outcome<Signal> {
  const { states } = machine.journals.attempt(() => merge(ours.states, theirs.states, unknown));
  const changed = new Set([...ours.states.keys(), ...theirs.states.keys()]);
  return { result: bothSignals(ours.result, theirs.result, unknown, changed), states };
}

function bothSignals(ours: Signal, theirs: Signal, unknown: Unknown, changed: ReadonlySet<Recorded>): Signal {
  if (ours.kind !== theirs.kind) throw new Undecided(unknown);
  if (ours.kind !== 'return' || theirs.kind !== 'return') return ours;
  return { kind: 'return', value: same(ours.value, theirs.value, changed) ? ours.value : unknown };
}
