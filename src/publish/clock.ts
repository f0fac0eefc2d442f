import { setTimeout } from 'node:timers/promises';

/** What a publish asks of time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds. Throws the reason of the signal once it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    await setTimeout(ms, undefined, signal && { signal });
  },
};
