import { callable } from '../../native/callable.ts';
import { expectInt } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import { List } from '../../values/containers.ts';
import { type Iterator, iterator } from '../../values/iterator.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { tuple, type Value } from '../../values/values.ts';

type Items = readonly Value[];

function* product(runtime: Runtime, pools: readonly Items[], start: Items = []): Generator<Value> {
  const [pool, ...rest] = pools;
  if (pool === undefined) yield tuple(start);
  else
    for (const item of pool) {
      runtime.charge(1);
      yield* product(runtime, rest, [...start, item]);
    }
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
function* charged(runtime: Runtime, items: Iterable<Value>): Generator<Value> {
  const source = items[Symbol.iterator]();
  for (;;) {
    runtime.charge(1);
    const step = source.next();
    if (step.done === true) return;
    yield step.value;
  }
}

const each = (runtime: Runtime, value: Value | undefined): Items => runtime.iterate(value ?? null);

function* zipLongest(columns: readonly Generator<Value>[], fill: Value): Generator<Value> {
  const open = new Set(columns);
  for (;;) {
    const row: Value[] = [];
    for (const column of columns) {
      const step = open.has(column) ? column.next() : undefined;
      if (step?.done === false) row.push(step.value);
      else {
        open.delete(column);
        if (open.size === 0) return;
        row.push(fill);
      }
    }
    if (columns.length === 0) return;
    yield tuple(row);
  }
}

/** `groupby`: the groups share one source, so asking for the next group ends the one before. */
function* groups(runtime: Runtime, source: Iterator, key: Value): Generator<Value> {
  let current: { readonly item: Value; readonly key: Value } | undefined;
  let number = 0;
  const advance = (): boolean => {
    const item = source.next();
    if (item === undefined) return false;
    current = { item, key: key === null ? item : runtime.call(key, [item]) };
    return true;
  };
  function* members(mine: number, wanted: Value): Generator<Value> {
    for (;;) {
      source.refuseTakenBack();
      if (mine !== number) return;
      if (current === undefined && !advance()) return;
      if (current === undefined || !runtime.equal(current.key, wanted)) return;
      const { item } = current;
      current = undefined;
      yield item;
    }
  }
  let last: Value | undefined;
  for (;;) {
    source.refuseTakenBack();
    number += 1;
    while (current === undefined || (last !== undefined && runtime.equal(current.key, last)))
      if (!advance()) return;
    last = current.key;
    yield tuple([last, iterator(members(number, last), '_grouper')]);
  }
}

// As in CPython, the items before `start` and between the selected ones are asked for too.
function* sliced(items: Generator<Value>, start: number, stop: number, step: number): Generator<Value> {
  let [count, next] = [0, start];
  for (;;) {
    for (; count < next; count += 1) if (items.next().done === true) return;
    if (count >= stop) return;
    const taken = items.next();
    if (taken.done === true) return;
    count += 1;
    next = Math.min(next + step, stop);
    yield taken.value;
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
  const stride = bound(step, 1);
  if (stride === 0) runtime.raise('ValueError', 'Step for islice() must be a positive integer or None.');
  return iterator(sliced(runtime.items(iterable), start, stop, stride), 'islice');
}

function* compressed(
  runtime: Runtime,
  data: Generator<Value>,
  selectors: Generator<Value>,
): Generator<Value> {
  for (;;) {
    const item = data.next();
    if (item.done === true) return;
    const wanted = selectors.next();
    if (wanted.done === true) return;
    if (runtime.truth(wanted.value)) yield item.value;
  }
}

function* pairs(items: Generator<Value>): Generator<Value> {
  let last: Value | undefined;
  for (const item of items) {
    if (last !== undefined) yield tuple([last, item]);
    last = item;
  }
}

function* cycled(items: Generator<Value>): Generator<Value> {
  const seen: Value[] = [];
  for (const item of items) {
    seen.push(item);
    yield item;
  }
  for (let index = 0; seen.length > 0; index += 1) yield seen[index % seen.length] as Value;
}

/** One of several iterators over one source: what is asked for first is kept for the others. */
function* teed(source: Iterator, kept: List): Generator<Value> {
  for (let index = 0; ; index += 1) {
    source.refuseTakenBack();
    if (index === kept.items.length) {
      const item = source.next();
      if (item === undefined) return;
      kept.append(item);
    }
    yield kept.items[index] as Value;
  }
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

function* applied(runtime: Runtime, work: Value, rows: Generator<Value>): Generator<Value> {
  for (const args of rows) yield runtime.call(work, runtime.iterate(args));
}

function* refused(runtime: Runtime, test: Value, items: Generator<Value>): Generator<Value> {
  for (const item of items) if (!runtime.truth(test === null ? item : runtime.call(test, [item]))) yield item;
}

function* taken(runtime: Runtime, test: Value, items: Generator<Value>): Generator<Value> {
  for (const item of items) {
    if (!runtime.truth(runtime.call(test, [item]))) return;
    yield item;
  }
}

function* left(runtime: Runtime, test: Value, items: Generator<Value>): Generator<Value> {
  let dropping = true;
  for (const item of items) {
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
  native(signature, (runtime, args) =>
    iterator(charged(runtime, make(runtime, args)), signature.replace(/\(.*/, '')),
  );

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
        return product(runtime, Array.from({ length: expectInt(repeat) }, () => pools).flat());
      }),
      permutations: lazy('permutations(iterable, r=None)', (runtime, { iterable, r }) => {
        const items = each(runtime, iterable);
        const free = (taken: readonly number[]): number[] => {
          runtime.charge(items.length);
          const isTaken = new Set(taken);
          return [...items.keys()].filter((index) => !isTaken.has(index));
        };
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
            each(runtime, iterables).map((column) => runtime.items(column)),
            fillvalue,
          ),
      ),
      groupby: lazy('groupby(iterable, key=None)', (runtime, { iterable, key = null }) =>
        groups(runtime, iterator(runtime.items(iterable ?? null)), key),
      ),
      islice: native('islice(iterable, *bounds)', (runtime, { iterable = null, bounds }) =>
        slice(runtime, iterable, each(runtime, bounds)),
      ),
      accumulate: lazy('accumulate(iterable, func=None, *, initial=None)', (runtime, args) => {
        const { iterable, func = null, initial = null } = args;
        return accumulated(runtime, runtime.items(iterable ?? null), func, initial);
      }),
      starmap: lazy('starmap(function, iterable)', (runtime, { function: work = null, iterable = null }) =>
        applied(runtime, work, runtime.items(iterable)),
      ),
      filterfalse: lazy('filterfalse(function, iterable)', (runtime, { function: test, iterable = null }) =>
        refused(runtime, test ?? null, runtime.items(iterable)),
      ),
      takewhile: lazy('takewhile(predicate, iterable)', (runtime, { predicate = null, iterable = null }) =>
        taken(runtime, predicate, runtime.items(iterable)),
      ),
      dropwhile: lazy('dropwhile(predicate, iterable)', (runtime, { predicate = null, iterable = null }) =>
        left(runtime, predicate, runtime.items(iterable)),
      ),
      compress: lazy('compress(data, selectors)', (runtime, { data = null, selectors = null }) =>
        compressed(runtime, runtime.items(data), runtime.items(selectors)),
      ),
      pairwise: lazy('pairwise(iterable)', (runtime, { iterable = null }) => pairs(runtime.items(iterable))),
      count: lazy('count(start=0, step=1)', (runtime, { start = 0n, step = 1n }) =>
        endless((index) => runtime.operate('+', start, runtime.operate('*', BigInt(index), step))),
      ),
      repeat: lazy('repeat(object, times=None)', (_, { object = null, times }) => {
        return times == null ? endless(() => object) : repeated(object, expectInt(times));
      }),
      cycle: lazy('cycle(iterable)', (runtime, { iterable = null }) => cycled(runtime.items(iterable))),
      tee: native('tee(iterable, n=2)', (runtime, { iterable = null, n }) => {
        const source = iterator(runtime.items(iterable));
        const kept = new List();
        runtime.charge(Math.max(0, expectInt(n)));
        return tuple(Array.from({ length: expectInt(n) }, () => iterator(teed(source, kept), '_tee')));
      }),
    };
  },
};
