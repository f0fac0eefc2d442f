import { expectInt } from '../../../native/expect.ts';
import { iterator } from '../../../values/iterator.ts';
import type { Runtime } from '../../../values/runtime.ts';
import type { Value } from '../../../values/values.ts';

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

export function slice(runtime: Runtime, iterable: Value, bounds: readonly Value[]): Value {
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
