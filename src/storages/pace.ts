import { setImmediate } from 'node:timers/promises';

/** How long synchronous work may keep the event loop from signals and the progress bar; milliseconds. */
const LIMIT = 40;

/** For long loops of synchronous work: `if (pace.isDue()) await pace.breathe()`. */
export interface Pace {
  isDue(): boolean;
  breathe(): Promise<void>;
}

export function createPace(): Pace {
  let last = performance.now();
  return {
    isDue: () => performance.now() - last >= LIMIT,
    async breathe() {
      await setImmediate();
      last = performance.now();
    },
  };
}
