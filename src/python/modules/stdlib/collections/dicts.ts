/** The subclasses of dict that collections has. A dict of such a class is a `Dict` with its `type` set. */

import { chargeBuilt } from '../../../native/bounds.ts';
import { expectInt } from '../../../native/expect.ts';
import { native, nativeClass } from '../../../native/native.ts';
import { builtinClass } from '../../../native/stand-ins.ts';
import { Dict, itemTuples } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
import {
  type ClassValue,
  isUnknown,
  MetUnknown,
  NotModelled,
  orElse,
  tuple,
  type Value,
} from '../../../values/values.ts';

export function expectDict(value: Value | undefined): Dict {
  if (isUnknown(value)) throw new MetUnknown(value);
  if (!(value instanceof Dict)) throw new NotModelled('an argument is no dict');
  if (value.spoiled !== undefined) throw new MetUnknown(value.spoiled);
  return value;
}

function emptyOf(cls: Value | undefined): Dict {
  if (typeof cls !== 'object' || cls?.kind !== 'class') throw new NotModelled('what is made is no class');
  const made = new Dict();
  made.type = cls;
  return made;
}

/** `__new__` for all of them: filling is left to `__init__`. */
const make = native('__new__(cls, *args, **keywords)', (_, { cls }) => emptyOf(cls), { takesUnknown: true });

/** `dict(*args, **keywords)` into `target`. */
function fill(runtime: Runtime, target: Dict, args: Value | undefined, keywords: Value | undefined): null {
  const named = new Map([...expectDict(keywords).entries()].map(({ key, value }) => [key as string, value]));
  const source = runtime.call(runtime.builtin('dict'), runtime.iterate(args ?? null), named);
  for (const { key, value } of [...expectDict(source).entries()]) target.set(key, value);
  return null;
}

function copyInto(target: Dict, source: Dict): Dict {
  for (const { key, value } of [...source.entries()]) target.set(key, value);
  return target;
}

/** An OrderedDict that collections knows. */
export function orderedDict(runtime: Runtime, entries: readonly (readonly [Value, Value])[]): Value {
  const type = runtime.getAttribute(runtime.importModule('collections'), 'OrderedDict') ?? null;
  return runtime.call(type, [new Dict(entries)]);
}

export function orderedDictClass(runtime: Runtime): ClassValue {
  return nativeClass({
    name: 'OrderedDict',
    module: 'collections',
    bases: [builtinClass(runtime, 'dict')],
    complete: true,
    members: {
      __new__: make,
      __init__: native('__init__(self, *args, **keywords)', (call, { self, args, keywords }) =>
        fill(call, expectDict(self), args, keywords),
      ),
      copy: native('copy(self)', (_, { self }) => copyInto(emptyOf(expectDict(self).type), expectDict(self))),
      move_to_end: native(
        'move_to_end(self, key, last=True)',
        (call, { self, key = null, last = true }) => {
          const dict = expectDict(self);
          const value = orElse(dict.get(key), () => call.raiseValue('KeyError', key));
          if (call.truth(last)) {
            const kept = dict.entry(key)?.key ?? key;
            dict.delete(key);
            dict.set(kept, value);
            return null;
          }
          const others = [...dict.entries()].filter((entry) => !call.equal(entry.key, key));
          dict.clear();
          dict.set(key, value);
          for (const entry of others) dict.set(entry.key, entry.value);
          return null;
        },
        { changes: ['self'] },
      ),
      __repr__: native('__repr__(self)', (call, { self }) => {
        const items = itemTuples(expectDict(self)).map((pair) => call.repr(pair));
        return items.length === 0 ? 'OrderedDict()' : `OrderedDict([${items.join(', ')}])`;
      }),
    },
  });
}

// A Dict has no room for it, and it never changes once the dict is made.
const factories = new WeakMap<Dict, Value>();

export function defaultDictClass(runtime: Runtime): ClassValue {
  return nativeClass({
    name: 'defaultdict',
    module: 'collections',
    bases: [builtinClass(runtime, 'dict')],
    members: {
      __new__: make,
      __init__: native('__init__(self, default_factory=None, /, *args, **keywords)', (call, all) => {
        const { self, default_factory: factory = null, args, keywords } = all;
        factories.set(expectDict(self), factory);
        return fill(call, expectDict(self), args, keywords);
      }),
      __missing__: native('__missing__(self, key)', (call, { self, key = null }) => {
        const dict = expectDict(self);
        const factory = factories.get(dict) ?? null;
        if (factory === null) return call.raiseValue('KeyError', key);
        const value = call.call(factory);
        dict.set(key, value);
        return value;
      }),
      copy: native('copy(self)', (_, { self }) => {
        const dict = expectDict(self);
        const copy = copyInto(emptyOf(dict.type), dict);
        factories.set(copy, factories.get(dict) ?? null);
        return copy;
      }),
    },
  });
}

function count(runtime: Runtime, target: Dict, items: Value, sign: '+' | '-'): void {
  const counts = items instanceof Dict ? expectDict(items) : undefined;
  const keys = counts === undefined ? runtime.iterate(items) : [...counts.entries()].map(({ key }) => key);
  for (const key of keys) {
    target.set(key, runtime.operate(sign, target.get(key) ?? 0n, counts?.get(key) ?? 1n));
  }
}

export function counterClass(runtime: Runtime): ClassValue {
  const tally =
    (sign: '+' | '-') =>
    (call: Runtime, { self, items = null }: Readonly<Record<string, Value>>) => {
      if (items !== null) count(call, expectDict(self), items, sign);
      return null;
    };
  const changes = { changes: ['self'] };
  return nativeClass({
    name: 'Counter',
    module: 'collections',
    bases: [builtinClass(runtime, 'dict')],
    members: {
      __new__: make,
      __init__: native('__init__(self, items=None)', tally('+'), changes),
      update: native('update(self, items=None)', tally('+'), changes),
      subtract: native('subtract(self, items=None)', tally('-'), changes),
      __missing__: native('__missing__(self, key)', () => 0n),
      elements: native('elements(self)', (call, { self }) => {
        const all: Value[] = [];
        for (const { key, value } of expectDict(self).entries()) {
          const count = Math.max(0, expectInt(value));
          chargeBuilt(call, all.length + count);
          for (let index = 0; index < count; index += 1) all.push(key);
        }
        return new List(all);
      }),
      most_common: native('most_common(self, n=None)', (call, { self, n }) => {
        call.charge(2 * expectDict(self).size);
        const entries = [...expectDict(self).entries()];
        const sorted = entries.sort((left, right) => expectInt(right.value) - expectInt(left.value));
        return new List(
          sorted.slice(0, n == null ? undefined : expectInt(n)).map(({ key, value }) => tuple([key, value])),
        );
      }),
    },
  });
}
