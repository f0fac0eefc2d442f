import type { Runtime } from '../../../values/runtime.ts';
import { tuple, type Value } from '../../../values/values.ts';

export function* product(
  runtime: Runtime,
  pools: readonly (readonly Value[])[],
  start: readonly Value[] = [],
): Generator<Value> {
  const [pool, ...rest] = pools;
  if (pool === undefined) yield tuple(start);
  else
    for (const item of pool) {
      runtime.charge(1);
      yield* product(runtime, rest, [...start, item]);
    }
}

/** Choices of `size` items by index: all orders of them, or rising indices only, with or without an item taken twice. */
export function* chosen(
  items: readonly Value[],
  size: number,
  next: (taken: readonly number[]) => Iterable<number>,
): Generator<Value> {
  function* extend(taken: readonly number[]): Generator<Value> {
    if (taken.length === size) yield tuple(taken.map((index) => items[index] ?? null));
    else for (const index of next(taken)) yield* extend([...taken, index]);
  }
  yield* extend([]);
}

export function* range(start: number, end: number): Generator<number> {
  for (let index = start; index < end; index += 1) yield index;
}
