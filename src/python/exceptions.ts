import type { Machine } from './machine.ts';
import { instance } from './native.ts';
import { EXCEPTIONS } from './types/exceptions.ts';
import { OBJECT } from './types/object.ts';
import { type ClassValue, type Instance, isUnknown, Raised, tuple, type Value } from './values.ts';

/** A Python exception of a built-in type, ready to be thrown. */
export function raised(type: string, ...args: readonly Value[]): Raised {
  const found = EXCEPTIONS.get(type) ?? EXCEPTIONS.get('Exception') ?? OBJECT;
  return new Raised(exceptionOf(found, args));
}

/** An instance of an exception class with its `args`. */
export function exceptionOf(type: ClassValue, args: readonly Value[]): Instance {
  const exception = instance(type);
  exception.attributes.set('args', tuple(args));
  return exception;
}

/** `KeyError: 'SECRET_KEY'`, as a traceback ends. */
export function describeException(machine: Machine, exception: Instance): string {
  const { name } = exception.class;
  try {
    const words = machine.context.str(exception);
    return words === '' ? name : `${name}: ${words}`;
  } catch {
    // What an exception says can itself be Unknown or fail; its name is enough then.
    return name;
  }
}

/** Whether an exception is of a type, or of one in a tuple of types; an Unknown type is no type. */
export function isOfType(exception: Instance, type: Value): boolean {
  if (typeof type !== 'object' || type === null || isUnknown(type)) return false;
  if (type.kind === 'tuple') return type.items.some((item) => isOfType(exception, item));
  return type.kind === 'class' && exception.class.mro.includes(type);
}
