import { expectStr } from '../../native/expect.ts';
import { native, nativeClass } from '../../native/native.ts';
import { plainMaker } from '../../native/stand-ins.ts';
import type { Context, NativeModule } from '../../values/context.ts';
import { type ClassValue, iterator, type Value } from '../../values/values.ts';

function textOf(context: Context, self: Value | undefined): string {
  return expectStr(context.getAttribute(self ?? null, '_text'));
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
        (context, { self = null, initial_value: text = '' }) => {
          context.setAttribute(self, '_text', text);
          context.setAttribute(self, '_rest', text);
          return null;
        },
      ),
      getvalue: native('getvalue(self)', (context, { self }) => textOf(context, self)),
      read: native('read(self)', (context, { self = null }) => {
        const rest = context.getAttribute(self, '_rest') ?? '';
        context.setAttribute(self, '_rest', '');
        return rest;
      }),
      __iter__: native('__iter__(self)', (context, { self }) =>
        iterator(
          textOf(context, self)
            .split(/(?<=\n)/)
            .filter((line) => line !== ''),
        ),
      ),
      write: native('write(self, s)', (context, { self = null }) => {
        const unknown = context.unknown('what is written to a StringIO is not kept');
        context.setAttribute(self, '_text', unknown);
        context.setAttribute(self, '_rest', unknown);
        return unknown;
      }),
      close: native('close(self)', () => null),
      __enter__: native('__enter__(self)', (_, { self = null }) => self),
      __exit__: native('__exit__(self, *args)', () => null),
    },
  });
}

export const io: NativeModule = {
  name: 'io',
  from: 'stdlib',
  names: (context) => ({ open: context.builtin('open'), StringIO: stringIo() }),
};

export const codecs: NativeModule = {
  name: 'codecs',
  from: 'stdlib',
  names: (context) => ({
    open: native(
      "open(filename, mode='r', encoding=None)",
      (call, { filename = null, mode = 'r', encoding = null }) =>
        call.call(context.builtin('open'), [filename, mode], new Map([['encoding', encoding]])),
    ),
  }),
};
