import { callable } from '../../../native/callable.ts';
import { expectInt } from '../../../native/expect.ts';
import { native } from '../../../native/native.ts';
import { iterator } from '../../../values/iterator.ts';
import { List } from '../../../values/list.ts';
import type { NativeModule, Runtime } from '../../../values/runtime.ts';
import { tuple, type Value } from '../../../values/values.ts';
import { chosen, product, range } from './choices.ts';
import { groups } from './groups.ts';
import { slice } from './slices.ts';
import {
  accumulated,
  applied,
  compressed,
  cycled,
  endless,
  joined,
  left,
  pairs,
  refused,
  repeated,
  taken,
  teed,
  zipLongest,
} from './streams.ts';

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

const each = (runtime: Runtime, value: Value | undefined): readonly Value[] => runtime.iterate(value ?? null);

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
