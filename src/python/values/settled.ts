import { itemTuples } from './dict.ts';
import { type DictView, MetUnknown, type Unknown, type Value } from './values.ts';

/** The Unknown of a container that is spoiled, or was changed since Python ran the code that asks; any other value itself. */
export function settled(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  switch (value.kind) {
    case 'list':
    case 'dict':
    case 'set': {
      const { spoiled, late } = value;
      return spoiled ?? (late === undefined ? value : { ...late, perhaps: value });
    }
    case 'frozenset':
    case 'iterator':
      return value.spoiled ?? value;
    case 'instance':
      return value.attributes.spoiled ?? value;
    default:
      return value;
  }
}

/** Gives `value` if it is known. Throws its Unknown as `MetUnknown` if not. */
export function certain(value: Value): Exclude<Value, Unknown> {
  const now = settled(value);
  if (typeof now === 'object' && now !== null && now.kind === 'unknown') throw new MetUnknown(now);
  return now;
}

/**
 * True if a value can be changed in place: by a `call` that is handed it, or by a `store` to an attribute, which classes and
 * functions take too.
 */
export function canChange(value: Value | undefined, how: 'call' | 'store'): boolean {
  if (typeof value !== 'object' || value === null) return false;
  switch (value.kind) {
    case 'list':
    case 'dict':
    case 'set':
    case 'view':
    case 'iterator':
      return true;
    case 'tuple':
      return value.items.some((item) => canChange(item, how));
    case 'method':
      return canChange(value.self, how);
    case 'instance':
      // What is compared by its content never changes.
      return !value.class.mro.some((base) => base.kind === 'class' && base.hashKey !== undefined);
    case 'class':
    case 'function':
    case 'module':
      return how === 'store';
    default:
      return false;
  }
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

/** The current content of a dict view. */
export function viewItems(view: DictView): Value[] {
  const items =
    view.part === 'items'
      ? itemTuples(view.of)
      : [...view.of.entries()].map((entry) => (view.part === 'keys' ? entry.key : entry.value));
  // Only now the module may have run that taints its names.
  if (view.of.taint !== undefined) throw new MetUnknown(view.of.taint);
  return items;
}
