import { perhapsValue } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import { spoil } from '../machine/spoil.ts';
import { classOf } from '../types/index.ts';
import { OBJECT } from '../types/object.ts';
import { lookUp } from '../values/class-order.ts';
import { inDoubt, likely } from '../values/in-doubt.ts';
import type { Keywords } from '../values/runtime.ts';
import { settled } from '../values/settled.ts';
import {
  type ClassValue,
  isUnknown,
  MetUnknown,
  NotModelled,
  type Unknown,
  type Value,
} from '../values/values.ts';
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

/** Calls a callable that can't be followed: it may change each argument, and every name of a namespace (policy Taint). */
export function callUnknown(
  machine: Machine,
  callee: Unknown,
  args: readonly Value[],
  keywords: Keywords,
): Unknown {
  machine.doubts += 1;
  const { dotted: _, perhaps = null, ...result } = callee;
  const inner = perhapsGiven(machine, callee, args, keywords);
  const given = [perhaps, ...args, ...keywords.values()];
  for (const value of given) spoil(machine, value, result);
  suspect(machine, given, result);
  return inDoubt(result, inner);
}

/** What the call gives if the callee is still the native that it was: whatever is done to the result may be done to that. */
function perhapsGiven(
  machine: Machine,
  callee: Unknown,
  args: readonly Value[],
  keywords: Keywords,
): Value | undefined {
  const native = likely(callee);
  if (typeof native !== 'object' || native?.kind !== 'native') return undefined;
  try {
    return perhapsValue(machine, callee, () => callNative(machine, native, args, keywords));
  } catch (error) {
    if (error instanceof MetUnknown || error instanceof NotModelled) return undefined;
    throw error;
  }
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
  // A class has abstract methods only if the code has imported the decorator that marks them.
  if (machine.modules.has('abc')) refuseAbstract(machine, type);
  const make = typeof maker === 'object' && maker?.kind === 'staticmethod' ? maker.function : maker;
  const made = call(machine, make, [type, ...args], keywords);
  if (isUnknown(made) || !classOf(made).mro.includes(type)) return made;
  const initialise = lookUp(classOf(made).mro, '__init__');
  if (initialise === undefined) return made;
  if (type.at !== undefined) refuseSurplus(machine, type, maker, initialise, args, keywords);
  if (isUnknown(initialise)) return callUnknown(machine, initialise, [made, ...args], keywords);
  const result = call(machine, initialise, [made, ...args], keywords);
  if (isUnknown(result)) return result;
  if (result !== null)
    machine.runtime.raise('TypeError', `__init__() should return None, not '${classOf(result).name}'`);
  return made;
}

/** A class that inherits from `abc.ABC` can be made only once each of its abstract methods is written. */
function refuseAbstract(machine: Machine, type: ClassValue): void {
  const names = new Set<Value>();
  for (const base of type.mro)
    if (base.kind === 'class' && base.at !== undefined)
      for (const { key } of base.namespace.entries()) names.add(key);
  for (const name of names) {
    if (!isAbstract(lookUp(type.mro, String(name)))) continue;
    if (!type.mro.some((base) => base.kind === 'class' && base.module === 'abc'))
      throw new NotModelled(`whether ${type.name} is abstract is not known`);
    machine.runtime.raise('TypeError', `Can't instantiate abstract class ${type.name} with ${String(name)}`);
  }
}

function isAbstract(value: Value | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value.kind === 'function') return value.attributes.get('__isabstractmethod__') === true;
  if (value.kind === 'property') return isAbstract(value.get) || isAbstract(value.set);
  return (value.kind === 'classmethod' || value.kind === 'staticmethod') && isAbstract(value.function);
}

/** `object` takes no arguments, where nobody else does. */
function refuseSurplus(
  machine: Machine,
  type: ClassValue,
  maker: Value,
  initialise: Value,
  args: readonly Value[],
  keywords: Keywords,
): void {
  const isPlain =
    maker === OBJECT.namespace.get('__new__') && initialise === OBJECT.namespace.get('__init__');
  if (isPlain && args.length + keywords.size > 0)
    machine.runtime.raise('TypeError', `${type.name}() takes no arguments`);
}
