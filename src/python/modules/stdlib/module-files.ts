/** Files that code loads as modules itself: importlib's specs and loaders, and `runpy`. */

import { expectPath, expectStr } from '../../native/expect.ts';
import { instance, native, nativeClass } from '../../native/native.ts';
import { stateSlot } from '../../native/state-slot.ts';
import { absolutePath } from '../../text/paths.ts';
import { Dict } from '../../values/containers.ts';
import type { Context, NativeModule } from '../../values/context.ts';
import {
  type ClassValue,
  type Instance,
  type ModuleValue,
  NotModelled,
  type Value,
} from '../../values/values.ts';

/** What a loader loads. */
interface Place {
  readonly name: string;
  readonly file: string;
}

const places = stateSlot<Place>();

export const specClass: ClassValue = nativeClass({ name: 'ModuleSpec', module: 'importlib.machinery' });

function run(context: Context, module: ModuleValue, file: string): void {
  if (context.files.kind(file) !== 'file')
    context.raise('FileNotFoundError', `[Errno 2] No such file or directory: '${file}'`);
  context.runFile(file, module);
}

/** Runs the file, or leaves every name of the module in doubt. */
function execute(context: Context, self: Value | undefined, given: Value | undefined): null {
  if (typeof given !== 'object' || given?.kind !== 'module')
    throw new NotModelled('what is run is no module');
  try {
    run(context, given, places.of(self).file);
  } catch (error) {
    if (error instanceof NotModelled) context.taint(given.namespace, error.message);
    throw error;
  }
  return null;
}

const LOADER: ClassValue = nativeClass({
  name: 'SourceFileLoader',
  module: 'importlib.machinery',
  members: {
    __new__: native('__new__(cls, fullname, path)', (context, { cls, fullname, path = null }) => {
      if (typeof cls !== 'object' || cls?.kind !== 'class') throw new NotModelled('what is made is no class');
      return loaderOf(context, cls, expectStr(fullname), expectPath(context, path));
    }),
    exec_module: native('exec_module(self, module)', (context, { self, module }) =>
      execute(context, self, module),
    ),
    load_module: native('load_module(self, fullname=None)', (context, { self }) => {
      const { name, file } = places.of(self);
      const module = context.makeModule(name, file);
      run(context, module, file);
      return module;
    }),
  },
});

function loaderOf(context: Context, type: ClassValue, name: string, path: string): Instance {
  const loader = places.make(type, { name, file: absolutePath(path, context.cwd) });
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
  spec_from_file_location: native('spec_from_file_location(name, location)', (context, args) => {
    const name = expectStr(args.name);
    const path = expectPath(context, args.location ?? null);
    return path.endsWith('.py') ? specOfFile(name, loaderOf(context, LOADER, name, path)) : null;
  }),
  spec_from_loader: native('spec_from_loader(name, loader)', (_, { name, loader = null }) => {
    if (typeof loader !== 'object' || loader?.kind !== 'instance') throw new NotModelled('such a loader');
    return specOfFile(expectStr(name), loader);
  }),
  module_from_spec: native('module_from_spec(spec)', (context, { spec = null }) => {
    const [name, loader] = ['name', 'loader'].map((key) => context.getAttribute(spec, key) ?? null);
    return context.makeModule(expectStr(name), places.of(loader).file);
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
      (context, { path_name: path = null, init_globals: given = null, run_name: name = null }) => {
        const file = absolutePath(expectPath(context, path), context.cwd);
        const module = context.makeModule(name === null ? '<run_path>' : expectStr(name), file);
        if (given !== null)
          for (const key of context.iterate(given)) module.namespace.set(key, context.getItem(given, key));
        run(context, module, file);
        if (module.namespace.taint !== undefined) throw new NotModelled(module.namespace.taint.reason);
        return new Dict([...module.namespace.entries()].map(({ key, value }) => [key, value]));
      },
    ),
  }),
};
