import { expectPath, expectStr, known } from '../../native/expect.ts';
import { instance, native } from '../../native/native.ts';
import { constant } from '../../native/stand-ins.ts';
import { joinPath } from '../../text/paths.ts';
import { iterator } from '../../values/iterator.ts';
import { List } from '../../values/list.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { NotModelled, tuple, type Value } from '../../values/values.ts';
import { FILE_FUNCTIONS, specClass } from './module-files.ts';
import { namedTupleClass } from './named-tuple.ts';

/** `..sibling` seen from `package`. */
function absoluteName(runtime: Runtime, name: string, from: Value): string {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  if (dots === 0) return name;
  if (from === null) runtime.raise('TypeError', `the 'package' argument is required for '${name}'`);
  const parts = expectStr(from).split('.');
  if (dots > parts.length) runtime.raise('ImportError', 'attempted relative import beyond top-level package');
  return [...parts.slice(0, parts.length - dots + 1), name.slice(dots)]
    .filter((part) => part !== '')
    .join('.');
}

/** The module itself, where `import a.b` gives `a`. */
export function importDotted(runtime: Runtime, dotted: string): Value {
  const [top = '', ...rest] = dotted.split('.');
  const module = runtime.importModule(dotted);
  // The context may give either, so go down only as far as the name is not reached yet.
  if (typeof module === 'object' && module?.kind === 'module' && module.name === top && rest.length > 0) {
    return rest.reduce<Value>((value, part) => runtime.getAttribute(value, part) ?? null, module);
  }
  return module;
}

function specOf(runtime: Runtime, name: string): Value {
  const found = runtime.findModule(name);
  if (found?.kind !== 'spec') return found;
  const { file, folders } = found;
  const spec = instance(specClass);
  spec.attributes.set('name', name);
  spec.attributes.set('origin', file);
  const locations = 'kind' in folders ? folders : folders.length === 0 ? null : new List([...folders]);
  spec.attributes.set('submodule_search_locations', locations);
  return spec;
}

export const importlib: NativeModule = {
  name: 'importlib',
  from: 'stdlib',
  names: (runtime) => ({
    import_module: native('import_module(name, package=None)', (call, { name, package: from = null }) =>
      importDotted(call, absoluteName(call, expectStr(name), from)),
    ),
    // The code is carried out anew in the names that are there.
    reload: native('reload(module)', (call, { module: given }) => {
      const module = known(given);
      if (typeof module !== 'object' || module?.kind !== 'module')
        return call.raise('TypeError', 'reload() argument must be a module');
      if (module.file !== null) call.runFile(module.file, module);
      return module;
    }),
    invalidate_caches: constant('invalidate_caches'),
    machinery: runtime.importModule('importlib.machinery'),
    util: runtime.importModule('importlib.util'),
    metadata: runtime.importModule('importlib.metadata'),
    resources: runtime.importModule('importlib.resources'),
  }),
};

export const importlibUtil: NativeModule = {
  name: 'importlib.util',
  from: 'stdlib',
  names: () => ({
    find_spec: native('find_spec(name, package=None)', (runtime, { name, package: from = null }) =>
      specOf(runtime, absoluteName(runtime, expectStr(name), from)),
    ),
    resolve_name: native('resolve_name(name, package)', (runtime, { name, package: from = null }) =>
      absoluteName(runtime, expectStr(name), from),
    ),
    ...FILE_FUNCTIONS,
  }),
};

/** The modules and packages that lie in a folder, by name. */
function modulesIn(
  runtime: Runtime,
  folder: string,
): readonly { readonly name: string; readonly isPackage: boolean }[] {
  const names = runtime.files.kind(folder) === 'directory' ? (runtime.files.list(folder) ?? []) : [];
  runtime.charge(names.length);
  const found = new Map<string, boolean>();
  for (const entry of [...names].sort()) {
    const isPackage = runtime.files.kind(joinPath(folder, entry, '__init__.py')) === 'file';
    const name = isPackage ? entry : /^(.+)\.py$/.exec(entry)?.[1];
    if (name === undefined || name === '__init__' || name.includes('.')) continue;
    found.set(name, isPackage || found.get(name) === true);
  }
  return [...found].map(([name, isPackage]) => ({ name, isPackage }));
}

function iterModules(runtime: Runtime, path: Value, prefix: string): Value {
  if (path === null) throw new NotModelled('all top-level modules are not listed');
  const type = namedTupleClass(runtime, 'ModuleInfo', 'pkgutil', ['module_finder', 'name', 'ispkg']);
  const finder = runtime.unknown('finders of modules are not modelled');
  const seen = new Set<string>();
  const all = runtime.iterate(path).flatMap((folder) => modulesIn(runtime, expectPath(runtime, folder)));
  const once = all.filter(({ name }) => !seen.has(name) && seen.add(name));
  return iterator(
    once.map(({ name, isPackage }) => tuple([finder, prefix + name, isPackage], type)),
    'generator',
  );
}

export const pkgutil: NativeModule = {
  name: 'pkgutil',
  from: 'stdlib',
  names: () => ({
    iter_modules: native("iter_modules(path=None, prefix='')", (runtime, { path = null, prefix }) =>
      iterModules(runtime, path, expectStr(prefix)),
    ),
    find_loader: native('find_loader(fullname)', (runtime, { fullname }) =>
      specOf(runtime, expectStr(fullname)),
    ),
    get_loader: native('get_loader(name)', (runtime, { name }) => specOf(runtime, expectStr(name))),
  }),
};

/** The old module of that name: all that is still asked of it. */
export const imp: NativeModule = {
  name: 'imp',
  from: 'stdlib',
  names: () => ({
    find_module: native('find_module(name, path=None)', (runtime, { name, path = null }) => {
      if (path !== null) throw new NotModelled('a path to search is not modelled');
      const found = runtime.findModule(expectStr(name));
      if (found === null) return runtime.raise('ImportError', `No module named ${expectStr(name)}`);
      if (found.kind !== 'spec') return found;
      return tuple([
        null,
        'length' in found.folders ? (found.folders[0] ?? found.file) : found.folders,
        runtime.unknown('the kind of a module is not modelled'),
      ]);
    }),
  }),
};
