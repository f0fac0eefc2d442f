import type { Machine } from '../machine/machine.ts';
import { lookUp } from '../values/class-order.ts';
import {
  type ClassValue,
  type Instance,
  isUnknown,
  type Property,
  type Unknown,
  type Value,
} from '../values/values.ts';
import { call } from './call.ts';

/** A class attribute as it is seen through an instance: functions become methods, properties are computed. */
export function bind(machine: Machine, found: Value, self: Value, type: ClassValue): Value {
  if (typeof found !== 'object' || found === null) return found;
  switch (found.kind) {
    case 'function':
    case 'native':
      return { kind: 'method', self, function: found };
    case 'classmethod':
      return { kind: 'method', self: type, function: found.function };
    case 'staticmethod':
      return found.function;
    case 'property':
      return call(machine, found.get, [self]);
    case 'instance':
      return throughDescriptor(machine, found, self, type);
    default:
      return found;
  }
}

// Descriptors of evaluated code and of natives, such as lazily computed settings values.
function throughDescriptor(machine: Machine, found: Instance, self: Value, type: ClassValue): Value {
  const get = lookUp(found.class.mro, '__get__');
  return get === undefined ? found : call(machine, get, [found, self, type]);
}

/** Methods that are class methods without a decorator. */
const IMPLICIT_CLASSMETHODS: readonly string[] = ['__class_getitem__', '__init_subclass__'];

/** The same as it is seen through the class itself. */
export function bindToClass(machine: Machine, found: Value, type: ClassValue, name: string): Value {
  if (typeof found !== 'object' || found === null) return found;
  if (isUnknown(found)) return extended(found, name);
  if (found.kind === 'classmethod') return { kind: 'method', self: type, function: found.function };
  if (found.kind === 'staticmethod') return found.function;
  if (found.kind === 'function' && IMPLICIT_CLASSMETHODS.includes(name))
    return { kind: 'method', self: type, function: found };
  if (found.kind === 'instance') return throughDescriptor(machine, found, null, type);
  return found;
}

/** An attribute of what is Unknown, with its dotted name. */
export function extended(value: Unknown, name: string): Unknown {
  return value.dotted === undefined ? value : { ...value, dotted: `${value.dotted}.${name}` };
}

export function isProperty(value: Value | undefined): value is Property {
  return typeof value === 'object' && value?.kind === 'property';
}

/** True for an instance of a class with a `__set__`, which goes before the attributes of the instance itself. */
export function isDataDescriptor(value: Value | undefined): value is Instance {
  if (typeof value !== 'object' || value?.kind !== 'instance' || value.class.at === undefined) return false;
  const { mro } = value.class;
  return lookUp(mro, '__set__') !== undefined || lookUp(mro, '__delete__') !== undefined;
}
