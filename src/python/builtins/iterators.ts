import { known } from '../native/expect.ts';
import { anyHolds } from '../values/any-holds.ts';
import type { List } from '../values/list.ts';
import type { Runtime } from '../values/runtime.ts';
import { type Instance, MetUnknown, NotModelled, Raised, type Value } from '../values/values.ts';

/** Gives `settling` if the truth of one item is that. */
export function quantified(runtime: Runtime, values: Value, settling: boolean): boolean {
  const settles = (value: Value): boolean => runtime.truth(value) === settling;
  const isSettled = runtime.withItems(values, (items, doubt) =>
    doubt === undefined ? anyHolds(items, settles) : anyOfAll(items, settles),
  );
  if (isSettled) leaveSomewhere(runtime, values);
  return isSettled ? settling : !settling;
}

/** The same of items in no known order: whichever come first, each may have been looked at. */
function anyOfAll(items: Iterable<Value>, holds: (item: Value) => boolean): boolean {
  const answers = [...items].map((item) => {
    try {
      return holds(item);
    } catch (error) {
      if (error instanceof MetUnknown) return error;
      throw error;
    }
  });
  return anyHolds(answers, (answer) => {
    if (typeof answer === 'boolean') return answer;
    throw answer;
  });
}

/** How far an iterator was asked is not known. */
function leaveSomewhere(runtime: Runtime, given: Value): void {
  const value = known(given);
  const doubt = runtime.orderDoubt(value);
  if (doubt !== undefined && typeof value === 'object' && value?.kind === 'iterator')
    runtime.spoil(value, doubt);
}

export function* untilSentinel(runtime: Runtime, callee: Value, sentinel: Value): Generator<Value> {
  for (;;) {
    runtime.charge(1);
    const value = runtime.call(callee);
    if (runtime.equal(value, sentinel)) return;
    yield value;
  }
}

// From the last place to the first: what is appended meanwhile is not met.
export function* backwards(list: List): Generator<Value> {
  for (let index = list.items.length - 1; index >= 0; index -= 1) {
    const item = list.items[index];
    if (item === undefined) return;
    yield item;
  }
}

const ITERATOR_NAMES: Readonly<Record<string, string>> = {
  list: 'list_iterator',
  tuple: 'tuple_iterator',
  dict: 'dict_keyiterator',
  set: 'set_iterator',
  frozenset: 'set_iterator',
  range: 'range_iterator',
  bytes: 'bytes_iterator',
};

export function iteratorName(value: Value): string {
  if (typeof value === 'string') return 'str_iterator';
  return (typeof value === 'object' && value !== null ? ITERATOR_NAMES[value.kind] : undefined) ?? 'iterator';
}

/** `next` of an object with a `__next__` of its own. */
export function nextOf(runtime: Runtime, value: Instance, fallback: Value | undefined): Value {
  const method = runtime.getAttribute(value, '__next__');
  if (method === undefined) throw new NotModelled('next() of something else than an iterator');
  try {
    return runtime.call(method);
  } catch (error) {
    const isEnd = error instanceof Raised && error.exception.class.name === 'StopIteration';
    if (!isEnd || fallback === undefined) throw error;
    return fallback;
  }
}
