import type { Runtime } from '../values/runtime.ts';
import { BoundPassed } from '../values/values.ts';

/** The most that one operation may build: characters of a text, items of a list. */
export const MOST_BUILT = 1_000_000;

// Going over that many characters, or copying that many items, takes as long as a step.
const PER_STEP = 64;

/** Charges for a text or list before it is built. Throws if it would be huge. */
export function chargeBuilt(runtime: Runtime, size: number): void {
  if (size > MOST_BUILT) throw new BoundPassed(`the result would have more than ${MOST_BUILT} items`);
  chargeLength(runtime, size);
}

// So does looking at that many characters one by one.
const CHARACTERS_PER_STEP = 8;

/** Charges for looking at so many characters one by one. */
export function chargeText(runtime: Runtime, length: number): void {
  if (length >= PER_STEP) runtime.charge(Math.floor(length / CHARACTERS_PER_STEP));
}

/** Charges for going over so many characters, or copying so many items, as fast as memory is read. */
export function chargeLength(runtime: Runtime, length: number): void {
  if (length >= PER_STEP) runtime.charge(Math.floor(length / PER_STEP));
}

// Where one long text is looked for in another, JavaScript may compare so many characters, and more, for a step.
const COMPARED_PER_STEP = 500_000;

/** Charges for looking for one text in another. */
export function chargeSearch(runtime: Runtime, length: number, sought: number): void {
  const steps = Math.floor((length * sought) / COMPARED_PER_STEP);
  if (steps > 0) runtime.charge(steps);
}

/** The length of all texts together, as they are joined. */
export function totalLength(texts: readonly string[], between: number = 0): number {
  return texts.reduce((sum, text) => sum + text.length + between, 0);
}
