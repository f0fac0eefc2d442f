import { setImmediate } from 'node:timers/promises';
import { clock } from './clock.ts';

/** How long synchronous work may keep the event loop from signals and the progress bar; milliseconds. */
const LIMIT = 40;
const STRIDE = 16;

/** For long loops of synchronous work: `if (pace.isDue()) await pace.breathe()`. */
export interface Pace {
  isDue(): boolean;
  breathe(): Promise<void>;
}

export function createPace(): Pace {
  let last = clock();
  let asked = 0;
  return {
    // The clock costs more than much of the work: it is looked at every so often.
    isDue: () => ++asked % STRIDE === 0 && clock() - last >= LIMIT,
    async breathe() {
      await setImmediate();
      last = clock();
    },
  };
}
