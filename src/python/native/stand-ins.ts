/** Stand-ins for code whose result can't be known, or does not matter to a settings module. */

import type { NativeFunction, Runtime } from '../values/runtime.ts';
import { type ClassValue, NotModelled, type Value } from '../values/values.ts';
import { instance, native, nativeClass } from './native.ts';

/** A function whose result reading the code can't tell: `unknowable('now', 'it asks the clock')`. */
export function unknowable(name: string, reason: string): NativeFunction {
  return native(`${name}(*args, **keywords)`, (runtime) => runtime.unknown(reason), { takesUnknown: true });
}

/** `unknowable` under each of these names. */
export function allUnknowable(names: readonly string[], reason: string): Readonly<Record<string, Value>> {
  return Object.fromEntries(names.map((name) => [name, unknowable(name, reason)]));
}

/** A function that gives the same for any arguments: logging, patches, checks. */
export function constant(name: string, result: Value = null): NativeFunction {
  return native(`${name}(*args, **keywords)`, () => result, { takesUnknown: true });
}

/** `constant` under each of these names, giving None. */
export function allHarmless(names: readonly string[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(names.map((name) => [name, constant(name)]));
}

/** A function that gives back its first argument: gettext, decorators that only register. */
export function identity(name: string): NativeFunction {
  return native(`${name}(value=None, *args, **keywords)`, (_, { value = null }) => value, {
    takesUnknown: true,
  });
}

/** `__new__` of a class whose instances keep nothing: for `members` of classes without a base. */
export function plainMaker(): NativeFunction {
  return native(
    '__new__(cls, *args, **keywords)',
    (_, { cls }) => {
      if (typeof cls === 'object' && cls?.kind === 'class') return instance(cls);
      throw new NotModelled('what is made is no class');
    },
    { takesUnknown: true },
  );
}

/** A class whose instances can be made and handed on, and whose attributes are all Unknown. */
export function opaqueClass(
  name: string,
  module: string,
  bases: readonly ClassValue[] = [],
  fixed?: 'instances' | 'all',
): ClassValue {
  const init = native('__init__(self, *args, **keywords)', () => null, { takesUnknown: true });
  const members = { __new__: plainMaker(), __init__: init };
  return nativeClass({ name, module, bases, members, ...(fixed === undefined ? {} : { fixed }) });
}

/** A class of `builtins`, to inherit from or to compare with. */
export function builtinClass(runtime: Runtime, name: string): ClassValue {
  const type = runtime.builtin(name);
  if (typeof type === 'object' && type?.kind === 'class') return type;
  throw new Error(`the built-in ${name} is no class`);
}

/** An exception class of a module. */
export function exceptionClass(
  runtime: Runtime,
  name: string,
  module: string,
  base: ClassValue | string = 'Exception',
): ClassValue {
  const parent = typeof base === 'string' ? builtinClass(runtime, base) : base;
  return nativeClass({ name, module, bases: [parent] });
}
