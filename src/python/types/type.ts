import { expectStr, known } from '../native/expect.ts';
import { native } from '../native/native.ts';
import type { Keywords } from '../values/runtime.ts';
import { type ClassValue, NotModelled, type Value } from '../values/values.ts';
import { builtinClass } from './object.ts';

function keywordsOf(value: Value | undefined): Keywords {
  if (typeof value !== 'object' || value?.kind !== 'dict') return new Map();
  return new Map([...value.entries()].map(({ key, value: item }) => [key as string, item]));
}

/** `type`: with one argument the class of a value, with three a new class. */
export const TYPE: ClassValue = builtinClass({
  name: 'type',
  complete: false,
  members: {
    __new__: native(
      '__new__(cls, object, bases=..., namespace=..., /, **keywords)',
      (runtime, { cls, object, bases, namespace, keywords }): Value => {
        if (bases === undefined) return runtime.classOf(known(object));
        if (typeof namespace !== 'object' || namespace?.kind !== 'dict')
          throw new NotModelled('type() without a dict');
        const metaclass = typeof cls === 'object' && cls?.kind === 'class' ? cls : undefined;
        const named = keywordsOf(keywords);
        return runtime.makeClass(expectStr(object), runtime.iterate(bases), namespace, metaclass, named);
      },
    ),
    __init__: native('__init__(self, *args, **keywords)', () => null, { takesUnknown: true }),
    __call__: native(
      '__call__(self, *args, **keywords)',
      (runtime, { self, args = null, keywords }) => {
        if (typeof self !== 'object' || self?.kind !== 'class')
          throw new NotModelled('calling something else');
        return runtime.instantiate(self, runtime.iterate(args), keywordsOf(keywords));
      },
      { takesUnknown: true },
    ),
    mro: native('mro(self)', (runtime, { self }) => {
      if (typeof self !== 'object' || self?.kind !== 'class') throw new NotModelled('mro of something else');
      return runtime.listOf([...self.mro]);
    }),
    __subclasses__: native('__subclasses__(self)', () => {
      throw new NotModelled('__subclasses__ is not modelled');
    }),
  },
});
