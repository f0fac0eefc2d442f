import { known } from '../../../native/expect.ts';
import { instance, native, nativeClass } from '../../../native/native.ts';
import { List } from '../../../values/list.ts';
import type { NativeModule, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, NotModelled, tuple, type Value } from '../../../values/values.ts';
import { homeOf } from '../home.ts';
import { pathMembers } from './path.ts';
import { joined, purePathClass } from './pure-path.ts';

function expectClass(value: Value | undefined): ClassValue {
  const given = known(value);
  if (typeof given === 'object' && given?.kind === 'class') return given;
  throw new NotModelled('an argument is no class');
}

/** `Path('a')` makes a PosixPath, `PurePath('a')` a PurePosixPath; a class of the project makes its own. */
function makerOf(concrete: ReadonlyMap<ClassValue, ClassValue>): Value {
  return native('__new__(cls, *args, **keywords)', (runtime, { cls, args = tuple([]) }) => {
    const type = expectClass(cls);
    return instance(concrete.get(type) ?? type, joined(runtime, runtime.iterate(args)));
  });
}

const onClass = (signature: string, make: (runtime: Runtime) => string, concrete: Value): Value => ({
  kind: 'classmethod',
  function: native(signature, (runtime, { cls = null }) =>
    runtime.call(expectClass(cls).name === 'Path' ? concrete : cls, [make(runtime)]),
  ),
});

export const pathlib: NativeModule = {
  name: 'pathlib',
  from: 'stdlib',
  names: () => {
    const PurePath = purePathClass((items) => new List(items));
    const module = 'pathlib';
    const PurePosixPath = nativeClass({
      name: 'PurePosixPath',
      module,
      bases: [PurePath],
      complete: true,
      fixed: 'instances',
    });
    const Path = nativeClass({
      name: 'Path',
      fixed: 'instances',
      module,
      bases: [PurePath],
      members: pathMembers,
      complete: true,
    });
    const PosixPath = nativeClass({
      name: 'PosixPath',
      fixed: 'instances',
      module,
      bases: [Path, PurePosixPath],
      complete: true,
    });
    const concrete = new Map([
      [PurePath, PurePosixPath],
      [Path, PosixPath],
    ]);
    PurePath.namespace.set('__new__', makerOf(concrete));
    Path.namespace.set(
      'cwd',
      onClass('cwd(cls)', (runtime) => runtime.cwd, PosixPath),
    );
    Path.namespace.set('home', onClass('home(cls)', homeOf, PosixPath));
    return { PurePath, PurePosixPath, Path, PosixPath };
  },
};
