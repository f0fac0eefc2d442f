import { dictOf, List } from '../containers.ts';
import { expectPath, expectStr } from '../expect.ts';
import { type Context, instance, type NativeModule, native, nativeClass } from '../native.ts';
import { type ClassValue, iterator, type Tuple, tuple, type Value } from '../values.ts';

/** The value of a variable as evaluated code sees it: str, Unknown, or `undefined` where it is not set. */
function read(context: Context, key: Value | undefined): Value | undefined {
  return context.environment.get(expectStr(key));
}

function pairs(context: Context): Tuple[] {
  return context.environment.names().map((name) => tuple([name, context.environment.peek(name) ?? null]));
}

function write(context: Context, key: Value | undefined, value: Value | undefined): null {
  const name = expectStr(key);
  if (typeof value === 'object' && value?.kind === 'unknown') context.environment.set(name, value);
  else context.environment.set(name, expectStr(value));
  return null;
}

// os.environ keeps nothing in its instance: there is one environment, the interpreter's.
function environType(): ClassValue {
  return nativeClass({
    name: '_Environ',
    module: 'os',
    members: {
      __getitem__: native('__getitem__(self, key)', (context, { key }) => {
        return read(context, key) ?? context.raise('KeyError', expectStr(key));
      }),
      __setitem__: native(
        '__setitem__(self, key, value)',
        (context, { key, value }) => write(context, key, value),
        {
          takesUnknown: true,
        },
      ),
      __delitem__: native('__delitem__(self, key)', (context, { key }) => {
        if (read(context, key) === undefined) context.raise('KeyError', expectStr(key));
        context.environment.delete(expectStr(key));
        return null;
      }),
      __contains__: native('__contains__(self, key)', (context, { key }) => read(context, key) !== undefined),
      __iter__: native('__iter__(self)', (context) => iterator(context.environment.names())),
      __len__: native('__len__(self)', (context) => BigInt(context.environment.names().length)),
      get: native(
        'get(self, key, default=None)',
        (context, { key, default: fallback = null }) => {
          return read(context, key) ?? fallback;
        },
        { takesUnknown: true },
      ),
      setdefault: native(
        'setdefault(self, key, default=None)',
        (context, { key, default: fallback }) => {
          const present = read(context, key);
          if (present !== undefined) return present;
          write(context, key, fallback);
          return fallback ?? null;
        },
        { takesUnknown: true },
      ),
      pop: native('pop(self, key, default=...)', (context, { key, default: fallback }) => {
        const present = read(context, key);
        context.environment.delete(expectStr(key));
        return present ?? fallback ?? context.raise('KeyError', expectStr(key));
      }),
      update: native('update(self, other=..., **values)', (context, { other, values }) => {
        for (const part of [other, values]) {
          if (part === undefined) continue;
          for (const key of context.iterate(part)) write(context, key, context.getItem(part, key));
        }
        return null;
      }),
      keys: native('keys(self)', (context) => new List(context.environment.names())),
      values: native(
        'values(self)',
        (context) => new List(pairs(context).map((pair) => pair.items[1] ?? null)),
      ),
      items: native('items(self)', (context) => new List(pairs(context))),
      copy: native('copy(self)', (context) =>
        dictOf(Object.fromEntries(pairs(context).map(({ items }) => [items[0], items[1] ?? null]))),
      ),
    },
  });
}

/** What changes the disk is taken to work and does nothing: collecting does not depend on it. */
const nothing = (name: string): Value => native(`${name}(*args, **keywords)`, () => null);

export const os: NativeModule = {
  name: 'os',
  from: 'stdlib',
  names: (context) => ({
    path: context.importModule('os.path'),
    environ: instance(environType()),
    getenv: native(
      'getenv(key, default=None)',
      (call, { key, default: fallback = null }) => read(call, key) ?? fallback,
      {
        takesUnknown: true,
      },
    ),
    putenv: native('putenv(key, value)', (call, { key, value }) => write(call, key, value)),
    sep: '/',
    altsep: null,
    pathsep: ':',
    linesep: '\n',
    curdir: '.',
    pardir: '..',
    extsep: '.',
    devnull: '/dev/null',
    name: 'posix',
    F_OK: 0n,
    R_OK: 4n,
    W_OK: 2n,
    X_OK: 1n,

    fspath: native('fspath(path)', (call, { path }) => expectPath(call, path)),
    getcwd: native('getcwd()', (call) => call.cwd),
    listdir: native("listdir(path='.')", (call, { path }) => {
      const names = call.files.list(expectPath(call, path));
      return names === null ? call.raise('FileNotFoundError', 'No such file or directory') : new List(names);
    }),
    makedirs: nothing('makedirs'),
    mkdir: nothing('mkdir'),
    chmod: nothing('chmod'),
    umask: native('umask(mask)', () => 18n),
  }),
};
