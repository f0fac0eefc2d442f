import type { Instance, Unknown } from '../values/values.ts';
import type { Doubt } from './guards.ts';
import type { States } from './journal.ts';
import type { Machine } from './machine.ts';

/** What was in doubt at some time. */
export interface Since {
  readonly count: number;
  readonly length: number;
}

const NOTHING: States = new Map();

/** Whether somebody waits for an exception, for all that is known. */
export function isAwaited({ guards }: Machine, exception: Instance): boolean {
  return guards.some((guard) => guard.catches(exception));
}

/** Notes that an exception may have been raised. The program ends with one that nobody waits for. */
export function mayHaveRaised(
  machine: Machine,
  exception: Instance,
  unknown: Unknown,
  states: States = NOTHING,
): void {
  if (isAwaited(machine, exception)) machine.perhapsRaised.push({ exception, unknown, states });
  else if (machine.guards.some((guard) => guard.isVague)) machine.doubts += 1;
}

export function doubtsSoFar({ doubts, perhapsRaised }: Machine): Since {
  return { count: doubts, length: perhapsRaised.length };
}

/** Takes the doubts out that came up since; `unknown` says why, where any exception may have been raised. */
export function doubtsSince(
  machine: Machine,
  { count, length }: Since,
  unknown: () => Unknown,
): readonly Doubt[] {
  const known = machine.perhapsRaised.splice(length);
  if (machine.doubts <= count) return known;
  return [...known, { exception: undefined, unknown: unknown(), states: NOTHING }];
}
