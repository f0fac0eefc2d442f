import type { Machine } from '../machine/machine.ts';
import { spoil } from '../machine/spoil.ts';
import { classOf } from '../types/index.ts';
import { lookUp } from '../values/class-order.ts';
import type { Keywords } from '../values/runtime.ts';
import { settled } from '../values/settled.ts';
import { type ClassValue, isUnknown, NotModelled, type Unknown, type Value } from '../values/values.ts';
import { callNative } from './native-call.ts';
import { suspect } from './suspect.ts';

const NO_KEYWORDS: Keywords = new Map();

/** Calls `callee(*args, **keywords)`. Afterwards, what code that is not modelled may have changed is Unknown (policy Spoil). */
export function call(
  machine: Machine,
  given: Value,
  args: readonly Value[] = [],
  keywords: Keywords = NO_KEYWORDS,
): Value {
  const callee = settled(given);
  machine.budget.step();
  if (isUnknown(callee)) return callUnknown(machine, callee, args, keywords);
  if (typeof callee === 'object' && callee !== null) {
    switch (callee.kind) {
      case 'native':
        return callNative(machine, callee, args, keywords);
      case 'method':
        return call(machine, callee.function, [callee.self, ...args], keywords);
      case 'function':
        return callee.run(args, keywords);
      case 'class': {
        const own = ownCall(callee);
        if (own !== undefined) return call(machine, own, [callee, ...args], keywords);
        return instantiate(machine, callee, args, keywords);
      }
      case 'staticmethod':
        return call(machine, callee.function, args, keywords);
      case 'instance': {
        const method = lookUp(callee.class.mro, '__call__');
        if (method !== undefined) return call(machine, method, [callee, ...args], keywords);
        if (!callee.class.complete) throw new NotModelled(`calling a ${callee.class.name} is not modelled`);
        break;
      }
      default:
    }
  }
  return machine.runtime.raise('TypeError', `'${classOf(callee).name}' object is not callable`);
}

/** Calls what nobody can follow: it may change what it was handed, and every name of a namespace (policy Taint). */
export function callUnknown(
  machine: Machine,
  callee: Unknown,
  args: readonly Value[],
  keywords: Keywords,
): Unknown {
  machine.doubts += 1;
  const { dotted: _, ...result } = callee;
  const given = [...args, ...keywords.values()];
  for (const value of given) spoil(machine, value, result);
  suspect(machine, given, result);
  return result;
}

/** The `__call__` that code gave the metaclass of a class. */
function ownCall(type: ClassValue): Value | undefined {
  const metaclass = classOf(type);
  return metaclass.at === undefined
    ? undefined
    : lookUp(
        metaclass.mro.filter((base) => base.kind === 'unknown' || base.at !== undefined),
        '__call__',
      );
}

/** `Class(...)`: `__new__`, then `__init__` where that gave an instance of the class. */
export function instantiate(
  machine: Machine,
  type: ClassValue,
  args: readonly Value[],
  keywords: Keywords,
): Value {
  const maker = lookUp(type.mro, '__new__');
  if (maker === undefined) throw new NotModelled(`making a ${type.name} is not modelled`);
  if (isUnknown(maker)) return callUnknown(machine, maker, args, keywords);
  const make = typeof maker === 'object' && maker?.kind === 'staticmethod' ? maker.function : maker;
  const made = call(machine, make, [type, ...args], keywords);
  if (isUnknown(made) || !classOf(made).mro.includes(type)) return made;
  const initialise = lookUp(classOf(made).mro, '__init__');
  if (initialise === undefined) return made;
  if (isUnknown(initialise)) return callUnknown(machine, initialise, [made, ...args], keywords);
  const result = call(machine, initialise, [made, ...args], keywords);
  return isUnknown(result) ? result : made;
}
