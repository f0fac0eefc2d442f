import { native, nativeClass } from '../../native/native.ts';
import { stateSlot } from '../../native/state-slot.ts';
import type { NativeModule } from '../../values/runtime.ts';
import { type ClassValue, NotModelled, type Value } from '../../values/values.ts';

const decimals = stateSlot<string>();

/** A Decimal is carried around as its text; computing with one is not modelled. */
function decimalClass(): ClassValue {
  const textOf = (self: Value | undefined): string => decimals.of(self);
  return nativeClass({
    name: 'Decimal',
    fixed: 'all',
    module: 'decimal',
    members: {
      __new__: native("__new__(cls, value='0', runtime=None)", (runtime, { cls, value = '0' }) => {
        if (typeof cls !== 'object' || cls?.kind !== 'class')
          throw new NotModelled('what is made is no class');
        if (typeof value === 'bigint') return decimals.make(cls, String(value));
        if (typeof value !== 'string' || !/^\d+(?:\.\d+)?$/.test(value))
          return runtime.unknown('such a Decimal is not modelled');
        return decimals.make(cls, value);
      }),
      __str__: native('__str__(self)', (_, { self }) => textOf(self)),
      __repr__: native('__repr__(self)', (_, { self }) => `Decimal('${textOf(self)}')`),
      __bool__: native('__bool__(self)', (_, { self }) => /[1-9]/.test(textOf(self))),
      __int__: native('__int__(self)', (_, { self }) => BigInt(textOf(self).replace(/\..*/, ''))),
      __float__: native('__float__(self)', (_, { self }) => Number(textOf(self))),
      __eq__: native('__eq__(self, other)', () => {
        throw new NotModelled('comparing Decimals is not modelled');
      }),
    },
  });
}

export const decimal: NativeModule = {
  name: 'decimal',
  from: 'stdlib',
  names: () => ({ Decimal: decimalClass() }),
};
