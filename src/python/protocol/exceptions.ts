import type { Machine } from '../machine/machine.ts';
import { EXCEPTIONS, exceptionOf } from '../types/exceptions.ts';
import { OBJECT } from '../types/object.ts';
import { type Instance, isUnknown, Raised, type Value } from '../values/values.ts';

/** A Python exception of a built-in type, ready to be thrown. */
export function raised(type: string, ...args: readonly Value[]): Raised {
  return new Raised(exceptionNamed(type, args));
}

function exceptionNamed(type: string, args: readonly Value[]): Instance {
  return exceptionOf(EXCEPTIONS.get(type) ?? EXCEPTIONS.get('Exception') ?? OBJECT, args);
}

// Messages that nearly every version of Python words anew; those of others hold a name or a key.
const VARYING: ReadonlySet<string> = new Set([
  'AttributeError',
  'IndexError',
  'NameError',
  'OverflowError',
  'RecursionError',
  'RuntimeError',
  'TypeError',
  'UnboundLocalError',
  'ValueError',
  'ZeroDivisionError',
]);

const words = new WeakMap<Instance, string>();

/** An error that Python itself raises. Evaluated code must not go by its words: they are for people. */
export function ownError(machine: Machine, type: string, message: string): Instance {
  if (!VARYING.has(type)) return exceptionNamed(type, [message]);
  const unknown = machine.unknown('the words of this error differ between versions of Python');
  const exception = exceptionNamed(type, [unknown]);
  words.set(exception, message);
  return exception;
}

/** `KeyError: 'SECRET_KEY'`, as a traceback ends. */
export function describeException(machine: Machine, exception: Instance): string {
  const { name } = exception.class;
  const own = words.get(exception);
  if (own !== undefined) return own === '' ? name : `${name}: ${own}`;
  try {
    const said = machine.runtime.str(exception);
    return said === '' ? name : `${name}: ${said}`;
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
