import type { Machine } from '../machine/machine.ts';
import { chargeLength } from '../native/bounds.ts';
import { pointLength } from '../text/points.ts';
import { classOf } from '../types/index.ts';
import { lookUp } from '../values/class-order.ts';
import type { Dict } from '../values/dict.ts';
import { plainValue } from '../values/keys.ts';
import { certain, rangeLength } from '../values/settled.ts';
import { MetUnknown, type Value } from '../values/values.ts';
import { call } from './call.ts';
import { overriding } from './override.ts';

function sizeOf(dict: Dict): number {
  const { size } = dict;
  if (dict.taint !== undefined) throw new MetUnknown(dict.taint);
  return size;
}

/** `len(value)`. */
export function lengthOf(machine: Machine, given: Value): number {
  const value = plainValue(certain(given));
  if (typeof value === 'string') {
    chargeLength(machine.runtime, value.length);
    return pointLength(value);
  }
  const own = overriding(value, '__len__');
  if (own !== undefined) return checked(machine, certain(call(machine, own, [value])));
  if (typeof value === 'object' && value !== null) {
    switch (value.kind) {
      case 'list':
      case 'tuple':
        return value.items.length;
      case 'dict':
        return sizeOf(value);
      case 'set':
      case 'frozenset':
        return value.size;
      case 'view':
        return sizeOf(value.of);
      case 'bytes':
        return value.data.length;
      case 'range':
        return Number(rangeLength(value));
      case 'instance':
      case 'class': {
        const method = lookUp(classOf(value).mro, '__len__');
        const length = method === undefined ? undefined : certain(call(machine, method, [value]));
        if (length !== undefined) return checked(machine, length);
        break;
      }
      default:
    }
  }
  return machine.runtime.raise('TypeError', `object of type '${classOf(value).name}' has no len()`);
}

function checked(machine: Machine, length: Value): number {
  if (typeof length === 'boolean') return Number(length);
  if (typeof length !== 'bigint')
    return machine.runtime.raise('TypeError', `'${classOf(length).name}' object is no integer`);
  if (length < 0n) return machine.runtime.raise('ValueError', '__len__() should return >= 0');
  return Number(length);
}
