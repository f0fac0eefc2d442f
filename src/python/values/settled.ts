import { itemTuples } from './containers.ts';
import { type DictView, MetUnknown, type Unknown, type Value } from './values.ts';

/** The Unknown a value has become, for containers that were handed to code that is not modelled; else itself. */
export function settled(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  switch (value.kind) {
    case 'list':
    case 'dict':
    case 'set':
    case 'frozenset':
    case 'iterator':
      return value.spoiled ?? value;
    case 'instance':
      return value.attributes.spoiled ?? value;
    default:
      return value;
  }
}

/** `value` where it is known; its Unknown is thrown as `MetUnknown` otherwise. */
export function certain(value: Value): Exclude<Value, Unknown> {
  const now = settled(value);
  if (typeof now === 'object' && now !== null && now.kind === 'unknown') throw new MetUnknown(now);
  return now;
}

export function rangeLength(range: {
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
}): bigint {
  const { start, stop, step } = range;
  const span = step > 0n ? stop - start : start - stop;
  const stride = step > 0n ? step : -step;
  return span <= 0n ? 0n : (span + stride - 1n) / stride;
}

/** What a dict view holds now. */
export function viewItems(view: DictView): Value[] {
  if (view.part === 'items') return itemTuples(view.of);
  return [...view.of.entries()].map((entry) => (view.part === 'keys' ? entry.key : entry.value));
}
