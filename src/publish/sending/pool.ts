import { CollectstaticError } from '../../errors.ts';
import type { Bucket, Problem } from '../../types.ts';
import { namesOf } from '../keys.ts';
import type { Queue } from './queue.ts';

/** Codes of causes that no other key escapes. */
const HOPELESS: ReadonlySet<string> = new Set([
  'bucket-credentials',
  'bucket-missing',
  'bucket-unreachable',
  'bucket-clock',
  'bucket-acl',
  'publish-overtaken',
]);
/** So many failures in a row end the work: what follows would fail too. */
const PATIENCE = 16;
/** Requests without a word about pace, after which one more goes at once. */
const CALM = 50;

/** Work of which some may have failed. */
export interface Failures {
  readonly problems: readonly Problem[];
  /** Items that were not begun since the work was ended. */
  readonly left: number;
}

/**
 * Does `work` for each item of a queue, as many at once as the bucket bears. When the store asks to slow down, half as many; later, one
 * more at a time. Failures of the bucket are gathered; what concerns all keys, or fails too often in a row, ends it. An
 * aborted signal lets what has begun come to its end. Throws what is no `CollectstaticError`.
 */
export async function eachOf<Item>(
  queue: Queue<Item>,
  bucket: Pick<Bucket, 'concurrency' | 'slowDowns'>,
  keyOf: (item: Item) => string,
  work: (item: Item) => Promise<void>,
  signal?: AbortSignal,
): Promise<Failures> {
  const failed: { readonly key: string; readonly problem: Problem }[] = [];
  let width = bucket.concurrency;
  let running = 0;
  let inARow = 0;
  let calm = 0;
  let slowDowns = bucket.slowDowns();
  let isOver = false;
  let bug: { readonly error: unknown } | undefined;

  function adapt(): void {
    const now = bucket.slowDowns();
    if (now > slowDowns) {
      width = Math.max(1, width >> 1);
      calm = 0;
    } else if (++calm >= CALM && width < bucket.concurrency) {
      width++;
      calm = 0;
    }
    slowDowns = now;
  }

  async function one(item: Item): Promise<void> {
    try {
      await work(item);
      inARow = 0;
      queue.end(item, true);
    } catch (error) {
      queue.end(item, false);
      if (!(error instanceof CollectstaticError)) {
        bug ??= { error };
        isOver = true;
        return;
      }
      for (const problem of error.problems) failed.push({ key: keyOf(item), problem });
      if (++inARow >= PATIENCE || error.problems.some(({ code }) => HOPELESS.has(code))) isOver = true;
    }
  }

  await new Promise<void>((resolve) => {
    const fill = (): void => {
      while (running < width && !isOver && signal?.aborted !== true) {
        const item = queue.next();
        if (item === undefined) break;
        running++;
        void one(item).finally(() => {
          running--;
          adapt();
          fill();
        });
      }
      if (running === 0) resolve();
    };
    fill();
  });
  if (bug !== undefined) throw bug.error;
  return { problems: oncePerCause(failed), left: queue.left() };
}

/** One problem for each cause: the first one's, with the number and the names of the keys it concerns. */
function oncePerCause(
  failed: readonly { readonly key: string; readonly problem: Problem }[],
): readonly Problem[] {
  const causes = new Map<string, { readonly problem: Problem; readonly keys: string[] }>();
  for (const { key, problem } of failed) {
    const cause = `${problem.code}\0${(problem.cause ?? '').replaceAll(key, '')}\0${problem.hint ?? ''}`;
    const known = causes.get(cause);
    if (known === undefined) causes.set(cause, { problem, keys: [key] });
    else known.keys.push(key);
  }
  return [...causes.values()].map(({ problem, keys }) =>
    keys.length === 1
      ? problem
      : {
          ...problem,
          message: `${problem.message}; the same for ${keys.length - 1} more: ${namesOf(keys.slice(1))}`,
        },
  );
}
