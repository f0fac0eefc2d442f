import { expectStr } from '../../../native/expect.ts';
import { native, nativeClass, renamed } from '../../../native/native.ts';
import { raiseNoAttribute } from '../../../native/no-attribute.ts';
import { builtinClass } from '../../../native/stand-ins.ts';
import { stateSlot } from '../../../native/state-slot.ts';
import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import type { Arguments, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, type Instance, NotModelled, orElse, type Value } from '../../../values/values.ts';
import { expectDict } from '../../stdlib/collections/dicts.ts';
import { type Loaded, settledSetting } from './load.ts';

const loadedBy = stateSlot<Loaded>();

/** Names that are dynaconf's own. */
const INTERNAL: readonly string[] = ['SETTINGS_MODULE', 'PROJECT_ROOT', 'DYNACONF_NAMESPACE'];

export function isInternal(name: string): boolean {
  return name.endsWith('_FOR_DYNACONF') || INTERNAL.includes(name) || name === 'LOAD_DOTENV';
}

/** Dicts whose items are attributes too, in any case. */
export function boxClass(runtime: Runtime): ClassValue {
  return nativeClass({
    name: 'DataDict',
    module: 'dynaconf.nodes',
    bases: [builtinClass(runtime, 'dict')],
    members: {
      __repr__: native('__repr__(self)', (call, { self }) => {
        const entries = [...expectDict(self).entries()];
        return call.repr(new Dict(entries.map(({ key, value }) => [key, value])));
      }),
      __getattr__: native('__getattr__(self, name)', (call, { self, name }) => {
        const dict = expectDict(self);
        const wanted = expectStr(name).toLowerCase();
        for (const { key, value } of dict.entries())
          if (typeof key === 'string' && key.toLowerCase() === wanted) return value;
        return raiseNoAttribute(call, dict, expectStr(name));
      }),
    },
  });
}

function boxed(value: Value, box: ClassValue): Value {
  if (value instanceof List) return new List(value.items.map((item) => boxed(item, box)));
  if (!(value instanceof Dict)) return value;
  const made = new Dict([...value.entries()].map((entry) => [entry.key, boxed(entry.value, box)]));
  made.type = box;
  return made;
}

function fillAll(runtime: Runtime, self: Instance, loaded: Loaded, box: ClassValue): void {
  for (const name of loaded.store.names()) {
    const value = boxed(settledSetting(runtime, loaded, name), box);
    self.attributes.bind({ key: name, value, environment: variablesOf(loaded, name) });
  }
}

export function variablesOf(loaded: Loaded, name: string): readonly string[] {
  const sources = loaded.store.sourcesOf(name);
  const own = sources.flatMap(({ variable }) => (variable === undefined ? [] : [variable]));
  const files = sources.some(({ file }) => file !== undefined);
  return [...new Set([...own, ...(files ? [loaded.switcher] : [])])].sort();
}

function look(self: Value | undefined, name: string): Value | undefined {
  return typeof self === 'object' && self?.kind === 'instance'
    ? self.attributes.get(name.toUpperCase())
    : undefined;
}

/** `settings.NAME`, `settings.name`, `settings["name"]`, `settings.get("NAME", default)`. */
export function settingsClass(): ClassValue {
  const get = native('get(self, key, default=None)', (_, { self, key, default: fallback = null }) => {
    const name = expectStr(key);
    if (name.includes('.') || name.includes('__'))
      throw new NotModelled('names with parts are not looked up');
    return orElse(look(self, name), () => fallback);
  });
  return nativeClass({
    name: 'LazySettings',
    module: 'dynaconf.base',
    members: {
      get,
      __call__: renamed(get, '__call__'),
      __getattr__: native('__getattr__(self, name)', (runtime, { self, name }) => {
        const found = look(self, expectStr(name));
        if (found !== undefined) return found;
        // Methods of dynaconf are in small letters, settings seldom.
        if (expectStr(name) !== expectStr(name).toUpperCase())
          throw new NotModelled(`${expectStr(name)} of dynaconf is not modelled`);
        return raiseNoAttribute(runtime, self ?? null, expectStr(name));
      }),
      __getitem__: native('__getitem__(self, key)', (runtime, { self, key = null }) => {
        return orElse(look(self, expectStr(key)), () => runtime.raiseValue('KeyError', key));
      }),
      __contains__: native(
        '__contains__(self, key)',
        (_, { self, key }) => look(self, expectStr(key)) !== undefined,
      ),
      as_dict: native('as_dict(self)', (_, { self }) => {
        const { attributes } = self as Instance;
        return new Dict(
          [...attributes.entries()]
            .filter(({ key }) => !isInternal(String(key)))
            .map((entry) => [entry.key, entry.value]),
        );
      }),
    },
  });
}

export function given(args: Arguments): readonly (readonly [string, Value])[] {
  return [...expectDict(args.options).entries()].map(({ key, value }) => [String(key), value]);
}

export function madeSettings(runtime: Runtime, type: ClassValue, box: ClassValue, loaded: Loaded): Instance {
  const settings = loadedBy.make(type, loaded);
  fillAll(runtime, settings, loaded, box);
  return settings;
}
