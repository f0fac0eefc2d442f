import type { Machine } from '../machine/machine.ts';
import { classOf } from '../types/index.ts';
import { lookUp } from '../values/class-order.ts';
import { certain, rangeLength } from '../values/settled.ts';
import type { Value } from '../values/values.ts';
import { call } from './call.ts';
import { overriding } from './override.ts';

/** `bool(value)`. Throws `MetUnknown`. */
export function truth(machine: Machine, given: Value): boolean {
  const value = certain(given);
  if (value === null) return false;
  if (typeof value !== 'object') return Boolean(value);
  const own = overriding(value, '__bool__') ?? overriding(value, '__len__');
  if (own !== undefined) return truth(machine, call(machine, own, [value]));
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items.length > 0;
    case 'dict':
    case 'set':
    case 'frozenset':
      return value.size > 0;
    case 'bytes':
      return value.data.length > 0;
    case 'view':
      return value.of.size > 0;
    case 'range':
      return rangeLength(value) > 0n;
    case 'instance':
      return instanceTruth(machine, value);
    default:
      return true;
  }
}

function instanceTruth(machine: Machine, value: Value): boolean {
  const { mro } = classOf(value);
  const own = lookUp(mro, '__bool__');
  const method = own ?? lookUp(mro, '__len__');
  if (method === undefined) return true;
  const result = certain(call(machine, method, [value]));
  if (own !== undefined && typeof result !== 'boolean')
    machine.runtime.raise('TypeError', `__bool__ should return bool, returned ${classOf(result).name}`);
  return truth(machine, result);
}
