import { expectStr } from '../../../native/expect.ts';
import { instance, native, nativeClass } from '../../../native/native.ts';
import type { ClassValue, Instance, Value } from '../../../values/values.ts';

const HIDDEN = '**********';

function contentOf(self: Value | undefined): string {
  return typeof self === 'object' && self?.kind === 'instance' ? expectStr(self.state as Value) : '';
}

const shown = (self: Value | undefined): string => (contentOf(self) === '' ? '' : HIDDEN);

/** `SecretStr`: a text that shows itself only when it is asked for it. */
export const secretClass: ClassValue = nativeClass({
  name: 'SecretStr',
  module: 'pydantic.types',
  hashKey: (self) => `SecretStr ${contentOf(self)}`,
  members: {
    __new__: native('__new__(cls, secret_value)', (_, { secret_value: value }) =>
      makeSecret(expectStr(value)),
    ),
    get_secret_value: native('get_secret_value(self)', (_, { self }) => contentOf(self)),
    __str__: native('__str__(self)', (_, { self }) => shown(self)),
    __repr__: native('__repr__(self)', (_, { self }) => `SecretStr('${shown(self)}')`),
    __len__: native('__len__(self)', (_, { self }) => BigInt([...contentOf(self)].length)),
  },
});

export function makeSecret(text: string): Instance {
  return instance(secretClass, text);
}

export function isSecret(value: Value): boolean {
  return typeof value === 'object' && value?.kind === 'instance' && value.class === secretClass;
}
