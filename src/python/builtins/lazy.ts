import { expectInt } from '../native/expect.ts';
import { native } from '../native/native.ts';
import type { Runtime } from '../values/runtime.ts';
import { iterator, tuple, type Value } from '../values/values.ts';

type Row = readonly Value[];

/** Rows of items taken from each source in turn, up to the end of the first that ends; `strict`: they must end together. */
function* rows(runtime: Runtime, iterables: readonly Value[], strict: boolean): Generator<Row> {
  const sources = iterables.map((iterable) => runtime.items(iterable));
  while (sources.length > 0) {
    const row: Value[] = [];
    for (const [index, source] of sources.entries()) {
      const step = source.next();
      if (step.done !== true) {
        row.push(step.value);
        continue;
      }
      const differ = index > 0 || sources.slice(1).some((other) => other.next().done !== true);
      if (strict && differ) runtime.raise('ValueError', 'zip() arguments have different lengths');
      return;
    }
    yield row;
  }
}

function* mapped(runtime: Runtime, callee: Value, iterables: readonly Value[]): Generator<Value> {
  for (const row of rows(runtime, iterables, false)) yield runtime.call(callee, row);
}

function* filtered(runtime: Runtime, test: Value, iterable: Value): Generator<Value> {
  for (const item of runtime.items(iterable))
    if (runtime.truth(test === null ? item : runtime.call(test, [item]))) yield item;
}

function* zipped(runtime: Runtime, iterables: readonly Value[], strict: boolean): Generator<Value> {
  for (const row of rows(runtime, iterables, strict)) yield tuple(row);
}

function* numbered(runtime: Runtime, iterable: Value, start: number): Generator<Value> {
  let number = BigInt(start);
  for (const item of runtime.items(iterable)) {
    yield tuple([number, item]);
    number += 1n;
  }
}

/** Built-in functions that give their items one by one: nothing is called before somebody asks for its result. */
export const LAZY_FUNCTIONS: Readonly<Record<string, Value>> = {
  enumerate: native('enumerate(iterable, start=0)', (runtime, { iterable = null, start }) =>
    iterator(numbered(runtime, iterable, expectInt(start)), 'enumerate'),
  ),
  zip: native('zip(*iterables, strict=False)', (runtime, { iterables = null, strict = false }) =>
    iterator(zipped(runtime, runtime.iterate(iterables), runtime.truth(strict)), 'zip'),
  ),
  map: native('map(function, *iterables)', (runtime, { function: callee = null, iterables = null }) => {
    const sources = runtime.iterate(iterables);
    if (sources.length === 0) runtime.raise('TypeError', 'map() must have at least two arguments.');
    return iterator(mapped(runtime, callee, sources), 'map');
  }),
  filter: native('filter(function, iterable, /)', (runtime, { function: test = null, iterable = null }) =>
    iterator(filtered(runtime, test, iterable), 'filter'),
  ),
};
