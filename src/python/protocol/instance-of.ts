import type { Machine } from '../machine/machine.ts';
import { classOf } from '../types/index.ts';
import { anyHolds } from '../values/any-holds.ts';
import { lookUp } from '../values/class-order.ts';
import { certain } from '../values/settled.ts';
import { isUnknown, MetUnknown, NotModelled, type Value } from '../values/values.ts';
import { call } from './call.ts';
import { truth } from './truth.ts';

/** `isinstance(value, type)`. A native class may decide by an `__instancecheck__(self, instance)` of its own. */
export function isInstance(machine: Machine, given: Value, givenType: Value): boolean {
  const value = certain(given);
  const type = certain(givenType);
  if (typeof type === 'object' && type !== null) {
    if (type.kind === 'tuple') {
      machine.budget.step(type.items.length);
      return machine.levels.deeper(() => anyHolds(type.items, (item) => isInstance(machine, value, item)));
    }
    if (type.kind === 'class') {
      const check = lookUp(type.mro, '__instancecheck__');
      if (check !== undefined) return truth(machine, call(machine, check, [type, value]));
      const { mro } = classOf(value);
      if (mro.includes(type)) return true;
      const unknown = mro.find(isUnknown);
      if (unknown !== undefined) throw new MetUnknown(unknown);
      return false;
    }
  }
  throw new NotModelled('isinstance of this type is not modelled');
}
