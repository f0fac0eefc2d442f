import { setTimeout } from 'node:timers/promises';
import type { Bucket } from '../types.ts';

/** What a publish asks of time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds. Throws the reason of the signal once it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The time as the store tells it, by which publishers agree how long a claim holds: their own clocks may be hours apart. */
export function storeTime({ ahead }: Pick<Bucket, 'ahead'>, clock: Clock): number {
  return clock.now() + (ahead?.() ?? 0);
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    await setTimeout(ms, undefined, signal && { signal });
  },
};
