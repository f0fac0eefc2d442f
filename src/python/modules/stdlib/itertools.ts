import { callable } from '../../native/callable.ts';
import { expectInt } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { type Iterator, iterator, orElse, tuple, type Value } from '../../values/values.ts';

type Items = readonly Value[];

function* product(pools: readonly Items[], start: Items = []): Generator<Value> {
  const [pool, ...rest] = pools;
  if (pool === undefined) yield tuple(start);
  else for (const item of pool) yield* product(rest, [...start, item]);
}

/** Choices of `size` items by index: all orders of them, or rising indices only, with or without an item taken twice. */
function* chosen(
  items: Items,
  size: number,
  next: (taken: readonly number[]) => Iterable<number>,
): Generator<Value> {
  function* extend(taken: readonly number[]): Generator<Value> {
    if (taken.length === size) yield tuple(taken.map((index) => items[index] ?? null));
    else for (const index of next(taken)) yield* extend([...taken, index]);
  }
  yield* extend([]);
}

function* range(start: number, end: number): Generator<number> {
  for (let index = start; index < end; index += 1) yield index;
}

/** Charges a step for each item: an endless iterator then ends at the bound. */
function charged(runtime: Runtime, items: Iterable<Value>, name: string): Iterator {
  const source = items[Symbol.iterator]();
  return {
    kind: 'iterator',
    name,
    next: () => {
      runtime.charge(1);
      const step = source.next();
      return step.done === true ? undefined : step.value;
    },
  };
}

const each = (runtime: Runtime, value: Value | undefined): Items => runtime.iterate(value ?? null);

function* zipLongest(columns: readonly Items[], fill: Value): Generator<Value> {
  const length = Math.max(0, ...columns.map((column) => column.length));
  for (let index = 0; index < length; index += 1)
    yield tuple(columns.map((column) => orElse(column[index], () => fill)));
}

function* groups(runtime: Runtime, items: Items, key: Value): Generator<Value> {
  let [current, members]: [Value | undefined, Value[]] = [undefined, []];
  for (const item of items) {
    const found = key === null ? item : runtime.call(key, [item]);
    if (current !== undefined && !runtime.equal(current, found)) {
      yield tuple([current, iterator(members)]);
      members = [];
    }
    current = found;
    members.push(item);
  }
  if (current !== undefined) yield tuple([current, iterator(members)]);
}

function* sliced(
  runtime: Runtime,
  items: Iterable<Value>,
  start: number,
  stop: number,
  step: number,
): Generator<Value> {
  let index = 0;
  if (stop <= 0) return;
  for (const item of items) {
    runtime.charge(1);
    if (index >= start && (index - start) % step === 0) yield item;
    index += 1;
    if (index >= stop) return;
  }
}

function slice(runtime: Runtime, iterable: Value, bounds: Items): Value {
  if (bounds.some((bound) => typeof bound === 'bigint' && bound < 0n))
    runtime.raise('ValueError', 'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
  const bound = (value: Value | undefined, otherwise: number): number =>
    value == null ? otherwise : expectInt(value);
  const [first, second, step] = bounds;
  const endless = Number.POSITIVE_INFINITY;
  const [start, stop] =
    bounds.length === 1 ? [0, bound(first, endless)] : [bound(first, 0), bound(second, endless)];
  return iterator(sliced(runtime, runtime.items(iterable), start, stop, bound(step, 1)), 'islice');
}

function* accumulated(
  runtime: Runtime,
  items: Iterable<Value>,
  work: Value,
  initial: Value,
): Generator<Value> {
  let total: Value | undefined = initial === null ? undefined : initial;
  if (total !== undefined) yield total;
  for (const item of items) {
    if (total === undefined) total = item;
    else total = work === null ? runtime.operate('+', total, item) : runtime.call(work, [total, item]);
    yield total;
  }
}

function* applied(runtime: Runtime, work: Value, iterable: Value): Generator<Value> {
  for (const args of runtime.items(iterable)) yield runtime.call(work, runtime.iterate(args));
}

function* refused(runtime: Runtime, test: Value, iterable: Value): Generator<Value> {
  for (const item of runtime.items(iterable))
    if (!runtime.truth(test === null ? item : runtime.call(test, [item]))) yield item;
}

function* taken(runtime: Runtime, test: Value, iterable: Value): Generator<Value> {
  for (const item of runtime.items(iterable)) {
    if (!runtime.truth(runtime.call(test, [item]))) return;
    yield item;
  }
}

function* left(runtime: Runtime, test: Value, iterable: Value): Generator<Value> {
  let dropping = true;
  for (const item of runtime.items(iterable)) {
    dropping = dropping && runtime.truth(runtime.call(test, [item]));
    if (!dropping) yield item;
  }
}

function* joined(runtime: Runtime, parts: Iterable<Value>): Generator<Value> {
  for (const part of parts) yield* runtime.items(part);
}

function* repeated(object: Value, times: number): Generator<Value> {
  for (let index = 0; index < times; index += 1) yield object;
}

function* endless(make: (index: number) => Value): Generator<Value> {
  for (let index = 0; ; index += 1) yield make(index);
}

const lazy = (
  signature: string,
  make: (runtime: Runtime, args: Readonly<Record<string, Value>>) => Iterable<Value>,
): Value =>
  native(signature, (runtime, args) => charged(runtime, make(runtime, args), signature.replace(/\(.*/, '')));

export const itertools: NativeModule = {
  name: 'itertools',
  from: 'stdlib',
  names: () => {
    const chained = lazy('chain(*iterables)', (runtime, { iterables }) =>
      joined(runtime, each(runtime, iterables)),
    );
    const fromIterable = lazy('from_iterable(iterable)', (runtime, { iterable = null }) =>
      joined(runtime, runtime.items(iterable)),
    );
    return {
      chain: callable('chain', 'itertools', chained, { from_iterable: fromIterable }),
      product: lazy('product(*iterables, repeat=1)', (runtime, { iterables, repeat }) => {
        const pools = each(runtime, iterables).map((pool) => runtime.iterate(pool));
        runtime.charge(Math.max(0, expectInt(repeat)));
        return product(Array.from({ length: expectInt(repeat) }, () => pools).flat());
      }),
      permutations: lazy('permutations(iterable, r=None)', (runtime, { iterable, r }) => {
        const items = each(runtime, iterable);
        const free = (taken: readonly number[]): number[] =>
          [...items.keys()].filter((index) => !taken.includes(index));
        return chosen(items, r == null ? items.length : expectInt(r), free);
      }),
      combinations: lazy('combinations(iterable, r)', (runtime, { iterable, r }) => {
        const items = each(runtime, iterable);
        return chosen(items, expectInt(r), (taken) => range((taken.at(-1) ?? -1) + 1, items.length));
      }),
      combinations_with_replacement: lazy(
        'combinations_with_replacement(iterable, r)',
        (runtime, { iterable, r }) => {
          const items = each(runtime, iterable);
          return chosen(items, expectInt(r), (taken) => range(taken.at(-1) ?? 0, items.length));
        },
      ),
      zip_longest: lazy(
        'zip_longest(*iterables, fillvalue=None)',
        (runtime, { iterables, fillvalue = null }) =>
          zipLongest(
            each(runtime, iterables).map((column) => runtime.iterate(column)),
            fillvalue,
          ),
      ),
      groupby: lazy('groupby(iterable, key=None)', (runtime, { iterable, key = null }) =>
        groups(runtime, each(runtime, iterable), key),
      ),
      islice: native('islice(iterable, *bounds)', (runtime, { iterable = null, bounds }) =>
        slice(runtime, iterable, each(runtime, bounds)),
      ),
      accumulate: lazy('accumulate(iterable, func=None, *, initial=None)', (runtime, args) => {
        const { iterable, func = null, initial = null } = args;
        return accumulated(runtime, runtime.items(iterable ?? null), func, initial);
      }),
      starmap: lazy('starmap(function, iterable)', (runtime, { function: work = null, iterable = null }) =>
        applied(runtime, work, iterable),
      ),
      filterfalse: lazy('filterfalse(function, iterable)', (runtime, { function: test, iterable = null }) =>
        refused(runtime, test ?? null, iterable),
      ),
      takewhile: lazy('takewhile(predicate, iterable)', (runtime, { predicate = null, iterable = null }) =>
        taken(runtime, predicate, iterable),
      ),
      dropwhile: lazy('dropwhile(predicate, iterable)', (runtime, { predicate = null, iterable = null }) =>
        left(runtime, predicate, iterable),
      ),
      compress: lazy('compress(data, selectors)', (runtime, { data, selectors }) => {
        const wanted = each(runtime, selectors);
        return each(runtime, data).filter(
          (_, index) => index < wanted.length && runtime.truth(wanted[index] ?? null),
        );
      }),
      pairwise: lazy('pairwise(iterable)', (runtime, { iterable }) => {
        const items = each(runtime, iterable);
        return items.slice(1).map((item, index) => tuple([items[index] ?? null, item]));
      }),
      count: lazy('count(start=0, step=1)', (runtime, { start = 0n, step = 1n }) =>
        endless((index) => runtime.operate('+', start, runtime.operate('*', BigInt(index), step))),
      ),
      repeat: lazy('repeat(object, times=None)', (_, { object = null, times }) => {
        return times == null ? endless(() => object) : repeated(object, expectInt(times));
      }),
      cycle: lazy('cycle(iterable)', (runtime, { iterable }) => {
        const items = each(runtime, iterable);
        return items.length === 0 ? [] : endless((index) => items[index % items.length] ?? null);
      }),
      tee: native('tee(iterable, n=2)', (runtime, { iterable, n }) => {
        const items = each(runtime, iterable);
        runtime.charge(Math.max(0, expectInt(n)));
        return tuple(Array.from({ length: expectInt(n) }, () => iterator(items)));
      }),
    };
  },
};
