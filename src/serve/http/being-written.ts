import { setTimeout as pause } from 'node:timers/promises';
import type { LookUp } from './look-up.ts';

/** Milliseconds since a change after which a file is taken to be whole. */
const QUIET = 10;

/** Milliseconds since a change after which an empty file is taken to be meant so: many editors empty a file, then write it. */
const EMPTY = 200;

/** Milliseconds after which a file is answered with as it is: something writes to it without end. */
const PATIENCE = 500;

/** True if somebody may be at work on a file, so that what is read now could be half of it. */
export function isBeingWritten(lookUp: LookUp, file: string): boolean {
  const stats = lookUp(file);
  if (stats === null || !stats.isFile()) return false;
  // The disk's clock may be ahead of ours: by a little that is just now, by more it tells nothing.
  const age = Math.abs(Date.now() - stats.ctimeMs);
  return age < (stats.size === 0 ? EMPTY : QUIET);
}

/** Waits until a file is whole, as far as anybody can tell. */
export async function untilWritten(lookUp: LookUp, file: string): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (isBeingWritten(lookUp, file) && performance.now() < end) await pause(QUIET);
}
