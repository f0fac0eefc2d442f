import { expectStr } from '../../expect.ts';
import { type NativeModule, native } from '../../native.ts';
import { truthOf } from '../truth-words.ts';

/** Gone from the standard library since 3.12, where setuptools puts it back: so it is taken to be there. */
export const distutilsUtil: NativeModule = {
  name: 'distutils.util',
  from: 'stdlib',
  names: () => ({
    strtobool: native('strtobool(val)', (context, { val }) => {
      const truth = truthOf(expectStr(val));
      if (truth === undefined)
        return context.raise('ValueError', `invalid truth value ${context.repr(val ?? null)}`);
      return truth ? 1n : 0n;
    }),
  }),
};

export const distutils: NativeModule = {
  name: 'distutils',
  from: 'stdlib',
  names: (context) => ({
    util: context.importModule('distutils.util'),
    version: context.importModule('distutils.version'),
  }),
};
