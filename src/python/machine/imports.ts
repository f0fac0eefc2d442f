import type { ModuleValue } from '../values/values.ts';

/** A name that an import took from a module. */
interface Taken {
  /** Whose code has it. */
  readonly by: ModuleValue;
  readonly importsSeen: number;
  /** Looks at its value. */
  readonly settle: () => void;
}

/** What code has imported that runs from its first to its last line, and what was taken from there. */
export class Imports {
  /** Dotted names, in the order in which they were imported. */
  readonly names: Set<string> = new Set();
  /** How many imports there were when what is asked was asked for. */
  seen: number = Number.POSITIVE_INFINITY;
  /** Names of modules that are read as far as they are asked for, whose values code has that runs on. */
  readonly handedOut: Map<ModuleValue, Set<string>> = new Map();
  readonly #times: number[] = [];
  /** Names of other modules that were taken and not looked at yet, by module. */
  readonly #taken = new Map<string, Taken[]>();
  #time = 0;

  /** Counts the imports, those of modules that wait included. */
  get time(): number {
    return this.#time;
  }

  /** Counts one more. */
  tick(): number {
    this.#time += 1;
    return this.#time;
  }

  add(dotted: string): void {
    this.names.add(dotted);
    this.#times.push(this.tick());
  }

  /** When as many names had been imported; `undefined` if so many have not. */
  timeOf(count: number): number | undefined {
    return this.#times[count - 1];
  }

  take(from: string, taken: Taken): void {
    const all = this.#taken.get(from) ?? [];
    this.#taken.set(from, all);
    all.push(taken);
  }

  /** Carries out `work` as if no more had been imported than so many names. */
  asOf<Result>(seen: number, work: () => Result): Result {
    const former = this.seen;
    this.seen = Math.min(former, seen);
    try {
      return work();
    } finally {
      this.seen = former;
    }
  }

  /** Looks at all names that were taken, before code changes a module that runs from its first to its last line. */
  settleAll(): void {
    for (const dotted of [...this.#taken.keys()])
      this.settleTaken(dotted, Number.POSITIVE_INFINITY, undefined);
  }

  /** Looks at the names that were taken from a module before another changes it, by which there were so many imports. */
  settleTaken(dotted: string, seen: number, changer: ModuleValue | undefined): void {
    const all = this.#taken.get(dotted);
    if (all === undefined) return;
    const due = all.filter((each) => each.importsSeen <= seen || each.by === changer);
    this.#taken.set(
      dotted,
      all.filter((each) => !due.includes(each)),
    );
    for (const { settle } of due) settle();
  }
}
