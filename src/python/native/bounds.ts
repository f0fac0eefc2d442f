import type { Runtime } from '../values/runtime.ts';
import { NotModelled } from '../values/values.ts';

/** The most that one operation may build: characters of a text, items of a list. */
export const MOST_BUILT = 1_000_000;

// Going over that many characters, or copying that many items, takes as long as a step.
const PER_STEP = 64;

/** Charges for a text or list before it is built. Throws `NotModelled` if it would be huge. */
export function chargeBuilt(runtime: Runtime, size: number): void {
  if (size > MOST_BUILT) throw new NotModelled(`the result would have more than ${MOST_BUILT} items`);
  chargeLength(runtime, size);
}

/** Charges for going over so many characters, or copying so many items. */
export function chargeLength(runtime: Runtime, length: number): void {
  if (length >= PER_STEP) runtime.charge(Math.floor(length / PER_STEP));
}

/** The length of all texts together, as they are joined. */
export function totalLength(texts: readonly string[], between: number = 0): number {
  return texts.reduce((sum, text) => sum + text.length + between, 0);
}
