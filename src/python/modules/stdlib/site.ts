/** Where the packages of the Python in use lie: what an environment on the search path tells of it. */

import { entriesOfPth } from '../../host/pth.ts';
import { pythonVersionOf } from '../../host/python-version.ts';
import { expectPath, expectStr } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import { absolutePath, joinPath } from '../../text/paths.ts';
import { Dict } from '../../values/dict.ts';
import { List } from '../../values/list.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { NotModelled, type Value } from '../../values/values.ts';
import { homeOf, variable } from './home.ts';

interface Environment {
  /** `sys.prefix`. */
  readonly prefix: string;
  /** Of 3.x. */
  readonly minor: number;
  readonly packages: readonly string[];
}

const PACKAGES = /^(.*)\/lib(?:64)?\/python3\.\d+t?\/site-packages$/;

/** The virtual environment on the search path. `NotModelled` where none is known, or one of another layout. */
function environmentOf(runtime: Runtime): Environment {
  const folders = runtime.searchPath.items.filter((folder) => typeof folder === 'string');
  const found = pythonVersionOf(folders);
  if (found === null) throw new NotModelled('no environment is known (--venv names one)');
  const packages = folders.filter((folder) => PACKAGES.exec(folder)?.[1] === found.prefix);
  if (packages.length === 0) throw new NotModelled('an environment of this layout is not modelled');
  return { prefix: found.prefix, minor: found.minor, packages };
}

function userPackages(runtime: Runtime): string {
  const { minor } = environmentOf(runtime);
  const base = variable(runtime, 'PYTHONUSERBASE') ?? joinPath(homeOf(runtime), '.local');
  return joinPath(base, 'lib', `python3.${minor}`, 'site-packages');
}

/** A folder put on the search path, with what its `.pth` files add. */
function addFolder(runtime: Runtime, sitedir: Value | undefined): null {
  const folder = absolutePath(expectPath(runtime, sitedir), runtime.cwd);
  for (const entry of [folder, ...entriesOfPth(folder)])
    if (!runtime.searchPath.items.includes(entry)) runtime.searchPath.append(entry);
  return null;
}

export const site: NativeModule = {
  name: 'site',
  from: 'stdlib',
  names: () => ({
    addsitedir: native('addsitedir(sitedir, known_paths=None)', (runtime, { sitedir }) =>
      addFolder(runtime, sitedir),
    ),
    getsitepackages: native('getsitepackages(prefixes=None)', (runtime, { prefixes = null }) => {
      if (prefixes !== null) throw new NotModelled('prefixes of getsitepackages() are not modelled');
      return new List(environmentOf(runtime).packages);
    }),
    getusersitepackages: native('getusersitepackages()', userPackages),
  }),
};

/** What `sysconfig` says of the folders that an environment is known to have. */
function pathOf(runtime: Runtime, name: string): Value {
  const { prefix, packages } = environmentOf(runtime);
  switch (name) {
    case 'purelib':
    case 'platlib':
      if (packages.length === 1) return packages[0] as string;
      return runtime.unknown('the environment has two folders of packages');
    case 'scripts':
      return joinPath(prefix, 'bin');
    case 'data':
      return prefix;
    default:
      return runtime.unknown('it depends on the Python that runs');
  }
}

const PATHS = ['stdlib', 'platstdlib', 'purelib', 'platlib', 'include', 'scripts', 'data'];

export const sysconfig: NativeModule = {
  name: 'sysconfig',
  from: 'stdlib',
  names: () => ({
    get_path: native('get_path(name)', (runtime, { name }) => pathOf(runtime, expectStr(name))),
    get_paths: native(
      'get_paths()',
      (runtime) => new Dict(PATHS.map((name) => [name, pathOf(runtime, name)])),
    ),
    get_python_version: native('get_python_version()', (runtime) => `3.${environmentOf(runtime).minor}`),
  }),
};

export const distutilsSysconfig: NativeModule = {
  name: 'distutils.sysconfig',
  from: 'stdlib',
  names: () => ({
    get_python_lib: native('get_python_lib()', (runtime) => pathOf(runtime, 'purelib')),
  }),
};
