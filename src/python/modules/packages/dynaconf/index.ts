/** dynaconf: settings from files of several environments and from variables. */

import { expectStr } from '../../../native/expect.ts';
import { native, nativeClass } from '../../../native/native.ts';
import { builtinClass } from '../../../native/stand-ins.ts';
import { stateSlot } from '../../../native/state-slot.ts';
import { joinPath, splitPath } from '../../../text/paths.ts';
import { Dict, List } from '../../../values/containers.ts';
import type { Arguments, NativeModule, Runtime } from '../../../values/runtime.ts';
import {
  type ClassValue,
  type Instance,
  MetUnknown,
  type ModuleValue,
  NotModelled,
  orElse,
  Raised,
  type Value,
} from '../../../values/values.ts';
import { expectDict } from '../../stdlib/collections/dicts.ts';
import { DEFAULT_FILES } from './files.ts';
import { type Loaded, loadSettings, settledSetting } from './load.ts';
import { optionsOf } from './options.ts';
import { validatorClass } from './validator.ts';

const loadedBy = stateSlot<Loaded>();

/** Names that are dynaconf's own. */
const INTERNAL: readonly string[] = ['SETTINGS_MODULE', 'PROJECT_ROOT', 'DYNACONF_NAMESPACE'];

function isInternal(name: string): boolean {
  return name.endsWith('_FOR_DYNACONF') || INTERNAL.includes(name) || name === 'LOAD_DOTENV';
}

/** Dicts whose items are attributes too, in any case. */
function boxClass(runtime: Runtime): ClassValue {
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
        return call.raise('AttributeError', `'DataDict' object has no attribute '${expectStr(name)}'`);
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

function variablesOf(loaded: Loaded, name: string): readonly string[] {
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
function settingsClass(): ClassValue {
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
      __call__: { ...get, name: '__call__' },
      __getattr__: native('__getattr__(self, name)', (runtime, { self, name }) => {
        const found = look(self, expectStr(name));
        if (found !== undefined) return found;
        // Methods of dynaconf are in small letters, settings seldom.
        if (expectStr(name) !== expectStr(name).toUpperCase())
          throw new NotModelled(`${expectStr(name)} of dynaconf is not modelled`);
        return runtime.raise('AttributeError', `'Settings' object has no attribute '${expectStr(name)}'`);
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

function given(args: Arguments): readonly (readonly [string, Value])[] {
  return [...expectDict(args.options).entries()].map(({ key, value }) => [String(key), value]);
}

function madeSettings(runtime: Runtime, type: ClassValue, box: ClassValue, loaded: Loaded): Instance {
  const settings = loadedBy.make(type, loaded);
  fillAll(runtime, settings, loaded, box);
  return settings;
}

/** The settings modules that Django's extension took over, each with what Django will ask. */
const takenOver = new WeakMap<ModuleValue, Instance>();

function isSetting(name: string): boolean {
  return name === name.toUpperCase() && /[A-Z]/.test(name);
}

/** Hooks that the project may have beside its settings. */
function refuseHooks(runtime: Runtime, folder: string, module: ModuleValue): void {
  if (runtime.files.kind(joinPath(folder, 'dynaconf_hooks.py')) !== null || module.namespace.has('post'))
    throw new NotModelled('hooks of dynaconf are not modelled');
}

/** `DjangoDynaconf(__name__)`: takes the settings of the module, adds its own, and puts all of them back. */
function takeOver(runtime: Runtime, type: ClassValue, box: ClassValue, args: Arguments): Value {
  const { module } = runtime.frame();
  if (module.file === null) throw new NotModelled('the settings module has no file');
  const folder = splitPath(module.file)[0];
  refuseHooks(runtime, folder, module);
  if (module.namespace.taint !== undefined) throw new MetUnknown(module.namespace.taint);
  const before = [...module.namespace.entries()]
    .map(({ key, value }) => [String(key), value] as const)
    .filter(([name]) => isSetting(name))
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const loaded = loadSettings(runtime, optionsOf([...new Map([...before, ...given(args)])]), {
    root: folder,
    prefix: 'DJANGO',
    switcher: 'DJANGO_ENV',
    environments: true,
    loadsDotenv: true,
    files: DEFAULT_FILES,
    skip: [module.file],
  });
  const settings = madeSettings(runtime, type, box, loaded);
  for (const name of loaded.store.names())
    if (!isInternal(name)) putBack(runtime, module, settings, loaded, name);
  module.namespace.set('settings', settings);
  module.namespace.set('DYNACONF', settings);
  takenOver.set(module, settings);
  return settings;
}

function putBack(
  runtime: Runtime,
  module: ModuleValue,
  settings: Instance,
  loaded: Loaded,
  name: string,
): void {
  const value = settings.attributes.get(name) ?? null;
  if (module.namespace.get(name) === loaded.store.get(name)) return;
  const files = loaded.store.sourcesOf(name).flatMap(({ file }) => (file === undefined ? [] : [{ file }]));
  module.namespace.bind({
    key: name,
    value,
    origin: [...files.slice(-1), runtime.at()],
    environment: variablesOf(loaded, name),
  });
}

/**
 * Once the module has run: Django asks dynaconf, which does not see what the module binds after it was called, while
 * code that imported Django's settings earlier does.
 */
function finish(runtime: Runtime, module: ModuleValue): void {
  const settings = takenOver.get(module);
  if (settings === undefined) return;
  const unknown = runtime.unknown('it is set after DjangoDynaconf(), which most of Django does not see');
  const names = new Set([...module.namespace.entries()].map(({ key }) => String(key)).filter(isSetting));
  for (const { key } of settings.attributes.entries()) if (!isInternal(String(key))) names.add(String(key));
  names.delete('DYNACONF');
  for (const name of names) {
    const [seen, bound] = [settings.attributes.get(name), module.namespace.get(name)];
    if (seen === bound || (seen !== undefined && bound !== undefined && runtime.equal(seen, bound))) continue;
    // `settings.NAME = ...` reaches Django, though not the module.
    if (bound === undefined) module.namespace.set(name, seen ?? null);
    else
      module.namespace.set(name, { ...unknown, at: module.namespace.entry(name)?.origin?.[0] ?? unknown.at });
  }
}

/** What can't be followed leaves nothing of the module known. */
function takeOverOrTaint(runtime: Runtime, type: ClassValue, box: ClassValue, args: Arguments): Value {
  const taint = (reason: string): void =>
    runtime.taint(runtime.frame().module.namespace, `the settings come from dynaconf: ${reason}`);
  try {
    return takeOver(runtime, type, box, args);
  } catch (error) {
    if (error instanceof MetUnknown) taint(error.unknown.reason);
    else if (error instanceof NotModelled) taint(error.message);
    else if (error instanceof Raised) taint(`it raises ${error.exception.class.name}`);
    throw error;
  }
}

export const dynaconf: NativeModule = {
  name: 'dynaconf',
  from: 'package',
  names: (runtime) => {
    const type = settingsClass();
    const box = boxClass(runtime);
    const alone = (name: string): Value =>
      native(
        `${name}(**options)`,
        (call, args) =>
          madeSettings(
            call,
            type,
            box,
            loadSettings(call, optionsOf(given(args)), {
              root: splitPath(call.frame().file)[0],
              prefix: 'DYNACONF',
              switcher: 'ENV_FOR_DYNACONF',
              environments: false,
              loadsDotenv: false,
              files: [],
              skip: [],
            }),
          ),
        { takesUnknown: true },
      );
    return {
      DjangoDynaconf: native(
        'DjangoDynaconf(django_settings_module_name=None, **options)',
        (call, args) => takeOverOrTaint(call, type, box, args),
        { takesUnknown: true },
      ),
      Dynaconf: alone('Dynaconf'),
      LazySettings: alone('LazySettings'),
      Validator: validatorClass,
    };
  },
  finish,
};
