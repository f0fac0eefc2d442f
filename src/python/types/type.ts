import { expectStr, known } from '../expect.ts';
import { native } from '../native.ts';
import { type ClassValue, NotModelled, type Value } from '../values.ts';
import { builtinClass } from './object.ts';

/** `type`: with one argument the class of a value, with three a new class. */
export const TYPE: ClassValue = builtinClass({
  name: 'type',
  complete: false,
  members: {
    __new__: native(
      '__new__(cls, object, bases=..., namespace=..., /)',
      (context, { object, bases, namespace }): Value => {
        if (bases === undefined) return context.classOf(known(object));
        if (typeof namespace !== 'object' || namespace?.kind !== 'dict')
          throw new NotModelled('type() without a dict');
        return context.makeClass(expectStr(object), context.iterate(bases), namespace);
      },
    ),
    mro: native('mro(self)', (context, { self }) => {
      if (typeof self !== 'object' || self?.kind !== 'class') throw new NotModelled('mro of something else');
      return context.listOf([...self.mro]);
    }),
    __subclasses__: native('__subclasses__(self)', () => {
      throw new NotModelled('__subclasses__ is not modelled');
    }),
  },
});
