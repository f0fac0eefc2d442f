import { native, nativeClass } from '../../native/native.ts';
import { OBJECT } from '../../types/object.ts';
import type { NativeModule } from '../../values/runtime.ts';

export const abc: NativeModule = {
  name: 'abc',
  from: 'stdlib',
  names: () => ({
    ABC: nativeClass({ name: 'ABC', module: 'abc', bases: [OBJECT], complete: true }),
    ABCMeta: nativeClass({ name: 'ABCMeta', module: 'abc' }),
    abstractmethod: native('abstractmethod(funcobj)', (runtime, { funcobj = null }) => {
      if (typeof funcobj === 'object' && funcobj?.kind === 'function')
        runtime.setAttribute(funcobj, '__isabstractmethod__', true);
      return funcobj;
    }),
    abstractproperty: native('abstractproperty(fget)', (_, { fget = null }) => ({
      kind: 'property',
      get: fget,
      set: null,
    })),
    abstractclassmethod: native('abstractclassmethod(callable)', (_, { callable = null }) => ({
      kind: 'classmethod',
      function: callable,
    })),
    abstractstaticmethod: native('abstractstaticmethod(callable)', (_, { callable = null }) => ({
      kind: 'staticmethod',
      function: callable,
    })),
  }),
};
