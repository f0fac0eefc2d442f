import { platform } from 'node:os';
import { expectPath, expectStr } from '../../native/expect.ts';
import { instance, native, nativeClass } from '../../native/native.ts';
import { allHarmless, allUnknowable } from '../../native/stand-ins.ts';
import { absolutePath, joinPath } from '../../text/paths.ts';
import { Dict, dictOf } from '../../values/dict.ts';
import { iterator } from '../../values/iterator.ts';
import { List } from '../../values/list.ts';
import type { Arguments, NativeModule, Runtime } from '../../values/runtime.ts';
import { type ClassValue, isUnknown, orElse, type Tuple, tuple, type Value } from '../../values/values.ts';
import { isLinkIn } from './real-path.ts';
import { loadingVariables } from './text-file.ts';

/** The value of a variable as evaluated code sees it: str, Unknown, or `undefined` where it is not set. */
function read(runtime: Runtime, key: Value | undefined): Value | undefined {
  return runtime.environment.get(expectStr(key));
}

function pairs(runtime: Runtime): Tuple[] {
  return runtime.environment.names().map((name) => tuple([name, runtime.environment.peek(name) ?? null]));
}

function write(runtime: Runtime, key: Value | undefined, value: Value | undefined): null {
  const name = expectStr(key);
  if (typeof value === 'object' && value?.kind === 'unknown') runtime.environment.set(name, value);
  else runtime.environment.set(name, expectStr(value));
  return null;
}

/** Updates `os.environ`. An argument that can't be iterated puts every variable in doubt. */
function update(runtime: Runtime, { other, values }: Arguments): Value {
  return loadingVariables(runtime, true, () => {
    for (const part of [other, values]) {
      if (part === undefined) continue;
      for (const key of runtime.iterate(part)) write(runtime, key, runtime.getItem(part, key));
    }
    return null;
  });
}

/** A dict of all variables, over the dicts before them and under those after. */
function merged(runtime: Runtime, before: Value, after: Value): Value {
  const dict = new Dict();
  const add = (part: Value): void => {
    if (part !== null) for (const key of runtime.iterate(part)) dict.set(key, runtime.getItem(part, key));
  };
  add(before);
  for (const { items } of pairs(runtime)) dict.set(items[0] ?? null, items[1] ?? null);
  add(after);
  return dict;
}

// os.environ keeps nothing in its instance: there is one environment, the interpreter's.
function environType(): ClassValue {
  return nativeClass({
    name: '_Environ',
    module: 'os',
    members: {
      __getitem__: native('__getitem__(self, key)', (runtime, { key }) => {
        return read(runtime, key) ?? runtime.raise('KeyError', expectStr(key));
      }),
      __setitem__: native(
        '__setitem__(self, key, value)',
        (runtime, { key, value }) => write(runtime, key, value),
        {
          takesUnknown: true,
        },
      ),
      __delitem__: native('__delitem__(self, key)', (runtime, { key }) => {
        if (read(runtime, key) === undefined) runtime.raise('KeyError', expectStr(key));
        runtime.environment.delete(expectStr(key));
        return null;
      }),
      __contains__: native('__contains__(self, key)', (runtime, { key }) => read(runtime, key) !== undefined),
      __iter__: native('__iter__(self)', (runtime) => iterator(runtime.environment.names())),
      __len__: native('__len__(self)', (runtime) => BigInt(runtime.environment.names().length)),
      get: native(
        'get(self, key, default=None)',
        (runtime, { key, default: fallback = null }) => {
          return read(runtime, key) ?? fallback;
        },
        { takesUnknown: true },
      ),
      setdefault: native(
        'setdefault(self, key, default=None)',
        (runtime, { key, default: fallback }) => {
          const present = read(runtime, key);
          if (present !== undefined) return present;
          write(runtime, key, fallback);
          return fallback ?? null;
        },
        { takesUnknown: true },
      ),
      pop: native('pop(self, key, default=...)', (runtime, { key, default: fallback }) => {
        const present = read(runtime, key);
        runtime.environment.delete(expectStr(key));
        return present ?? orElse(fallback, () => runtime.raise('KeyError', expectStr(key)));
      }),
      update: native('update(self, other=..., **values)', update, { takesUnknown: true }),
      __ior__: native(
        '__ior__(self, other)',
        (runtime, { self = null, other = null }) => {
          update(runtime, { other });
          return self;
        },
        { takesUnknown: true },
      ),
      __or__: native('__or__(self, other)', (runtime, { other = null }) => merged(runtime, null, other)),
      __ror__: native('__ror__(self, other)', (runtime, { other = null }) => merged(runtime, other, null)),
      __eq__: native('__eq__(self, other)', (runtime, { self, other = null }) =>
        self === other ? true : runtime.equal(merged(runtime, null, null), other),
      ),
      keys: native('keys(self)', (runtime) => new List(runtime.environment.names())),
      values: native(
        'values(self)',
        (runtime) => new List(pairs(runtime).map((pair) => pair.items[1] ?? null)),
      ),
      items: native('items(self)', (runtime) => new List(pairs(runtime))),
      copy: native('copy(self)', (runtime) =>
        dictOf(Object.fromEntries(pairs(runtime).map(({ items }) => [items[0], items[1] ?? null]))),
      ),
    },
  });
}

function changeFolder(runtime: Runtime, path: Value | undefined): null {
  if (isUnknown(path)) {
    runtime.environment.cwd = path;
    return null;
  }
  const folder = absolutePath(expectPath(runtime, path), runtime.cwd);
  if (runtime.files.kind(folder) !== 'directory')
    runtime.raise('FileNotFoundError', `[Errno 2] No such file or directory: '${folder}'`);
  runtime.environment.cwd = runtime.files.real(folder);
  return null;
}

interface WalkRules {
  readonly topDown: boolean;
  readonly followsLinks: boolean;
}

/**
 * `os.walk`, each level in the order of the folder. From the top down the code may take folders out of the list of them, as Python allows. Linked
 * folders are told, and gone into only with `followlinks`.
 */
function* walk(runtime: Runtime, top: string, rules: WalkRules): Generator<Value> {
  const { files } = runtime;
  const names = files.kind(top) === 'directory' ? files.list(top) : null;
  if (names === null) return;
  runtime.charge(names.length);
  const inside = (name: string): string => joinPath(top, name);
  const isFolder = (name: string): boolean => files.kind(inside(name)) === 'directory';
  const folders = new List(names.filter(isFolder));
  const row = tuple([top, folders, new List(names.filter((name) => !isFolder(name)))]);
  if (rules.topDown) yield row;
  for (const item of folders.items) {
    const name = expectStr(item);
    if (rules.followsLinks || !isLinkIn(files, top, name)) yield* walk(runtime, inside(name), rules);
  }
  if (!rules.topDown) yield row;
}

export const os: NativeModule = {
  name: 'os',
  from: 'stdlib',
  names: (runtime) => ({
    path: runtime.importModule('os.path'),
    environ: instance(environType()),
    getenv: native(
      'getenv(key, default=None)',
      (call, { key, default: fallback = null }) => read(call, key) ?? fallback,
      {
        takesUnknown: true,
      },
    ),
    sep: '/',
    altsep: null,
    pathsep: ':',
    linesep: '\n',
    curdir: '.',
    pardir: '..',
    extsep: '.',
    devnull: '/dev/null',
    name: platform() === 'win32' ? 'nt' : 'posix',
    F_OK: 0n,
    R_OK: 4n,
    W_OK: 2n,
    X_OK: 1n,

    fspath: native('fspath(path)', (call, { path }) => expectPath(call, path)),
    getcwd: native('getcwd()', (call) => call.cwd),
    chdir: native('chdir(path)', (call, { path }) => changeFolder(call, path), { takesUnknown: true }),
    listdir: native("listdir(path='.')", (call, { path }) => {
      const names = call.files.list(expectPath(call, path));
      return names === null ? call.raise('FileNotFoundError', 'No such file or directory') : new List(names);
    }),
    walk: native(
      'walk(top, topdown=True, onerror=None, followlinks=False)',
      (call, { top, topdown = true, followlinks = false }) => {
        const rules = { topDown: call.truth(topdown), followsLinks: call.truth(followlinks) };
        return iterator(walk(call, expectPath(call, top), rules), 'generator');
      },
    ),
    error: runtime.builtin('OSError'),
    // os.environ does not show what these two change.
    ...allHarmless(['putenv', 'unsetenv', 'makedirs', 'mkdir', 'chmod', 'umask', 'nice', 'setpgrp']),
    ...allUnknowable(['system', 'popen', 'spawnl', 'execv', 'fork', 'kill'], 'no process is started'),
    ...allUnknowable(['remove', 'unlink', 'rename', 'replace', 'rmdir', 'symlink', 'open'], 'it would write'),
    ...allUnknowable(
      ['uname', 'getpid', 'getppid', 'getuid', 'geteuid', 'getgid', 'getlogin', 'cpu_count', 'getloadavg'],
      'it depends on the machine it runs on',
    ),
    ...allUnknowable(['urandom', 'getrandom'], 'it is random'),
    ...allUnknowable(
      ['stat', 'lstat', 'scandir', 'access'],
      'it asks the file system for more than names and contents',
    ),
  }),
};
