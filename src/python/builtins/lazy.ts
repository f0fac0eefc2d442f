import { expectInt } from '../native/expect.ts';
import { native } from '../native/native.ts';
import { iterator } from '../values/iterator.ts';
import type { Runtime } from '../values/runtime.ts';
import { tuple, type Value } from '../values/values.ts';

type Row = readonly Value[];
type Items = Generator<Value, void, undefined>;

/** Rows of items taken from each source in turn, up to the end of the first that ends; `strict`: they must end together. */
function* rows(runtime: Runtime, sources: readonly Items[], strict: boolean): Generator<Row> {
  while (sources.length > 0) {
    const row: Value[] = [];
    for (const [index, source] of sources.entries()) {
      const step = source.next();
      if (step.done !== true) {
        row.push(step.value);
        continue;
      }
      const differ = strict && (index > 0 || sources.slice(1).some((other) => other.next().done !== true));
      if (differ) runtime.raise('ValueError', 'zip() arguments have different lengths');
      return;
    }
    yield row;
  }
}

function* mapped(runtime: Runtime, callee: Value, sources: readonly Items[]): Generator<Value> {
  for (const row of rows(runtime, sources, false)) yield runtime.call(callee, row);
}

function* filtered(runtime: Runtime, test: Value, items: Items): Generator<Value> {
  for (const item of items) if (runtime.truth(test === null ? item : runtime.call(test, [item]))) yield item;
}

function* zipped(runtime: Runtime, sources: readonly Items[], strict: boolean): Generator<Value> {
  for (const row of rows(runtime, sources, strict)) yield tuple(row);
}

function* numbered(items: Items, start: number): Generator<Value> {
  let number = BigInt(start);
  for (const item of items) {
    yield tuple([number, item]);
    number += 1n;
  }
}

/**
 * Built-in functions that give their items one by one: nothing is called before somebody asks for its result. That an argument
 * can be iterated is found out at once.
 */
export const LAZY_FUNCTIONS: Readonly<Record<string, Value>> = {
  enumerate: native('enumerate(iterable, start=0)', (runtime, { iterable = null, start }) =>
    iterator(numbered(runtime.items(iterable), expectInt(start)), 'enumerate'),
  ),
  zip: native('zip(*iterables, strict=False)', (runtime, { iterables = null, strict = false }) => {
    const sources = runtime.iterate(iterables).map((iterable) => runtime.items(iterable));
    return iterator(zipped(runtime, sources, runtime.truth(strict)), 'zip');
  }),
  map: native('map(function, *iterables)', (runtime, { function: callee = null, iterables = null }) => {
    const [first, ...others] = runtime.iterate(iterables);
    if (first === undefined) return runtime.raise('TypeError', 'map() must have at least two arguments.');
    // What is called on the items of a set gives something in no order either.
    const unordered = others.length === 0 ? runtime.orderDoubt(first) : undefined;
    const source = unordered === undefined ? runtime.items(first) : runtime.itemsInAnyOrder(first);
    const sources = [source, ...others.map((iterable) => runtime.items(iterable))];
    return iterator(mapped(runtime, callee, sources), 'map', { unordered });
  }),
  filter: native('filter(function, iterable, /)', (runtime, { function: test = null, iterable = null }) => {
    const unordered = runtime.orderDoubt(iterable);
    return iterator(filtered(runtime, test, runtime.itemsInAnyOrder(iterable)), 'filter', { unordered });
  }),
};
