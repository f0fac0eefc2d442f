import { type PythonVersion, pythonVersionOf } from '../../host/python-version.ts';
import { expectInt, expectStr, known } from '../../native/expect.ts';
import { instance, native, nativeClass } from '../../native/native.ts';
import { allHarmless, allUnknowable, unknowable } from '../../native/stand-ins.ts';
import { List } from '../../values/list.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { type ClassValue, type Instance, isUnknown, NotModelled, type Value } from '../../values/values.ts';
import { frameAt } from './frames.ts';
import { unknownVersionInfo, versionInfo } from './version-info.ts';

/** The version of Python that the environment on the path tells; `null` if there is none. */
function versionOf(runtime: Runtime): PythonVersion | null {
  const entries = runtime.iterate(runtime.searchPath).filter((entry) => typeof entry === 'string');
  return pythonVersionOf(entries);
}

/** The module the name stands for, where evaluated code may have it: `sys.modules[__name__]` and modules that can be imported. */
function moduleNamed(runtime: Runtime, key: Value | undefined): Value | undefined {
  const name = expectStr(key);
  const { module } = runtime.frame();
  if (module.name === name || module.namespace.get('__name__') === name) return module;
  const found = runtime.findModule(name);
  if (found?.kind === 'unknown') return found;
  return found === null ? undefined : runtime.importModule(name);
}

/** The ways to change `sys.modules`; what is put in is not kept. */
const CHANGES: Readonly<Record<string, Value>> = {
  __setitem__: native(
    '__setitem__(self, key, value)',
    (runtime, { key = null }) => {
      if (isUnknown(key)) return key;
      runtime.replaceModule(expectStr(key));
      return null;
    },
    { takesUnknown: true },
  ),
  __delitem__: native('__delitem__(self, key)', (runtime, { key }) => {
    runtime.replaceModule(expectStr(key));
    return null;
  }),
  pop: native('pop(self, key, default=None)', (runtime, { key, default: fallback = null }) => {
    const module = moduleNamed(runtime, key) ?? fallback;
    runtime.replaceModule(expectStr(key));
    return module;
  }),
  setdefault: native('setdefault(self, key, default=None)', (runtime, { key }) => {
    const name = expectStr(key);
    runtime.replaceModule(name);
    return runtime.unknown(`sys.modules['${name}'] was changed`);
  }),
  update: native('update(self, *args, **keywords)', (runtime, { args = null, keywords = null }) => {
    for (const given of [...runtime.iterate(args), keywords])
      for (const name of runtime.iterate(given)) runtime.replaceModule(expectStr(name));
    return null;
  }),
};

/** `sys.modules`: whether a module was imported by somebody is not known, so only looking one up is answered. */
function modulesOf(): Instance {
  const type = nativeClass({
    name: 'dict',
    module: 'builtins',
    members: {
      ...CHANGES,
      __getitem__: native('__getitem__(self, key)', (runtime, { key }) => {
        return moduleNamed(runtime, key) ?? runtime.raise('KeyError', expectStr(key));
      }),
      get: native('get(self, key, default=None)', (runtime, { key, default: fallback = null }) => {
        return moduleNamed(runtime, key) ?? fallback;
      }),
      __contains__: native('__contains__(self, key)', (runtime, { key }) => {
        const { module } = runtime.frame();
        if (expectStr(key) === module.name) return true;
        // A module that is nowhere can't have been imported; one that is may or may not have been.
        return runtime.findModule(expectStr(key)) === null
          ? false
          : runtime.unknown('whether a module was imported by other code is not known');
      }),
    },
  });
  return instance(type);
}

/** Names that only programs frozen into one file have, and old virtual environments: a project's own Python has none. */
const ABSENT: readonly string[] = ['frozen', '_MEIPASS', 'real_prefix', 'importers'];

function absentName(runtime: Runtime, name: string): Value {
  if (ABSENT.includes(name))
    return runtime.raise('AttributeError', `module 'sys' has no attribute '${name}'`);
  throw new NotModelled(`sys.${name} is not modelled`);
}

function streamClass(): ClassValue {
  return nativeClass({
    name: 'TextIOWrapper',
    module: '_io',
    members: {
      ...allHarmless(['write', 'writelines', 'flush']),
      isatty: unknowable('isatty', 'it depends on the terminal'),
    },
  });
}

export const sys: NativeModule = {
  name: 'sys',
  from: 'stdlib',
  names: (runtime) => {
    const version = versionOf(runtime);
    const stream = streamClass();
    const prefix = version?.prefix ?? runtime.unknown('no virtual environment was found');
    const outside = runtime.unknown('it depends on the Python that runs');
    return {
      path: runtime.searchPath,
      argv: new List(runtime.argv),
      modules: modulesOf(),
      version_info:
        version === null ? unknownVersionInfo(runtime) : versionInfo(runtime, version.minor, version.micro),
      hexversion: outside,
      version: outside,
      executable: outside,
      implementation: outside,
      flags: outside,
      prefix,
      exec_prefix: prefix,
      base_prefix: outside,
      platform: platformOf(process.platform),
      byteorder: 'little',
      maxsize: 9223372036854775807n,
      maxunicode: 0x10ffffn,
      dont_write_bytecode: false,
      stdin: instance(stream),
      stdout: instance(stream),
      stderr: instance(stream),
      __stdout__: instance(stream),
      __stderr__: instance(stream),
      warnoptions: new List(),
      __getattr__: native('__getattr__(name)', (call, { name }) => absentName(call, expectStr(name))),
      path_hooks: outside,
      meta_path: outside,
      getdefaultencoding: native('getdefaultencoding()', () => 'utf-8'),
      getfilesystemencoding: native('getfilesystemencoding()', () => 'utf-8'),
      getrecursionlimit: native('getrecursionlimit()', () => 1000n),
      gettrace: native('gettrace()', () => null),
      intern: native('intern(string)', (_, { string }) => known(string)),
      exit: native('exit(status=None)', (call) => call.raise('SystemExit', 'sys.exit')),
      _getframe: native('_getframe(depth=0)', (call, { depth = 0n }) => frameAt(call, expectInt(depth))),
      ...allHarmless(['setrecursionlimit', 'settrace', 'setdefaultencoding', 'reload']),
      ...allUnknowable(['exc_info', 'getsizeof', 'getrefcount'], 'it depends on the Python that runs'),
    };
  },
};

/** `sys.platform` has the same words, where Python runs; all else is taken for Linux. */
export function platformOf(system: NodeJS.Platform): string {
  return system === 'darwin' || system === 'win32' ? system : 'linux';
}
