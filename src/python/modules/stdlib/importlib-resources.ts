import { expectPath, expectStr, known } from '../../native/expect.ts';
import { native, nativeClass } from '../../native/native.ts';
import { stateSlot } from '../../native/state-slot.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { isUnknown, MetUnknown, NotModelled, type Value } from '../../values/values.ts';

/** The folder of a package, given by its name, by itself, or left out for the package of the code that calls. */
function folderOf(runtime: Runtime, anchor: Value): string {
  const given = known(anchor);
  const name =
    typeof given === 'object' && given?.kind === 'module'
      ? given.name
      : given === null
        ? expectStr(runtime.frame().module.namespace.get('__package__') ?? null)
        : expectStr(given);
  const found = runtime.findModule(name);
  if (found === null) {
    const module = runtime.importModule(name);
    if (isUnknown(module)) throw new MetUnknown(module);
    throw new NotModelled(`the files of ${name} are not known`);
  }
  if (found.kind === 'unknown') throw new MetUnknown(found);
  if ('kind' in found.folders) throw new MetUnknown(found.folders);
  const [folder, ...more] = found.folders;
  if (folder === undefined)
    throw new NotModelled(`what files() gives for ${name} depends on the version of Python`);
  if (found.file === null || more.length > 0)
    throw new NotModelled(`${name} is a namespace package: its files are not modelled`);
  return folder;
}

function toPath(runtime: Runtime, ...parts: readonly Value[]): Value {
  const Path = runtime.getAttribute(runtime.importModule('pathlib'), 'Path') ?? null;
  return runtime.call(Path, parts);
}

const lent = stateSlot<Value>();

/** `with as_file(...) as path`: the file itself, as it lies on the disk already. */
const lending = nativeClass({
  name: '_GeneratorContextManager',
  module: 'contextlib',
  members: {
    __enter__: native('__enter__(self)', (_, { self }) => lent.of(self)),
    __exit__: native('__exit__(self, type, value, traceback)', () => false),
  },
});

function resource(runtime: Runtime, anchor: Value | undefined, name: Value | undefined): Value {
  return toPath(runtime, folderOf(runtime, anchor ?? null), expectPath(runtime, name));
}

function contentOf(runtime: Runtime, path: Value, method: string): Value {
  return runtime.call(runtime.getAttribute(path, method) ?? null);
}

function names(): Readonly<Record<string, Value>> {
  return {
    files: native('files(anchor=None)', (runtime, { anchor = null }) =>
      toPath(runtime, folderOf(runtime, anchor)),
    ),
    as_file: native('as_file(path)', (_, { path = null }) => lent.make(lending, path)),
    path: native('path(package, resource)', (runtime, { package: anchor, resource: name }) =>
      lent.make(lending, resource(runtime, anchor, name)),
    ),
    read_text: native('read_text(package, resource)', (runtime, { package: anchor, resource: name }) =>
      contentOf(runtime, resource(runtime, anchor, name), 'read_text'),
    ),
    read_binary: native('read_binary(package, resource)', (runtime, { package: anchor, resource: name }) =>
      contentOf(runtime, resource(runtime, anchor, name), 'read_bytes'),
    ),
    is_resource: native('is_resource(package, name)', (runtime, { package: anchor, name }) =>
      contentOf(runtime, resource(runtime, anchor, name), 'is_file'),
    ),
  };
}

export const importlibResources: NativeModule = { name: 'importlib.resources', from: 'stdlib', names };

/** The backport, with the same ways. */
export const importlibResourcesBackport: NativeModule = {
  name: 'importlib_resources',
  from: 'package',
  names,
};
