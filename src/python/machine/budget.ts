import { fail } from '../../errors.ts';
import { lineLabel } from '../../text/position.ts';
import type { Position } from '../../types.ts';
import { BoundPassed, NotModelled } from '../values/values.ts';

export interface Limits {
  /** For the project's own code, in all. */
  readonly steps: number;
  /** For one statement of a module that is read as far as it is asked for, or one call of a package's function. */
  readonly statementSteps: number;
  /** For all such code together. */
  readonly packageSteps: number;
  readonly bytes: number;
}

/**
 * Steps, never time: the same files come to the same on every machine. Of nine large applications the longest statement takes 74,241
 * steps, and the most that one needs of its packages is 93,148. A step costs one to nine microseconds.
 */
export const DEFAULT_LIMITS: Limits = {
  steps: 3_000_000,
  statementSteps: 250_000,
  packageSteps: 3_000_000,
  bytes: 40_000_000,
};

/** Parsing a line costs about as much as this many steps. */
export const STEPS_PER_LINE = 5;

/** Work whose steps are counted by themselves. */
interface Account {
  readonly limit: number;
  /** For own code: where its statement stands, for the error. */
  readonly at?: Position;
  /** True if its steps count as those of packages. */
  readonly isPackage: boolean;
  steps: number;
}

/** How often code of packages stood at a place when so many steps more were taken. */
interface Place {
  readonly at: Position;
  times: number;
}

// Often enough to find the loop that takes most of a bound.
const STEPS_BETWEEN_LOOKS = 4096;

/** Thrown where work takes more steps than its account has; caught where that account was opened. */
export class Overdrawn extends Error {
  readonly account: unknown;
  /** Where the code stood. */
  readonly at: Position;

  constructor(account: unknown, at: Position) {
    super('a bound on steps was passed');
    this.account = account;
    this.at = at;
  }
}

/** What one interpreter may still spend. If own code passes its bound, the evaluation ends with `python-limit` (policy Bounds). */
export class Budget {
  readonly #limits: Limits;
  readonly #at: () => Position;
  #account: Account;
  #own = 0;
  #packages = 0;
  #nextLook: number = STEPS_BETWEEN_LOOKS;
  readonly #places = new Map<string, Place>();
  #bytes = 0;
  /** The statement of own code that took most so far. */
  #heaviest: { readonly at: Position | undefined; readonly steps: number } = { at: undefined, steps: 0 };

  constructor(limits: Limits, at: () => Position) {
    this.#limits = limits;
    this.#at = at;
    this.#account = { limit: Number.POSITIVE_INFINITY, isPackage: false, steps: 0 };
  }

  step(count: number = 1): void {
    const account = this.#account;
    account.steps += count;
    if (account.isPackage) {
      this.#packages += count;
      if (this.#packages >= this.#nextLook) this.#look();
    } else this.#own += count;
    if (account.steps > account.limit) throw new Overdrawn(account, this.#at());
    if (this.#own > this.#limits.steps) this.#pass();
    if (account.isPackage && this.#packages > this.#limits.packageSteps)
      throw new Overdrawn(account, this.#at());
  }

  /** Notes where code of packages stands. */
  #look(): void {
    this.#nextLook = this.#packages + STEPS_BETWEEN_LOOKS;
    const at = this.#at();
    const key = lineLabel(at);
    const known = this.#places.get(key);
    if (known === undefined) this.#places.set(key, { at, times: 1 });
    else known.times += 1;
  }

  /** Where code of packages stood most often, as half a sentence. */
  get #busiest(): string {
    let best: Place | undefined;
    for (const place of this.#places.values()) if (place.times > (best?.times ?? 0)) best = place;
    return best === undefined ? '' : `, most of them at ${lineLabel(best.at)}`;
  }

  /** Carries out one statement of a module of the project. `at`: where it stands. */
  ownStatement<Result>(at: Position, work: () => Result): Result {
    const account: Account = { limit: Number.POSITIVE_INFINITY, isPackage: false, steps: 0, at };
    try {
      return this.#charging(account, work);
    } finally {
      if (account.steps > this.#heaviest.steps) this.#heaviest = { at, steps: account.steps };
    }
  }

  /**
   * Carries out one statement of a module that is read as far as it is asked for. What it takes is not charged to who asked, so the
   * order of questions does not matter. `undefined` where it takes too much.
   */
  lazyStatement<Result>(work: () => Result): Result | undefined {
    const account: Account = { limit: this.#limits.statementSteps, isPackage: true, steps: 0 };
    try {
      return this.#charging(account, work);
    } catch (error) {
      if (error instanceof Overdrawn && error.account === account) return undefined;
      throw error;
    }
  }

  /** Why a statement that takes too much is unknown, as half a sentence. */
  get overdrawnWords(): string {
    return this.#packages > this.#limits.packageSteps
      ? `the code of packages takes more than ${words(this.#limits.packageSteps)} steps${this.#busiest}`
      : `this statement does not come to an end within ${words(this.#limits.statementSteps)} steps`;
  }

  /** Runs a function of a package on its own account, where own code calls it. Throws `NotModelled` if it takes too much. */
  packageCall<Result>(work: () => Result): Result {
    if (this.#account.isPackage) return work();
    const account: Account = { limit: this.#limits.statementSteps, isPackage: true, steps: 0 };
    try {
      return this.#charging(account, work);
    } catch (error) {
      if (!(error instanceof Overdrawn) || error.account !== account) throw error;
      throw new BoundPassed(
        account.steps > account.limit
          ? `this call takes more than ${words(account.limit)} steps, the last of them at ${lineLabel(error.at)}`
          : this.overdrawnWords,
      );
    }
  }

  /** Runs code that is only tried out, with no more than this many steps. Throws `NotModelled` where it takes more. */
  lend<Result>(steps: number, work: () => Result): Result {
    const outer = this.#account;
    const account: Account = { limit: steps, isPackage: outer.isPackage, steps: 0 };
    try {
      return this.#charging(account, work);
    } catch (error) {
      if (!(error instanceof Overdrawn) || error.account !== account) throw error;
      throw new NotModelled('the code does too much');
    } finally {
      outer.steps += account.steps;
    }
  }

  #charging<Result>(account: Account, work: () => Result): Result {
    const outer = this.#account;
    this.#account = account;
    try {
      return work();
    } finally {
      this.#account = outer;
    }
  }

  read(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes <= this.#limits.bytes) return;
    throw fail({
      code: 'python-limit',
      message: `The Python code reads more than ${words(this.#limits.bytes)} bytes.`,
      at: this.#at(),
      hint: WAYS_OUT,
    });
  }

  #pass(): never {
    const { at, steps } = this.#account;
    const where = steps >= this.#heaviest.steps ? at : this.#heaviest.at;
    throw fail({
      code: 'python-limit',
      message: `The Python code takes more than ${words(this.#limits.steps)} steps, most of them in this statement.`,
      at: where ?? this.#at(),
      hint: WAYS_OUT,
    });
  }
}

const WAYS_OUT =
  'An endless loop? --python PATH lets Python itself compute the settings; or name other settings and give what they lack with --set NAME=VALUE.';

function words(count: number): string {
  return count.toLocaleString('en-US');
}
