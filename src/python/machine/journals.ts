import { birth, type Recorded } from '../values/record.ts';
import type { Unknown } from '../values/values.ts';
import { Journal } from './journal.ts';

// Copying the names of a module takes less than the statement that has it copied.
const COPIED_FOR_NOTHING = 200;

// To note what a branch changes, and to take it back, takes as long as so many steps.
const STEPS_TO_ATTEMPT = 5;

/** The journals of the branches that are being tried, the innermost last. */
export class Journals {
  readonly #work: (steps: number) => void;
  #open: Journal[] = [];

  /** `work`: charges steps. */
  constructor(work: (steps: number) => void) {
    this.#work = work;
  }

  /** Carries out `work` and takes all its changes back, keeping them as an outcome. */
  attempt<Result>(work: () => Result): {
    readonly result: Result;
    readonly states: ReadonlyMap<Recorded, unknown>;
  } {
    this.#work(STEPS_TO_ATTEMPT);
    const journal = new Journal(birth());
    this.#open.push(journal);
    try {
      const result = work();
      return { result, states: journal.after() };
    } finally {
      journal.undo();
      this.#open.pop();
    }
  }

  /** Carries out `work` with changes that outlast the branches around; an object for which that can't be is `lost` to them. */
  outlasting<Result>(work: () => Result, lost: () => Unknown): Result {
    const around = this.#open;
    const watch = around.length > 0 ? new Journal(birth()) : undefined;
    this.#open = watch === undefined ? [] : [watch];
    try {
      return work();
    } finally {
      this.#open = around;
      if (watch !== undefined) for (const journal of around) journal.keep(watch, lost());
    }
  }

  /** To be called before an object changes. */
  touch(object: Recorded): void {
    for (const journal of this.#open) {
      const copied = journal.touch(object);
      if (copied > COPIED_FOR_NOTHING) this.#work(copied - COPIED_FOR_NOTHING);
    }
  }
}
