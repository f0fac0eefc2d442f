import { type Iterator, iterator } from '../../../values/iterator.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { tuple, type Value } from '../../../values/values.ts';

/** `groupby`: the groups share one source, so asking for the next group ends the one before. */
export function* groups(runtime: Runtime, source: Iterator, key: Value): Generator<Value> {
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
