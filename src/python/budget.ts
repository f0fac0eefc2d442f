import { cpuUsage } from 'node:process';
import { fail } from '../errors.ts';
import type { Position } from '../types.ts';
import { NotModelled } from './values.ts';

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

/** What one interpreter may still spend. Passing a bound ends the evaluation with `python-limit` (policy 7). */
export class Budget {
  readonly #limits: Limits;
  readonly #at: () => Position;
  #steps = 0;
  #bytes = 0;
  #part = Number.POSITIVE_INFINITY;
  #nextLook = STEPS_PER_LOOK;
  #started = milliseconds();

  constructor(limits: Limits, at: () => Position) {
    this.#limits = limits;
    this.#at = at;
  }

  get steps(): number {
    return this.#steps;
  }

  /** The clock runs only while code is evaluated, not while the caller does other things. */
  restartClock(): void {
    this.#started = milliseconds();
  }

  step(count: number = 1): void {
    this.#steps += count;
    if (this.#steps > this.#part) throw new NotModelled('the code of a package does too much');
    if (this.#steps > this.#limits.steps) this.#passed(`${this.#limits.steps} steps`);
    if (this.#steps < this.#nextLook) return;
    this.#nextLook = this.#steps + STEPS_PER_LOOK;
    if (milliseconds() - this.#started > this.#limits.milliseconds)
      this.#passed(`${this.#limits.milliseconds} ms`);
  }

  /**
   * Runs `work` with at most `steps` of its own; beyond them it is not modelled, rather than the end of everything.
   * For code of installed packages, which may do anything and is seldom needed.
   */
  within<Result>(steps: number, work: () => Result): Result {
    const former = this.#part;
    this.#part = Math.min(former, this.#steps + steps);
    try {
      return work();
    } finally {
      this.#part = former;
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
