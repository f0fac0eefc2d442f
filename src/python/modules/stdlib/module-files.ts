/** Files that code loads as modules itself: importlib's specs and loaders, and `runpy`. */

import { expectPath, expectStr } from '../../native/expect.ts';
import { instance, native, nativeClass } from '../../native/native.ts';
import { stateSlot } from '../../native/state-slot.ts';
import { absolutePath } from '../../text/paths.ts';
import { Dict } from '../../values/dict.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import {
  type ClassValue,
  type Instance,
  type ModuleValue,
  NotModelled,
  type Value,
} from '../../values/values.ts';

/** The module that a loader loads. */
interface Place {
  readonly name: string;
  readonly file: string;
}

const places = stateSlot<Place>();

export const specClass: ClassValue = nativeClass({ name: 'ModuleSpec', module: 'importlib.machinery' });

function run(runtime: Runtime, module: ModuleValue, file: string): void {
  if (runtime.files.kind(file) !== 'file')
    runtime.raise('FileNotFoundError', `[Errno 2] No such file or directory: '${file}'`);
  runtime.runFile(file, module);
}

/** Runs the file, or leaves every name of the module in doubt. */
function execute(runtime: Runtime, self: Value | undefined, given: Value | undefined): null {
  if (typeof given !== 'object' || given?.kind !== 'module')
    throw new NotModelled('what is run is no module');
  try {
    run(runtime, given, places.of(self).file);
  } catch (error) {
    if (error instanceof NotModelled) runtime.taint(given.namespace, error.message);
    throw error;
  }
  return null;
}

const LOADER: ClassValue = nativeClass({
  name: 'SourceFileLoader',
  module: 'importlib.machinery',
  members: {
    __new__: native('__new__(cls, fullname, path)', (runtime, { cls, fullname, path = null }) => {
      if (typeof cls !== 'object' || cls?.kind !== 'class') throw new NotModelled('what is made is no class');
      return loaderOf(runtime, cls, expectStr(fullname), expectPath(runtime, path));
    }),
    exec_module: native('exec_module(self, module)', (runtime, { self, module }) =>
      execute(runtime, self, module),
    ),
    load_module: native('load_module(self, fullname=None)', (runtime, { self }) => {
      const { name, file } = places.of(self);
      const module = runtime.makeModule(name, file);
      run(runtime, module, file);
      return module;
    }),
  },
});

function loaderOf(runtime: Runtime, type: ClassValue, name: string, path: string): Instance {
  const loader = places.make(type, { name, file: absolutePath(path, runtime.cwd) });
  loader.attributes.set('name', name);
  loader.attributes.set('path', path);
  return loader;
}

function specOfFile(name: string, loader: Instance): Instance {
  const spec = instance(specClass);
  const { file } = places.of(loader);
  for (const [key, value] of Object.entries({ name, loader, origin: file })) spec.attributes.set(key, value);
  spec.attributes.set('submodule_search_locations', null);
  spec.attributes.set('has_location', true);
  return spec;
}

/** The part of `importlib.util` that is about files. */
export const FILE_FUNCTIONS: Readonly<Record<string, Value>> = {
  spec_from_file_location: native('spec_from_file_location(name, location)', (runtime, args) => {
    const name = expectStr(args.name);
    const path = expectPath(runtime, args.location ?? null);
    return path.endsWith('.py') ? specOfFile(name, loaderOf(runtime, LOADER, name, path)) : null;
  }),
  spec_from_loader: native('spec_from_loader(name, loader)', (_, { name, loader = null }) => {
    if (typeof loader !== 'object' || loader?.kind !== 'instance') throw new NotModelled('such a loader');
    return specOfFile(expectStr(name), loader);
  }),
  module_from_spec: native('module_from_spec(spec)', (runtime, { spec = null }) => {
    const [name, loader] = ['name', 'loader'].map((key) => runtime.getAttribute(spec, key) ?? null);
    return runtime.makeModule(expectStr(name), places.of(loader).file);
  }),
};

export const importlibMachinery: NativeModule = {
  name: 'importlib.machinery',
  from: 'stdlib',
  names: () => ({ SourceFileLoader: LOADER, ModuleSpec: specClass }),
};

export const runpy: NativeModule = {
  name: 'runpy',
  from: 'stdlib',
  names: () => ({
    run_path: native(
      'run_path(path_name, init_globals=None, run_name=None)',
      (runtime, { path_name: path = null, init_globals: given = null, run_name: name = null }) => {
        const file = absolutePath(expectPath(runtime, path), runtime.cwd);
        const module = runtime.makeModule(name === null ? '<run_path>' : expectStr(name), file);
        if (given !== null)
          for (const key of runtime.iterate(given)) module.namespace.set(key, runtime.getItem(given, key));
        run(runtime, module, file);
        if (module.namespace.taint !== undefined) throw new NotModelled(module.namespace.taint.reason);
        return new Dict([...module.namespace.entries()].map(({ key, value }) => [key, value]));
      },
    ),
  }),
};
