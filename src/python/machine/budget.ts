import { cpuUsage } from 'node:process';
import { fail } from '../../errors.ts';
import type { Position } from '../../types.ts';
import { NotModelled } from '../values/values.ts';

export interface Limits {
  readonly steps: number;
  readonly bytes: number;
  /** Of processor time. */
  readonly milliseconds: number;
}

/** Enough for every settings module seen by a factor of a hundred, and well under two seconds of work. */
export const DEFAULT_LIMITS: Limits = { steps: 3_000_000, bytes: 32_000_000, milliseconds: 1_000 };

// Asking the clock costs more than a step does.
const STEPS_PER_LOOK = 4_096;

/** Processor time, so that a busy machine does not make good settings fail. */
function milliseconds(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1_000;
}

/** Thrown where code takes more than was set aside for it: caught where it was entered, and is then not modelled. */
export class PackageLimit extends Error {}

// Code of installed packages may do anything and is seldom needed: each time it is entered it gets this much, and in
// all no more than what a user will wait for.
const PACKAGE: Limits = { steps: 300_000, bytes: Number.POSITIVE_INFINITY, milliseconds: 250 };
const ALL_PACKAGES_MILLISECONDS = 500;

/** What one interpreter may still spend. Passing a bound ends the evaluation with `python-limit` (policy Bounds). */
export class Budget {
  readonly #limits: Limits;
  readonly #at: () => Position;
  #steps = 0;
  #bytes = 0;
  #nextLook = STEPS_PER_LOOK;
  #started = milliseconds();
  /** While code of a package runs. */
  #visit: { readonly started: number; steps: number; nextLook: number } | undefined;
  #visited = 0;
  /** The step count up to which code that is only tried out may go. */
  #lent = Number.POSITIVE_INFINITY;

  constructor(limits: Limits, at: () => Position) {
    this.#limits = limits;
    this.#at = at;
  }

  /** The clock runs only while code is evaluated, not while the caller does other things. */
  restartClock(): void {
    this.#started = milliseconds();
  }

  step(count: number = 1): void {
    if (this.#visit !== undefined) {
      this.#stepInPackage(this.#visit, count);
      return;
    }
    this.#steps += count;
    if (this.#steps > this.#lent) throw new PackageLimit();
    if (this.#steps > this.#limits.steps) this.#passed(`${this.#limits.steps} steps`);
    if (this.#steps < this.#nextLook) return;
    this.#nextLook = this.#steps + STEPS_PER_LOOK;
    const spent = milliseconds() - this.#started;
    if (spent > this.#limits.milliseconds) this.#passed(`${this.#limits.milliseconds} ms`);
  }

  #stepInPackage(visit: { readonly started: number; steps: number; nextLook: number }, count: number): void {
    visit.steps += count;
    if (visit.steps > PACKAGE.steps) throw new PackageLimit();
    if (visit.steps < visit.nextLook) return;
    visit.nextLook = visit.steps + STEPS_PER_LOOK;
    const spent = milliseconds() - visit.started;
    if (spent > PACKAGE.milliseconds || this.#visited + spent > ALL_PACKAGES_MILLISECONDS)
      throw new PackageLimit();
  }

  /** Runs code of a package on its own account. Throws `NotModelled` where that is overdrawn. */
  visitPackage<Result>(work: () => Result): Result {
    if (this.#visit !== undefined) return work();
    if (this.#visited > ALL_PACKAGES_MILLISECONDS)
      throw new NotModelled('the code of packages does too much');
    const started = milliseconds();
    this.#visit = { started, steps: 0, nextLook: STEPS_PER_LOOK };
    try {
      return work();
    } catch (error) {
      if (error instanceof PackageLimit) throw new NotModelled('the code of this package does too much');
      throw error;
    } finally {
      const spent = milliseconds() - started;
      this.#visit = undefined;
      this.#visited += spent;
      this.#started += spent;
    }
  }

  /** Runs code that is only tried out, with no more than this many steps. Throws `NotModelled` where it takes more. */
  lend<Result>(steps: number, work: () => Result): Result {
    if (this.#visit !== undefined) return work();
    const former = this.#lent;
    this.#lent = Math.min(former, this.#steps + steps);
    try {
      return work();
    } catch (error) {
      if (error instanceof PackageLimit) throw new NotModelled('the code does too much');
      throw error;
    } finally {
      this.#lent = former;
    }
  }

  read(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#limits.bytes) this.#passed(`${this.#limits.bytes} bytes read`);
  }

  #passed(bound: string): never {
    throw fail({
      code: 'python-limit',
      message: `Evaluating the Python code went past its bound of ${bound}.`,
      at: this.#at(),
      hint: 'An endless loop? Otherwise set what is needed with --set, or name other settings.',
    });
  }
}
