import { expectStr } from '../../native/expect.ts';
import { native, nativeClass } from '../../native/native.ts';
import { plainMaker } from '../../native/stand-ins.ts';
import { iterator } from '../../values/iterator.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import type { ClassValue, Value } from '../../values/values.ts';

function textOf(runtime: Runtime, self: Value | undefined): string {
  return expectStr(runtime.getAttribute(self ?? null, '_text'));
}

/** A text to be read from its start; writing to it makes it Unknown. */
function stringIo(): ClassValue {
  return nativeClass({
    name: 'StringIO',
    module: 'io',
    members: {
      __new__: plainMaker(),
      __init__: native(
        "__init__(self, initial_value='')",
        (runtime, { self = null, initial_value: text = '' }) => {
          runtime.setAttribute(self, '_text', text);
          runtime.setAttribute(self, '_rest', text);
          return null;
        },
      ),
      getvalue: native('getvalue(self)', (runtime, { self }) => textOf(runtime, self)),
      read: native('read(self)', (runtime, { self = null }) => {
        const rest = runtime.getAttribute(self, '_rest') ?? '';
        runtime.setAttribute(self, '_rest', '');
        return rest;
      }),
      __iter__: native('__iter__(self)', (runtime, { self }) =>
        iterator(
          textOf(runtime, self)
            .split(/(?<=\n)/)
            .filter((line) => line !== ''),
        ),
      ),
      write: native(
        'write(self, s)',
        (runtime, { self = null }) => {
          const unknown = runtime.unknown('what is written to a StringIO is not kept');
          runtime.setAttribute(self, '_text', unknown);
          runtime.setAttribute(self, '_rest', unknown);
          return unknown;
        },
        { takesUnknown: true },
      ),
      close: native('close(self)', () => null),
      __enter__: native('__enter__(self)', (_, { self = null }) => self),
      __exit__: native('__exit__(self, *args)', () => null),
    },
  });
}

export const io: NativeModule = {
  name: 'io',
  from: 'stdlib',
  names: (runtime) => ({ open: runtime.builtin('open'), StringIO: stringIo() }),
};

export const codecs: NativeModule = {
  name: 'codecs',
  from: 'stdlib',
  names: (runtime) => ({
    open: native(
      "open(filename, mode='r', encoding=None)",
      (call, { filename = null, mode = 'r', encoding = null }) =>
        call.call(runtime.builtin('open'), [filename, mode], new Map([['encoding', encoding]])),
    ),
  }),
};
