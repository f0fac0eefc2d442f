import { computed, native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import { Dict, List } from '../../../values/containers.ts';
import type { Context } from '../../../values/context.ts';
import { type ClassValue, iterator, NotModelled, orElse, type Value } from '../../../values/values.ts';
import { expectDict } from './dicts.ts';

function mapsOf(context: Context, self: Value | undefined): readonly Dict[] {
  const maps = context.getAttribute(self ?? null, 'maps');
  if (maps === undefined) throw new NotModelled('the ChainMap has no maps');
  return context.iterate(maps).map(expectDict);
}

/** All of it as one dict: keys in the order of the last map, then what the ones before add. */
function merged(context: Context, self: Value | undefined): Dict {
  const result = new Dict();
  for (const map of [...mapsOf(context, self)].reverse()) {
    for (const { key, value } of map.entries()) result.set(key, value);
  }
  return result;
}

const onMerged = (name: string): Value =>
  native(`${name}(self)`, (context, { self }) => {
    const method = context.getAttribute(merged(context, self), name);
    if (method === undefined) throw new NotModelled(`${name} is not modelled`);
    return context.call(method);
  });

export function chainMapClass(): ClassValue {
  const type: ClassValue = nativeClass({
    name: 'ChainMap',
    module: 'collections',
    members: {
      __new__: plainMaker(),
      __init__: native('__init__(self, *maps)', (context, { self = null, maps = null }) => {
        const given = context.iterate(maps);
        context.setAttribute(self, 'maps', new List(given.length === 0 ? [new Dict()] : given));
        return null;
      }),
      __getitem__: native('__getitem__(self, key)', (context, { self, key = null }) => {
        return orElse(merged(context, self).get(key), () => context.raiseValue('KeyError', key));
      }),
      get: native(
        'get(self, key, default=None)',
        (context, { self, key = null, default: fallback = null }) => {
          return orElse(merged(context, self).get(key), () => fallback);
        },
      ),
      __setitem__: native(
        '__setitem__(self, key, value)',
        (context, { self, key = null, value = null }) => {
          mapsOf(context, self)[0]?.set(key, value);
          return null;
        },
        { takesUnknown: true },
      ),
      __contains__: native('__contains__(self, key)', (context, { self, key = null }) =>
        merged(context, self).has(key),
      ),
      __iter__: native('__iter__(self)', (context, { self }) =>
        iterator([...merged(context, self).entries()].map(({ key }) => key)),
      ),
      __len__: native('__len__(self)', (context, { self }) => BigInt(merged(context, self).size)),
      keys: onMerged('keys'),
      values: onMerged('values'),
      items: onMerged('items'),
      new_child: native('new_child(self, m=None)', (context, { self, m = null }) =>
        context.call(type, [m ?? new Dict(), ...mapsOf(context, self)]),
      ),
      parents: computed((context, self) => context.call(type, mapsOf(context, self).slice(1))),
    },
  });
  return type;
}
