import { computed, native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import { Dict } from '../../../values/dict.ts';
import { iterator } from '../../../values/iterator.ts';
import { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { type ClassValue, NotModelled, orElse, type Value } from '../../../values/values.ts';
import { expectDict } from './dicts.ts';

function mapsOf(runtime: Runtime, self: Value | undefined): readonly Dict[] {
  const maps = runtime.getAttribute(self ?? null, 'maps');
  if (maps === undefined) throw new NotModelled('the ChainMap has no maps');
  return runtime.iterate(maps).map(expectDict);
}

/** All of it as one dict: keys in the order of the last map, then what the ones before add. */
function merged(runtime: Runtime, self: Value | undefined): Dict {
  const result = new Dict();
  for (const map of [...mapsOf(runtime, self)].reverse()) {
    runtime.charge(map.size);
    for (const { key, value } of map.entries()) result.set(key, value);
  }
  return result;
}

/** The value in the first map that has the key. */
function found(runtime: Runtime, self: Value | undefined, key: Value): Value | undefined {
  for (const map of mapsOf(runtime, self)) {
    const value = map.get(key);
    if (value !== undefined) return value;
  }
  return undefined;
}

const onMerged = (name: string): Value =>
  native(`${name}(self)`, (runtime, { self }) => {
    const method = runtime.getAttribute(merged(runtime, self), name);
    if (method === undefined) throw new NotModelled(`${name} is not modelled`);
    return runtime.call(method);
  });

export function chainMapClass(): ClassValue {
  const type: ClassValue = nativeClass({
    name: 'ChainMap',
    module: 'collections',
    members: {
      __new__: plainMaker(),
      __init__: native('__init__(self, *maps)', (runtime, { self = null, maps = null }) => {
        const given = runtime.iterate(maps);
        runtime.setAttribute(self, 'maps', new List(given.length === 0 ? [new Dict()] : given));
        return null;
      }),
      __getitem__: native('__getitem__(self, key)', (runtime, { self, key = null }) => {
        return orElse(found(runtime, self, key), () => runtime.raiseValue('KeyError', key));
      }),
      get: native(
        'get(self, key, default=None)',
        (runtime, { self, key = null, default: fallback = null }) => {
          return orElse(found(runtime, self, key), () => fallback);
        },
      ),
      __setitem__: native(
        '__setitem__(self, key, value)',
        (runtime, { self, key = null, value = null }) => {
          mapsOf(runtime, self)[0]?.set(key, value);
          return null;
        },
        { takesUnknown: true },
      ),
      __contains__: native(
        '__contains__(self, key)',
        (runtime, { self, key = null }) => found(runtime, self, key) !== undefined,
      ),
      __iter__: native('__iter__(self)', (runtime, { self }) =>
        iterator([...merged(runtime, self).entries()].map(({ key }) => key)),
      ),
      __len__: native('__len__(self)', (runtime, { self }) => BigInt(merged(runtime, self).size)),
      keys: onMerged('keys'),
      values: onMerged('values'),
      items: onMerged('items'),
      new_child: native('new_child(self, m=None)', (runtime, { self, m = null }) =>
        runtime.call(type, [m ?? new Dict(), ...mapsOf(runtime, self)]),
      ),
      parents: computed((runtime, self) => runtime.call(type, mapsOf(runtime, self).slice(1))),
    },
  });
  return type;
}
