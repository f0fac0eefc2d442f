import { expectStr } from '../../../native/expect.ts';
import { native } from '../../../native/native.ts';
import { truthOf } from '../../../text/truth-words.ts';
import type { NativeModule } from '../../../values/runtime.ts';

/** Gone from the standard library since 3.12, where setuptools puts it back: so it is taken to be there. */
export const distutilsUtil: NativeModule = {
  name: 'distutils.util',
  from: 'stdlib',
  names: () => ({
    strtobool: native('strtobool(val)', (runtime, { val }) => {
      const truth = truthOf(expectStr(val));
      if (truth === undefined)
        return runtime.raise('ValueError', `invalid truth value ${runtime.repr(val ?? null)}`);
      return truth ? 1n : 0n;
    }),
  }),
};

export const distutils: NativeModule = {
  name: 'distutils',
  from: 'stdlib',
  names: (runtime) => ({
    sysconfig: runtime.importModule('distutils.sysconfig'),
    util: runtime.importModule('distutils.util'),
    version: runtime.importModule('distutils.version'),
  }),
};
