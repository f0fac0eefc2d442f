import type { Clock } from '../../src/publish/clock.ts';
import type { MemoryOptions, Request } from './memory-bucket.ts';

type Racer = Pick<MemoryOptions, 'before' | 'after'> & { readonly clock: Clock };

/** Two clients of a store whose requests come in an order that is given. */
export interface Race {
  readonly one: Racer;
  readonly other: Racer;
  /** To be called when a client is done. */
  readonly finish: { readonly one: () => void; readonly other: () => void };
}

/**
 * Lets the request of `one` with number n be made once `other` has made `order[n - 1]` of its changes, and stops `other` there.
 * Behind the end of the order, `other` stands still until `one` is done, or waits for it.
 */
export function startRace(order: readonly number[]): Race {
  let asked = 0;
  let made = 0;
  let allowed = order[0] ?? 0;
  let isOver = false;
  let isAsleep = false;
  let wake: (() => void)[] = [];

  const changed = (): void => {
    const woken = wake;
    wake = [];
    for (const each of woken) each();
  };
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise<void>((resolve) => wake.push(resolve));
  };
  const free = (): void => {
    allowed = Number.POSITIVE_INFINITY;
    changed();
  };

  return {
    one: {
      async before({ number }) {
        const wanted = order[number - 1];
        if (wanted === undefined || allowed === Number.POSITIVE_INFINITY) return;
        allowed = wanted;
        changed();
        await until(() => made >= wanted || isOver || isAsleep);
      },
      clock: {
        now: () => Date.now(),
        async sleep() {
          free();
          await until(() => isOver);
        },
      },
    },
    other: {
      async before(request) {
        if (!isChange(request)) return;
        const number = ++asked;
        await until(() => number <= allowed);
      },
      after(request) {
        if (!isChange(request)) return;
        made++;
        changed();
      },
      clock: {
        now: () => Date.now(),
        async sleep() {
          isAsleep = true;
          changed();
          await until(() => allowed === Number.POSITIVE_INFINITY);
        },
      },
    },
    finish: {
      one: free,
      other() {
        isOver = true;
        changed();
      },
    },
  };
}

/** What only looks, changes nothing for others. */
export function isChange({ kind }: Request): boolean {
  return kind === 'put' || kind === 'copy' || kind === 'remove';
}

/** All orders in which `steps` requests can be made among `others` of another client: how many of those come before each. */
export function* orders(steps: number, others: number, from = 0): Generator<readonly number[]> {
  if (steps === 0) return yield [];
  for (let before = from; before <= others; before++)
    for (const rest of orders(steps - 1, others, before)) yield [before, ...rest];
}
