import { expectInt } from '../native/expect.ts';
import { native } from '../native/native.ts';
import type { Context } from '../values/context.ts';
import { iterator, tuple, type Value } from '../values/values.ts';

type Row = readonly Value[];

/** Rows of items taken from each source in turn, up to the end of the first that ends; `strict`: they must end together. */
function* rows(context: Context, iterables: readonly Value[], strict: boolean): Generator<Row> {
  const sources = iterables.map((iterable) => context.items(iterable));
  while (sources.length > 0) {
    const row: Value[] = [];
    for (const [index, source] of sources.entries()) {
      const step = source.next();
      if (step.done !== true) {
        row.push(step.value);
        continue;
      }
      const differ = index > 0 || sources.slice(1).some((other) => other.next().done !== true);
      if (strict && differ) context.raise('ValueError', 'zip() arguments have different lengths');
      return;
    }
    yield row;
  }
}

function* mapped(context: Context, callee: Value, iterables: readonly Value[]): Generator<Value> {
  for (const row of rows(context, iterables, false)) yield context.call(callee, row);
}

function* filtered(context: Context, test: Value, iterable: Value): Generator<Value> {
  for (const item of context.items(iterable))
    if (context.truth(test === null ? item : context.call(test, [item]))) yield item;
}

function* zipped(context: Context, iterables: readonly Value[], strict: boolean): Generator<Value> {
  for (const row of rows(context, iterables, strict)) yield tuple(row);
}

function* numbered(context: Context, iterable: Value, start: number): Generator<Value> {
  let number = BigInt(start);
  for (const item of context.items(iterable)) {
    yield tuple([number, item]);
    number += 1n;
  }
}

/** Built-in functions that give their items one by one: nothing is called before somebody asks for its result. */
export const LAZY_FUNCTIONS: Readonly<Record<string, Value>> = {
  enumerate: native('enumerate(iterable, start=0)', (context, { iterable = null, start }) =>
    iterator(numbered(context, iterable, expectInt(start)), 'enumerate'),
  ),
  zip: native('zip(*iterables, strict=False)', (context, { iterables = null, strict = false }) =>
    iterator(zipped(context, context.iterate(iterables), context.truth(strict)), 'zip'),
  ),
  map: native('map(function, *iterables)', (context, { function: callee = null, iterables = null }) => {
    const sources = context.iterate(iterables);
    if (sources.length === 0) context.raise('TypeError', 'map() must have at least two arguments.');
    return iterator(mapped(context, callee, sources), 'map');
  }),
  filter: native('filter(function, iterable, /)', (context, { function: test = null, iterable = null }) =>
    iterator(filtered(context, test, iterable), 'filter'),
  ),
};
