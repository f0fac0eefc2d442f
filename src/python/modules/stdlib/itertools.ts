import { callable } from '../../native/callable.ts';
import { expectInt } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import type { Context, NativeModule } from '../../values/context.ts';
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
function charged(context: Context, items: Iterable<Value>, name: string): Iterator {
  const source = items[Symbol.iterator]();
  return {
    kind: 'iterator',
    name,
    next: () => {
      context.charge(1);
      const step = source.next();
      return step.done === true ? undefined : step.value;
    },
  };
}

const each = (context: Context, value: Value | undefined): Items => context.iterate(value ?? null);

function* zipLongest(columns: readonly Items[], fill: Value): Generator<Value> {
  const length = Math.max(0, ...columns.map((column) => column.length));
  for (let index = 0; index < length; index += 1)
    yield tuple(columns.map((column) => orElse(column[index], () => fill)));
}

function* groups(context: Context, items: Items, key: Value): Generator<Value> {
  let [current, members]: [Value | undefined, Value[]] = [undefined, []];
  for (const item of items) {
    const found = key === null ? item : context.call(key, [item]);
    if (current !== undefined && !context.equal(current, found)) {
      yield tuple([current, iterator(members)]);
      members = [];
    }
    current = found;
    members.push(item);
  }
  if (current !== undefined) yield tuple([current, iterator(members)]);
}

function* sliced(
  context: Context,
  items: Iterable<Value>,
  start: number,
  stop: number,
  step: number,
): Generator<Value> {
  let index = 0;
  if (stop <= 0) return;
  for (const item of items) {
    context.charge(1);
    if (index >= start && (index - start) % step === 0) yield item;
    index += 1;
    if (index >= stop) return;
  }
}

function slice(context: Context, iterable: Value, bounds: Items): Value {
  if (bounds.some((bound) => typeof bound === 'bigint' && bound < 0n))
    context.raise('ValueError', 'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.');
  const bound = (value: Value | undefined, otherwise: number): number =>
    value == null ? otherwise : expectInt(value);
  const [first, second, step] = bounds;
  const endless = Number.POSITIVE_INFINITY;
  const [start, stop] =
    bounds.length === 1 ? [0, bound(first, endless)] : [bound(first, 0), bound(second, endless)];
  return iterator(sliced(context, context.items(iterable), start, stop, bound(step, 1)), 'islice');
}

function* accumulated(
  context: Context,
  items: Iterable<Value>,
  work: Value,
  initial: Value,
): Generator<Value> {
  let total: Value | undefined = initial === null ? undefined : initial;
  if (total !== undefined) yield total;
  for (const item of items) {
    if (total === undefined) total = item;
    else total = work === null ? context.operate('+', total, item) : context.call(work, [total, item]);
    yield total;
  }
}

function* applied(context: Context, work: Value, iterable: Value): Generator<Value> {
  for (const args of context.items(iterable)) yield context.call(work, context.iterate(args));
}

function* refused(context: Context, test: Value, iterable: Value): Generator<Value> {
  for (const item of context.items(iterable))
    if (!context.truth(test === null ? item : context.call(test, [item]))) yield item;
}

function* taken(context: Context, test: Value, iterable: Value): Generator<Value> {
  for (const item of context.items(iterable)) {
    if (!context.truth(context.call(test, [item]))) return;
    yield item;
  }
}

function* left(context: Context, test: Value, iterable: Value): Generator<Value> {
  let dropping = true;
  for (const item of context.items(iterable)) {
    dropping = dropping && context.truth(context.call(test, [item]));
    if (!dropping) yield item;
  }
}

function* joined(context: Context, parts: Iterable<Value>): Generator<Value> {
  for (const part of parts) yield* context.items(part);
}

function* repeated(object: Value, times: number): Generator<Value> {
  for (let index = 0; index < times; index += 1) yield object;
}

function* endless(make: (index: number) => Value): Generator<Value> {
  for (let index = 0; ; index += 1) yield make(index);
}

const lazy = (
  signature: string,
  make: (context: Context, args: Readonly<Record<string, Value>>) => Iterable<Value>,
): Value =>
  native(signature, (context, args) => charged(context, make(context, args), signature.replace(/\(.*/, '')));

export const itertools: NativeModule = {
  name: 'itertools',
  from: 'stdlib',
  names: () => {
    const chained = lazy('chain(*iterables)', (context, { iterables }) =>
      joined(context, each(context, iterables)),
    );
    const fromIterable = lazy('from_iterable(iterable)', (context, { iterable = null }) =>
      joined(context, context.items(iterable)),
    );
    return {
      chain: callable('chain', 'itertools', chained, { from_iterable: fromIterable }),
      product: lazy('product(*iterables, repeat=1)', (context, { iterables, repeat }) => {
        const pools = each(context, iterables).map((pool) => context.iterate(pool));
        context.charge(Math.max(0, expectInt(repeat)));
        return product(Array.from({ length: expectInt(repeat) }, () => pools).flat());
      }),
      permutations: lazy('permutations(iterable, r=None)', (context, { iterable, r }) => {
        const items = each(context, iterable);
        const free = (taken: readonly number[]): number[] =>
          [...items.keys()].filter((index) => !taken.includes(index));
        return chosen(items, r == null ? items.length : expectInt(r), free);
      }),
      combinations: lazy('combinations(iterable, r)', (context, { iterable, r }) => {
        const items = each(context, iterable);
        return chosen(items, expectInt(r), (taken) => range((taken.at(-1) ?? -1) + 1, items.length));
      }),
      combinations_with_replacement: lazy(
        'combinations_with_replacement(iterable, r)',
        (context, { iterable, r }) => {
          const items = each(context, iterable);
          return chosen(items, expectInt(r), (taken) => range(taken.at(-1) ?? 0, items.length));
        },
      ),
      zip_longest: lazy(
        'zip_longest(*iterables, fillvalue=None)',
        (context, { iterables, fillvalue = null }) =>
          zipLongest(
            each(context, iterables).map((column) => context.iterate(column)),
            fillvalue,
          ),
      ),
      groupby: lazy('groupby(iterable, key=None)', (context, { iterable, key = null }) =>
        groups(context, each(context, iterable), key),
      ),
      islice: native('islice(iterable, *bounds)', (context, { iterable = null, bounds }) =>
        slice(context, iterable, each(context, bounds)),
      ),
      accumulate: lazy('accumulate(iterable, func=None, *, initial=None)', (context, args) => {
        const { iterable, func = null, initial = null } = args;
        return accumulated(context, context.items(iterable ?? null), func, initial);
      }),
      starmap: lazy('starmap(function, iterable)', (context, { function: work = null, iterable = null }) =>
        applied(context, work, iterable),
      ),
      filterfalse: lazy('filterfalse(function, iterable)', (context, { function: test, iterable = null }) =>
        refused(context, test ?? null, iterable),
      ),
      takewhile: lazy('takewhile(predicate, iterable)', (context, { predicate = null, iterable = null }) =>
        taken(context, predicate, iterable),
      ),
      dropwhile: lazy('dropwhile(predicate, iterable)', (context, { predicate = null, iterable = null }) =>
        left(context, predicate, iterable),
      ),
      compress: lazy('compress(data, selectors)', (context, { data, selectors }) => {
        const wanted = each(context, selectors);
        return each(context, data).filter(
          (_, index) => index < wanted.length && context.truth(wanted[index] ?? null),
        );
      }),
      pairwise: lazy('pairwise(iterable)', (context, { iterable }) => {
        const items = each(context, iterable);
        return items.slice(1).map((item, index) => tuple([items[index] ?? null, item]));
      }),
      count: lazy('count(start=0, step=1)', (context, { start = 0n, step = 1n }) =>
        endless((index) => context.operate('+', start, context.operate('*', BigInt(index), step))),
      ),
      repeat: lazy('repeat(object, times=None)', (_, { object = null, times }) => {
        return times == null ? endless(() => object) : repeated(object, expectInt(times));
      }),
      cycle: lazy('cycle(iterable)', (context, { iterable }) => {
        const items = each(context, iterable);
        return items.length === 0 ? [] : endless((index) => items[index % items.length] ?? null);
      }),
      tee: native('tee(iterable, n=2)', (context, { iterable, n }) => {
        const items = each(context, iterable);
        context.charge(Math.max(0, expectInt(n)));
        return tuple(Array.from({ length: expectInt(n) }, () => iterator(items)));
      }),
    };
  },
};
