import { strip } from '../../../text/blanks.ts';
import { expectStr } from '../../native/expect.ts';
import { instance, native, nativeClass } from '../../native/native.ts';
import { raiseFrom } from '../../native/raise.ts';
import { builtinClass, exceptionClass } from '../../native/stand-ins.ts';
import { stateSlot } from '../../native/state-slot.ts';
import { Dict } from '../../values/dict.ts';
import { iterator } from '../../values/iterator.ts';
import { List } from '../../values/list.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { type ClassValue, type Instance, NotModelled, tuple, type Value } from '../../values/values.ts';
import {
  type Distribution,
  distributions,
  type EntryPoint,
  entryPoints,
  fileOf,
  normalName,
} from './dist-info.ts';
import { importDotted } from './importlib.ts';

const points = stateSlot<EntryPoint>();

function entryPointClass(): ClassValue {
  return nativeClass({
    name: 'EntryPoint',
    module: 'importlib.metadata',
    hashKey: (self) => JSON.stringify(self.state),
    members: {
      load: native('load(self)', (runtime, { self }) => {
        const { value } = points.of(self);
        const [module = '', path = ''] = value.replace(/\s*\[.*\]\s*$/, '').split(':');
        const start = importDotted(runtime, strip(module));
        const names = path.split('.').filter((name) => name !== '');
        return names.reduce<Value>((found, name) => {
          return (
            runtime.getAttribute(found, strip(name)) ??
            runtime.raise('AttributeError', `no attribute ${name}`)
          );
        }, start);
      }),
    },
  });
}

function toEntryPoint(type: ClassValue, entry: EntryPoint): Instance {
  const made = points.make(type, entry);
  made.attributes.set('name', entry.name);
  made.attributes.set('value', entry.value);
  made.attributes.set('group', entry.group);
  const [module = '', attribute = ''] = entry.value.replace(/\s*\[.*\]\s*$/, '').split(':');
  made.attributes.set('module', strip(module));
  made.attributes.set('attr', strip(attribute));
  return made;
}

/** Result of `entry_points()`: the chosen entries, and the old and new ways to choose among them. */
function entryPointsClass(runtime: Runtime): ClassValue {
  const type: ClassValue = nativeClass({
    name: 'EntryPoints',
    module: 'importlib.metadata',
    bases: [builtinClass(runtime, 'list')],
    members: {
      select: native('select(self, **params)', (call, { self = null, params }) =>
        chosen(type, call.iterate(self), params),
      ),
      get: native(
        'get(self, name, default=None)',
        (call, { self = null, name = null, default: fallback = null }) => {
          const found = chosen(type, call.iterate(self), new Dict([['group', name]]));
          return found.items.length === 0 ? fallback : found;
        },
      ),
    },
  });
  return type;
}

function chosen(type: ClassValue, entries: readonly Value[], wanted: Value | undefined): List {
  if (!(wanted instanceof Dict)) throw new NotModelled('what to choose is not known');
  const kept = entries.filter((entry) => {
    points.of(entry);
    const { attributes } = entry as Instance;
    return [...wanted.entries()].every(({ key, value }) => attributes.get(key) === value);
  });
  const list = new List(kept);
  list.type = type;
  return list;
}

function found(runtime: Runtime, name: string, missing: ClassValue): Distribution {
  const wanted = normalName(name);
  const one = distributions(runtime).find((each) => normalName(each.name) === wanted);
  return one ?? raiseFrom(runtime, missing, `No package metadata was found for ${name}`);
}

function versionOf(runtime: Runtime, distribution: Distribution): string {
  const metadata =
    fileOf(runtime, distribution, 'METADATA') ?? fileOf(runtime, distribution, 'PKG-INFO') ?? '';
  return /^Version:\s*(.+?)\s*$/m.exec(metadata)?.[1] ?? distribution.version;
}

function names(runtime: Runtime): Readonly<Record<string, Value>> {
  const single = entryPointClass();
  const many = entryPointsClass(runtime);
  const missing = exceptionClass(
    runtime,
    'PackageNotFoundError',
    'importlib.metadata',
    'ModuleNotFoundError',
  );
  return {
    PackageNotFoundError: missing,
    EntryPoint: single,
    entry_points: native('entry_points(**params)', (call, { params }) => {
      const all = entryPoints(call).map((entry) => toEntryPoint(single, entry));
      return chosen(many, all, params);
    }),
    version: native('version(distribution_name)', (call, { distribution_name: name }) =>
      versionOf(call, found(call, expectStr(name), missing)),
    ),
  };
}

export const importlibMetadata: NativeModule = { name: 'importlib.metadata', from: 'stdlib', names };

/** The backport, with the same ways. */
export const importlibMetadataBackport: NativeModule = { name: 'importlib_metadata', from: 'package', names };

/** An entry point under setuptools' names for its parts. */
function toOldEntryPoint(type: ClassValue, entry: EntryPoint): Instance {
  const made = toEntryPoint(type, entry);
  const { attributes } = made;
  const [module = null, attribute] = [attributes.get('module'), attributes.get('attr')];
  const names = typeof attribute === 'string' && attribute !== '' ? attribute.split('.') : [];
  for (const name of ['value', 'group', 'module', 'attr']) attributes.delete(name);
  attributes.set('module_name', module);
  attributes.set('attrs', tuple(names));
  return made;
}

/** setuptools' older way to the same. */
export const pkgResources: NativeModule = {
  name: 'pkg_resources',
  from: 'package',
  names: (runtime) => {
    const single = entryPointClass();
    const iterEntryPoints = (signature: string): Value =>
      native(signature, (call, { group, name = null }) => {
        const wanted = expectStr(group);
        const some = entryPoints(call).filter(
          (entry) => entry.group === wanted && (name === null || entry.name === name),
        );
        return iterator(some.map((entry) => toOldEntryPoint(single, entry)));
      });
    const workingSet = nativeClass({
      name: 'WorkingSet',
      module: 'pkg_resources',
      members: { iter_entry_points: iterEntryPoints('iter_entry_points(self, group, name=None)') },
    });
    return {
      iter_entry_points: iterEntryPoints('iter_entry_points(group, name=None)'),
      working_set: instance(workingSet),
      DistributionNotFound: exceptionClass(runtime, 'DistributionNotFound', 'pkg_resources'),
    };
  },
};
