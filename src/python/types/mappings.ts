import { chargeLength } from '../native/bounds.ts';
import { known } from '../native/expect.ts';
import { native, quick } from '../native/native.ts';
import { Dict } from '../values/dict.ts';
import type { Runtime } from '../values/runtime.ts';
import { type ClassValue, MetUnknown, NotModelled, orElse, tuple, type Value } from '../values/values.ts';
import { builtinClass } from './object.ts';

function dictOf(self: Value | undefined): Dict {
  if (self instanceof Dict) return self;
  throw new NotModelled('a dict method of something else');
}

/** The pairs of an argument of `dict(x)` or `update(x)`: a mapping, or pairs. */
function pairsOf(runtime: Runtime, given: Value | undefined): (readonly [Value, Value])[] {
  if (given === undefined) return [];
  const source = known(given);
  if (source instanceof Dict) {
    runtime.charge(source.size);
    const pairs = [...source.entries()].map((entry): [Value, Value] => [entry.key, entry.value]);
    if (source.taint !== undefined) throw new MetUnknown(source.taint);
    return pairs;
  }
  const isMapping =
    typeof source === 'object' &&
    source?.kind === 'instance' &&
    runtime.getAttribute(source, 'keys') !== undefined;
  if (isMapping) return runtime.iterate(source).map((key) => [key, runtime.getItem(source, key)]);
  return runtime.iterate(source).map((pair) => {
    const [key, value, ...more] = runtime.iterate(pair);
    if (key === undefined || value === undefined || more.length > 0) {
      return runtime.raise(
        'ValueError',
        'dictionary update sequence element has the wrong length; 2 is required',
      );
    }
    return [known(key), value];
  });
}

function fill(runtime: Runtime, dict: Dict, other: Value | undefined, keywords: Value | undefined): null {
  const pairs = [...pairsOf(runtime, other), ...pairsOf(runtime, keywords)];
  for (const [key, value] of pairs) dict.set(key, value);
  return null;
}

function present(dict: Dict, key: Value | undefined): Value | undefined {
  const value = dict.get(known(key));
  if (value === undefined && dict.taint !== undefined) throw new MetUnknown(dict.taint);
  return value;
}

const CHANGES = { changes: ['self'] } as const;
// `**values` of update and dict may hold Unknown values, which stay what they are.
const KEEPS_UNKNOWN = { takesUnknown: true, changes: ['self'] } as const;

export const DICT: ClassValue = builtinClass({
  name: 'dict',
  members: quick({
    __new__: native(
      '__new__(cls, *args, **keywords)',
      (_, { cls }) => {
        const made = new Dict();
        if (typeof cls === 'object' && cls?.kind === 'class' && cls !== DICT) made.type = cls;
        return made;
      },
      { takesUnknown: true },
    ),
    __init__: native(
      '__init__(self, other=..., /, **keywords)',
      (runtime, { self, other, keywords }) => fill(runtime, dictOf(self), other, keywords),
      KEEPS_UNKNOWN,
    ),
    update: native(
      'update(self, other=..., /, **keywords)',
      (runtime, { self, other, keywords }) => fill(runtime, dictOf(self), other, keywords),
      KEEPS_UNKNOWN,
    ),
    get: native(
      'get(self, key, default=None, /)',
      (_, { self, key, default: fallback = null }) => orElse(present(dictOf(self), key), () => fallback),
      { takesUnknown: true },
    ),
    setdefault: native(
      'setdefault(self, key, default=None, /)',
      (_, { self, key, default: fallback = null }) => {
        const dict = dictOf(self);
        const value = present(dict, key);
        if (value !== undefined) return value;
        dict.set(known(key), fallback);
        return fallback;
      },
      KEEPS_UNKNOWN,
    ),
    pop: native(
      'pop(self, key, default=..., /)',
      (runtime, { self, key, default: fallback }) => {
        const dict = dictOf(self);
        const value = present(dict, key);
        if (value === undefined) return orElse(fallback, () => runtime.raiseValue('KeyError', key ?? null));
        dict.delete(key ?? null);
        return value;
      },
      KEEPS_UNKNOWN,
    ),
    popitem: native(
      'popitem(self)',
      (runtime, { self }) => {
        const dict = dictOf(self);
        chargeLength(runtime, dict.size);
        const last = [...dict.entries()].at(-1);
        if (last === undefined) return runtime.raise('KeyError', 'popitem(): dictionary is empty');
        dict.delete(last.key);
        return tuple([last.key, last.value]);
      },
      CHANGES,
    ),
    clear: native('clear(self)', (_, { self }) => {
      dictOf(self).clear();
      return null;
    }),
    copy: native('copy(self)', (runtime, { self }) => new Dict(pairsOf(runtime, self))),
    keys: native('keys(self)', (_, { self }) => ({ kind: 'view', of: dictOf(self), part: 'keys' })),
    values: native('values(self)', (_, { self }) => ({ kind: 'view', of: dictOf(self), part: 'values' })),
    items: native('items(self)', (_, { self }) => ({ kind: 'view', of: dictOf(self), part: 'items' })),
    fromkeys: {
      kind: 'staticmethod',
      function: native('fromkeys(iterable, value=None, /)', (runtime, { iterable = null, value = null }) => {
        return new Dict(runtime.iterate(iterable).map((key) => [known(key), value]));
      }),
    },
    __contains__: native(
      '__contains__(self, key)',
      (_, { self, key }) => present(dictOf(self), key) !== undefined,
    ),
    __getitem__: native('__getitem__(self, key)', (runtime, { self, key }) =>
      orElse(present(dictOf(self), key), () => runtime.raiseValue('KeyError', key ?? null)),
    ),
    __setitem__: native(
      '__setitem__(self, key, value)',
      (_, { self, key, value = null }) => {
        dictOf(self).set(known(key), value);
        return null;
      },
      KEEPS_UNKNOWN,
    ),
    __delitem__: native(
      '__delitem__(self, key)',
      (runtime, { self, key }) => {
        return dictOf(self).delete(known(key)) ? null : runtime.raiseValue('KeyError', key ?? null);
      },
      CHANGES,
    ),
    __len__: native('__len__(self)', (_, { self }) => BigInt(dictOf(self).size)),
  }),
});
