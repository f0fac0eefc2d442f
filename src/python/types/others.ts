import { expectInt, expectStr, known } from '../native/expect.ts';
import { computed, native } from '../native/native.ts';
import { Dict } from '../values/dict.ts';
import { bytes, type ClassValue, NotModelled, type Value } from '../values/values.ts';
import { decode } from './numbers.ts';
import { builtinClass } from './object.ts';

function dataOf(self: Value | undefined): Uint8Array {
  if (typeof self === 'object' && self?.kind === 'bytes') return self.data;
  throw new NotModelled('a bytes method of something else');
}

export const BYTES: ClassValue = builtinClass({
  name: 'bytes',
  complete: false,
  members: {
    __new__: native('__new__(cls, source=..., encoding=..., errors=...)', (runtime, { source, encoding }) => {
      if (source === undefined) return bytes(new Uint8Array());
      const value = known(source);
      if (typeof value === 'string')
        return runtime.call(runtime.getAttribute(value, 'encode') ?? null, [encoding ?? 'utf-8']);
      if (typeof value === 'object' && value?.kind === 'bytes') return value;
      if (typeof value === 'object')
        return bytes(Uint8Array.from(runtime.iterate(value).map((item) => expectInt(item))));
      throw new NotModelled('bytes of this value are not modelled');
    }),
    decode: native("decode(self, encoding='utf-8', errors='strict')", (_, { self, encoding }) =>
      decode(dataOf(self), expectStr(encoding)),
    ),
    hex: native('hex(self)', (_, { self }) => Buffer.from(dataOf(self)).toString('hex')),
    startswith: native('startswith(self, prefix, /)', (_, { self, prefix }) => {
      const start = dataOf(prefix);
      return Buffer.compare(dataOf(self).subarray(0, start.length), start) === 0;
    }),
    strip: native('strip(self)', (_, { self }) => {
      const data = dataOf(self);
      const isBlank = (byte: number | undefined): boolean =>
        byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
      let [start, end] = [0, data.length];
      while (isBlank(data[start])) start += 1;
      while (end > start && isBlank(data[end - 1])) end -= 1;
      return bytes(data.subarray(start, end));
    }),
  },
});

function rangeOf(self: Value): Extract<Value, { kind: 'range' }> {
  if (typeof self === 'object' && self?.kind === 'range') return self;
  throw new NotModelled('a range attribute of something else');
}

export const RANGE: ClassValue = builtinClass({
  name: 'range',
  members: {
    __new__: native('__new__(cls, first, second=..., step=..., /)', (runtime, { first, second, step }) => {
      const stride = step === undefined ? 1n : BigInt(expectInt(step));
      if (stride === 0n) return runtime.raise('ValueError', 'range() arg 3 must not be zero');
      const [start, stop] =
        second === undefined ? [0, expectInt(first)] : [expectInt(first), expectInt(second)];
      return { kind: 'range', start: BigInt(start), stop: BigInt(stop), step: stride };
    }),
    start: computed((_, self) => rangeOf(self).start),
    stop: computed((_, self) => rangeOf(self).stop),
    step: computed((_, self) => rangeOf(self).step),
  },
});

export const SLICE: ClassValue = builtinClass({
  name: 'slice',
  members: {
    __new__: native(
      '__new__(cls, first, second=..., step=None, /)',
      (_, { first = null, second, step = null }) => {
        return second === undefined
          ? { kind: 'slice', start: null, stop: first, step }
          : { kind: 'slice', start: first, stop: second, step };
      },
    ),
  },
});

const isProperty = (value: Value | undefined): value is Extract<Value, { kind: 'property' }> =>
  typeof value === 'object' && value?.kind === 'property';

export const PROPERTY: ClassValue = builtinClass({
  name: 'property',
  members: {
    __new__: native(
      '__new__(cls, fget=None, fset=None, fdel=None, doc=None)',
      (_, { fget = null, fset = null, fdel = null }) => ({
        kind: 'property',
        get: fget,
        set: fset,
        delete: fdel,
      }),
    ),
    setter: native('setter(self, fset)', (_, { self, fset = null }) => {
      if (!isProperty(self)) throw new NotModelled('a setter of something else');
      return { ...self, set: fset };
    }),
    getter: native('getter(self, fget)', (_, { self, fget = null }) => {
      if (!isProperty(self)) throw new NotModelled('a getter of something else');
      return { ...self, get: fget };
    }),
    deleter: native('deleter(self, fdel)', (_, { self, fdel = null }) => {
      if (!isProperty(self)) throw new NotModelled('a deleter of something else');
      return { ...self, delete: fdel };
    }),
  },
});

function wrapper(kind: 'staticmethod' | 'classmethod'): ClassValue {
  return builtinClass({
    name: kind,
    members: { __new__: native('__new__(cls, f, /)', (_, { f = null }) => ({ kind, function: f })) },
  });
}

export const STATICMETHOD: ClassValue = wrapper('staticmethod');
export const CLASSMETHOD: ClassValue = wrapper('classmethod');

/** Types that code asks only for their name, or for attributes that they don't have. */
export const NONE_TYPE: ClassValue = builtinClass({ name: 'NoneType' });
export const FUNCTION: ClassValue = builtinClass({ name: 'function' });
export const BUILTIN_FUNCTION: ClassValue = builtinClass({
  name: 'builtin_function_or_method',
  complete: false,
});
export const METHOD: ClassValue = builtinClass({ name: 'method', complete: false });
/** `types.ModuleType`: called, it makes an empty module that nothing imported. */
export const MODULE: ClassValue = builtinClass({
  name: 'module',
  complete: false,
  members: {
    __new__: native('__new__(cls, name, doc=None)', (_, { name }): Value => {
      const text = expectStr(name);
      const namespace = new Dict([['__name__', text]], 'module');
      return { kind: 'module', name: text, file: null, namespace, complete: true };
    }),
  },
});
export const ELLIPSIS_TYPE: ClassValue = builtinClass({ name: 'ellipsis' });
export const SUPER: ClassValue = builtinClass({ name: 'super', complete: false });

export const VIEW: ClassValue = builtinClass({
  name: 'dict_view',
  complete: false,
  members: {
    __len__: native('__len__(self)', (runtime, { self = null }) => BigInt(runtime.length(self))),
    isdisjoint: native('isdisjoint(self, other)', (runtime, { self = null, other = null }) => {
      return !runtime
        .iterate(self)
        .some((item) => [...runtime.itemsInAnyOrder(other)].some((one) => runtime.equal(item, one)));
    }),
  },
});
