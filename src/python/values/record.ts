import type { Position } from '../../types.ts';

/** A mutable object whose state can be taken and put back, so that both branches of a fork can be tried. */
export interface Recorded {
  /** Counts up with every recorded object made: tells whether it is older than a branch. */
  readonly born: number;
  /** How much a snapshot copies: items, keys. */
  readonly weight: number;
  snapshot(): unknown;
  restore(state: unknown): void;
}

/** One place that changed a value, and the environment variables that change depends on. */
export interface Change {
  readonly at: Position;
  readonly environment: readonly string[];
  /** How many names had been imported by then, where code changes it that runs from its first to its last line. */
  readonly importsSeen?: number;
}

/** What an Unknown says of a change that code must not see. */
export interface Lateness {
  readonly reason: string;
  readonly at: Position;
  readonly expression: string;
  readonly environment: readonly string[];
}

/** Hears of every change to a mutable value before it happens, and of the work that goes over one. */
export interface Recorder {
  touch(object: Recorded): void;
  /** Charges so many steps, also parts of one, to the bound (policy Bounds). */
  work(steps: number): void;
  /** The place where evaluation stands now, and the variables it depends on. */
  change(): Change;
  /** Counts the imports, while code runs that runs from its first to its last line; 0 while code runs that waited. */
  readonly time: number;
  /** Why the code that runs must not see what was changed at such a time: Python ran it before. */
  tooLate(time: number): Lateness | undefined;
}

let births = 0;

/** The number for a new recorded object; also tells how many there are so far. */
export function birth(): number {
  births += 1;
  return births;
}

// Evaluation is synchronous, so one recorder at a time is enough, and natives need not carry it to every container.
let current: Recorder | null = null;

/** Runs `work` with `recorder` told of every change. Nests; the former recorder is back afterwards. */
export function recording<Result>(recorder: Recorder, work: () => Result): Result {
  const former = current;
  current = recorder;
  try {
    return work();
  } finally {
    current = former;
  }
}

/** Tells the recorder of a change. A mutable value calls it before it changes. */
export function touch(object: Recorded): void {
  current?.touch(object);
}

// To copy an item, and to hash a key, takes as long as such a part of a step; a power of two, so that sums stay exact.
const STEPS_PER_ITEM = 1 / 64;
const STEPS_PER_KEY = 1 / 4;
// A call that goes over fewer costs its own step.
const FOR_NOTHING = 16;

/** Charges so many steps. */
export function chargeWork(steps: number): void {
  current?.work(steps);
}

/** Charges for copying, moving or going over so many items. */
export function chargeItems(count: number): void {
  if (count > FOR_NOTHING) current?.work(count * STEPS_PER_ITEM);
}

/** Charges for hashing so many keys. */
export function chargeKeys(count: number): void {
  current?.work(count * STEPS_PER_KEY);
}

/** Where evaluation stands, or `undefined` outside an evaluation. */
export function currentChange(): Change | undefined {
  return current?.change();
}

/** The time at which code that runs on changes something; 0 for code that waited. */
export function currentTime(): number {
  return current?.time ?? 0;
}

/** Why code that waited must not see a change that was made at such a time; `undefined` if it may. */
export function tooLate(time: number): Lateness | undefined {
  return time === 0 ? undefined : current?.tooLate(time);
}

// A loop that appends a thousand times is one change, and no message names more than a few.
const MOST_CHANGES = 20;

/** `changes` with the current place added, unless it is the last one already. */
export function withChange(changes: readonly Change[]): readonly Change[] {
  const change = current?.change();
  if (change === undefined || changes.length >= MOST_CHANGES) return changes;
  const last = changes.at(-1);
  if (last !== undefined && last.at.line === change.at.line && last.at.file === change.at.file)
    return changes;
  return [...changes, change];
}
