import { instance, native, nativeClass } from '../../../native/native.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { type ClassValue, NotModelled, type Value } from '../../../values/values.ts';
import { expectDict } from '../../stdlib/collections/dicts.ts';

/** Arguments of a Validator that give a setting a value. */
const CHANGING: readonly string[] = ['default', 'cast'];

/** A check of settings: its state tells whether it may change them. */
export const validatorClass: ClassValue = nativeClass({
  name: 'Validator',
  module: 'dynaconf.validator',
  members: {
    __new__: native(
      '__new__(cls, *names, **options)',
      (_, { options }) => {
        const changes = CHANGING.some((name) => expectDict(options).has(name));
        return instance(validatorClass, changes);
      },
      { takesUnknown: true },
    ),
  },
});

/** Checks that only refuse are taken to hold, as a settings module that raises is nobody's. */
export function refuseValidators(runtime: Runtime, value: Value | undefined): void {
  if (value === undefined || value === null) return;
  for (const each of runtime.iterate(value)) {
    const isCheck = typeof each === 'object' && each?.kind === 'instance' && each.class === validatorClass;
    if (!isCheck || each.state === true)
      throw new NotModelled('validators of dynaconf that change settings are not modelled');
  }
}
