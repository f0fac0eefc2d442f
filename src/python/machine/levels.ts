import { BoundPassed } from '../values/values.ts';

// JavaScript's stack holds some thousand levels of the shortest kind, fewer in calls within calls.
const DEEPEST_LEVEL = 200;

/** Levels of values, and of natives that natives call, that are being gone into. */
export class Levels {
  #count = 0;

  /** Goes one level further. Throws if that goes too deep for the stack. */
  deeper<Result>(work: () => Result): Result {
    this.descend();
    try {
      return work();
    } finally {
      this.ascend();
    }
  }

  /** The beginning and the end of `deeper`, for what is called too often for a function of its own. */
  descend(): void {
    if (this.#count >= DEEPEST_LEVEL)
      throw new BoundPassed(`values or calls nest deeper than ${DEEPEST_LEVEL}`);
    this.#count += 1;
  }

  ascend(): void {
    this.#count -= 1;
  }
}
