import { joinPath, splitPath } from '../../../text/paths.ts';
import type { Arguments, Runtime } from '../../../values/runtime.ts';
import {
  type ClassValue,
  type Instance,
  MetUnknown,
  type ModuleValue,
  NotModelled,
  Raised,
  type Value,
} from '../../../values/values.ts';
import { DEFAULT_FILES } from './files.ts';
import { type Loaded, loadSettings } from './load.ts';
import { optionsOf } from './options.ts';
import { given, isInternal, madeSettings, variablesOf } from './settings-object.ts';

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
export function finish(runtime: Runtime, module: ModuleValue): void {
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
export function takeOverOrTaint(runtime: Runtime, type: ClassValue, box: ClassValue, args: Arguments): Value {
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
