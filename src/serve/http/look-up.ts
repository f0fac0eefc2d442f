import { type Stats, statSync } from 'node:fs';

/** Returns what the system tells of a file; `null` if nothing is there, or nothing that anybody may look at. */
export type LookUp = (file: string) => Stats | null;

/**
 * Makes a look-up that asks the system for each file once in a turn of the event loop. Requests that came in together share
 * the answer; no request gets one from before it came.
 */
export function makeLookUp(): LookUp {
  const seen = new Map<string, Stats | null>();
  return (file) => {
    const known = seen.get(file);
    if (known !== undefined) return known;
    if (seen.size === 0) setImmediate(() => seen.clear());
    const stats = statsOf(file);
    seen.set(file, stats);
    return stats;
  };
}

/** Asks the system now. */
export function statsOf(file: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/** True if nothing tells that a file or a folder is another one, or was written to. */
export function isSame(before: Stats, now: Stats): boolean {
  return (
    before.ino === now.ino &&
    before.size === now.size &&
    before.mtimeMs === now.mtimeMs &&
    before.ctimeMs === now.ctimeMs
  );
}

/** Milliseconds. What was written to this recently may be written to again without a sign of it: its time is too coarse. */
const SETTLES = 1_000;

/** True if a later change of a file or a folder would show. */
export function isSettled({ ctimeMs }: Stats): boolean {
  return Date.now() - ctimeMs > SETTLES;
}
