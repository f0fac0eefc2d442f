import { instance, type NativeClassDefinition, native, nativeClass, quick } from '../native/native.ts';
import { identity } from '../values/keys.ts';
import { type ClassValue, NOT_IMPLEMENTED, NotModelled, orElse, type Value } from '../values/values.ts';

function isClass(value: Value | undefined): value is ClassValue {
  return typeof value === 'object' && value?.kind === 'class';
}

/** `object`, with the attributes that every class has. */
export const OBJECT: ClassValue = nativeClass({
  name: 'object',
  module: 'builtins',
  complete: true,
  members: quick({
    __new__: native(
      '__new__(cls, *args, **keywords)',
      (_, { cls }) => {
        if (!isClass(cls)) throw new NotModelled('__new__ without a class');
        return instance(cls);
      },
      { takesUnknown: true },
    ),
    __init__: native('__init__(self, *args, **keywords)', () => null, { takesUnknown: true }),
    __init_subclass__: {
      kind: 'classmethod',
      function: native('__init_subclass__(cls, **keywords)', () => null, { takesUnknown: true }),
    },
    __setattr__: native(
      '__setattr__(self, name, value)',
      (runtime, { self = null, name = null, value = null }) => {
        if (typeof name !== 'string') throw new NotModelled('an attribute whose name is no str');
        runtime.setPlainly(self, name, value);
        return null;
      },
      { takesUnknown: true, changes: ['self'] },
    ),
    __delattr__: native(
      '__delattr__(self, name)',
      (runtime, { self = null, name }) => {
        runtime.deleteAttribute(self, String(name), true);
        return null;
      },
      { changes: ['self'] },
    ),
    __getattribute__: native('__getattribute__(self, name)', (runtime, { self = null, name }) => {
      return orElse(runtime.getAttribute(self, String(name)), () =>
        runtime.raise('AttributeError', String(name)),
      );
    }),
    __eq__: native('__eq__(self, other)', (_, { self, other }) => (self === other ? true : NOT_IMPLEMENTED)),
    __ne__: native(
      '__ne__(self, other)',
      (runtime, { self = null, other = null }) => !runtime.equal(self, other),
    ),
    __hash__: native('__hash__(self)', (_, { self }) => {
      if (typeof self !== 'object' || self === null) throw new NotModelled('hash values are not modelled');
      return BigInt(identity(self));
    }),
    __str__: native('__str__(self)', (runtime, { self = null }) => runtime.repr(self)),
    __repr__: native('__repr__(self)', () => {
      throw new NotModelled('the address of an object is not modelled');
    }),
    __format__: native("__format__(self, spec='')", (runtime, { self = null, spec }) =>
      runtime.format(self, String(spec)),
    ),
    __dir__: native('__dir__(self)', () => {
      throw new NotModelled('__dir__ is not modelled');
    }),
  }),
});

/** A class of `builtins` that inherits from `object` and is modelled whole. */
export function builtinClass(
  definition: Omit<NativeClassDefinition, 'module' | 'complete'> & { readonly complete?: boolean },
): ClassValue {
  return nativeClass({ bases: [OBJECT], complete: true, ...definition, module: 'builtins' });
}

/** Members that exist but whose result is not modelled. */
export function unmodelled(...names: readonly string[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      native(`${name}(*args, **keywords)`, () => {
        throw new NotModelled(`${name}() is not modelled`);
      }),
    ]),
  );
}
