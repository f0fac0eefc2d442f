import type { Machine } from '../machine/machine.ts';
import { EXCEPTIONS, exceptionOf } from '../types/exceptions.ts';
import { OBJECT } from '../types/object.ts';
import { type Instance, isUnknown, Raised, type Value } from '../values/values.ts';

/** A Python exception of a built-in type, ready to be thrown. */
export function raised(type: string, ...args: readonly Value[]): Raised {
  const found = EXCEPTIONS.get(type) ?? EXCEPTIONS.get('Exception') ?? OBJECT;
  return new Raised(exceptionOf(found, args));
}

/** `KeyError: 'SECRET_KEY'`, as a traceback ends. */
export function describeException(machine: Machine, exception: Instance): string {
  const { name } = exception.class;
  try {
    const words = machine.runtime.str(exception);
    return words === '' ? name : `${name}: ${words}`;
  } catch {
    // The text of an exception can itself be Unknown or fail; then its name is enough.
    return name;
  }
}

/** True if an exception is of a type, or of one in a tuple of types; an Unknown type is no type. */
export function isOfType(exception: Instance, type: Value): boolean {
  if (typeof type !== 'object' || type === null || isUnknown(type)) return false;
  if (type.kind === 'tuple') return type.items.some((item) => isOfType(exception, item));
  return type.kind === 'class' && exception.class.mro.includes(type);
}
