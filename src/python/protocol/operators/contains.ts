import type { Machine } from '../../machine/machine.ts';
import { chargeLength, chargeSearch } from '../../native/bounds.ts';
import { classOf } from '../../types/index.ts';
import { anyHolds } from '../../values/any-holds.ts';
import { lookUp } from '../../values/class-order.ts';
import { plainValue } from '../../values/keys.ts';
import { SetValue } from '../../values/set-value.ts';
import { certain } from '../../values/settled.ts';
import { MetUnknown, type Value } from '../../values/values.ts';
import { call } from '../call.ts';
import { items } from '../iterate.ts';
import { overriding } from '../override.ts';
import { truth } from '../truth.ts';
import { isOrEquals } from './equality.ts';

/** `item in container`. */
export function contains(machine: Machine, givenContainer: Value, item: Value): boolean {
  const container = plainValue(certain(givenContainer));
  if (typeof container === 'string') {
    const text = plainValue(certain(item));
    if (typeof text === 'string') {
      chargeLength(machine.runtime, container.length);
      chargeSearch(machine.runtime, container.length, text.length);
      return container.includes(text);
    }
    return machine.runtime.raise(
      'TypeError',
      `'in <string>' requires string as left operand, not ${classOf(text).name}`,
    );
  }
  const own = overriding(container, '__contains__');
  if (own !== undefined) return truth(machine, call(machine, own, [container, item]));
  if (typeof container === 'object' && container !== null) {
    switch (container.kind) {
      case 'dict':
        return inDict(container, item);
      case 'view':
        if (container.part === 'keys') return inDict(container.of, item);
        break;
      case 'set':
      case 'frozenset':
        return container.has(asKey(certain(item)));
      case 'bytes':
        return inBytes(machine, container.data, certain(item));
      case 'instance':
      case 'class': {
        const method = lookUp(classOf(container).mro, '__contains__');
        if (method !== undefined) return truth(machine, call(machine, method, [container, item]));
        break;
      }
      default:
    }
  }
  return anyHolds(items(machine, container), (value) => isOrEquals(machine, value, item));
}

// A set is looked for as the frozenset of its items.
function asKey(item: Value): Value {
  return typeof item === 'object' && item?.kind === 'set' ? new SetValue(item.values(), 'frozenset') : item;
}

function inBytes(machine: Machine, data: Uint8Array, item: Value): boolean {
  chargeLength(machine.runtime, data.length);
  if (typeof item === 'object' && item?.kind === 'bytes') {
    chargeSearch(machine.runtime, data.length, item.data.length);
    return Buffer.from(data).includes(Buffer.from(item.data));
  }
  if (typeof item !== 'bigint')
    return machine.runtime.raise('TypeError', "a bytes-like object is required, not 'str'");
  if (item < 0n || item > 255n) return machine.runtime.raise('ValueError', 'byte must be in range(0, 256)');
  return data.includes(Number(item));
}

function inDict(dict: Extract<Value, { kind: 'dict' }>, item: Value): boolean {
  const key = certain(item);
  if (dict.has(key)) return true;
  if (dict.taint !== undefined) throw new MetUnknown(dict.taint);
  return false;
}
