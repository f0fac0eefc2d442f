import { expectPath, expectStr } from '../../../native/expect.ts';
import { computed, instance, native, nativeClass } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { absolutePath, joinPath, splitPath } from '../../../text/paths.ts';
import { Dict } from '../../../values/dict.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { type ClassValue, type Instance, NotModelled, tuple, type Value } from '../../../values/values.ts';

function rootOf(self: Value | undefined): string {
  const text = typeof self === 'object' && self?.kind === 'instance' ? self.state : undefined;
  if (typeof text !== 'string') throw new NotModelled('an argument is no environ.Path');
  return text;
}

function option(keywords: Value | undefined, name: string): Value {
  return keywords instanceof Dict ? (keywords.get(name) ?? false) : false;
}

function absoluteJoin(
  runtime: Runtime,
  base: string,
  paths: Value | undefined,
  keywords: Value | undefined,
  error: ClassValue,
): string {
  const rest = runtime.iterate(paths ?? tuple([])).map((path) => expectPath(runtime, path));
  const path = absolutePath(joinPath(base, ...rest), runtime.cwd);
  if (runtime.truth(option(keywords, 'required')) && runtime.files.kind(path) === null)
    raiseFrom(runtime, error, `Create required path: ${path}`);
  return path;
}

/** A path of the same class. */
function like(self: Value | undefined, path: string): Instance {
  if (typeof self !== 'object' || self?.kind !== 'instance')
    throw new NotModelled('an argument is no environ.Path');
  return instance(self.class, path);
}

/** django-environ's own Path: `root('static')` gives a str, `root.path('static')` another Path. */
export function environPathClass(error: ClassValue): ClassValue {
  const make = (runtime: Runtime, self: Value | undefined, ...paths: readonly string[]): Instance => {
    return like(self, absoluteJoin(runtime, rootOf(self), tuple(paths), undefined, error));
  };
  return nativeClass({
    name: 'Path',
    module: 'environ.environ',
    members: {
      __new__: native(
        "__new__(cls, start='', *paths, **keywords)",
        (runtime, { cls, start, paths, keywords }) => {
          if (typeof cls !== 'object' || cls?.kind !== 'class')
            throw new NotModelled('what is made is no class');
          const given = expectPath(runtime, start);
          const base = runtime.truth(option(keywords, 'is_file')) ? splitPath(given)[0] : given;
          return instance(cls, absoluteJoin(runtime, base, paths, keywords, error));
        },
      ),
      root: computed((_, self) => rootOf(self)),
      __root__: computed((_, self) => rootOf(self)),
      __call__: native('__call__(self, *paths, **keywords)', (runtime, { self, paths, keywords }) =>
        absoluteJoin(runtime, rootOf(self), paths, keywords, error),
      ),
      path: native('path(self, *paths, **keywords)', (runtime, { self, paths, keywords }) =>
        like(self, absoluteJoin(runtime, rootOf(self), paths, keywords, error)),
      ),
      file: native('file(self, name, *args, **keywords)', (runtime, { self, name, args, keywords }) => {
        const path = absoluteJoin(runtime, rootOf(self), tuple([expectStr(name)]), undefined, error);
        const named = keywords instanceof Dict ? [...keywords.entries()] : [];
        return runtime.call(
          runtime.builtin('open'),
          [path, ...runtime.iterate(args ?? tuple([]))],
          new Map(named.map(({ key, value }) => [key as string, value])),
        );
      }),
      __add__: native('__add__(self, other)', (runtime, { self, other }) => {
        const isPath =
          typeof other === 'object' && other?.kind === 'instance' && typeof other.state === 'string';
        return make(runtime, self, isPath ? rootOf(other) : expectStr(other));
      }),
      __sub__: native('__sub__(self, other)', (runtime, { self, other }) => {
        if (typeof other === 'bigint') return make(runtime, self, '../'.repeat(Number(other)));
        throw new NotModelled('taking a text off a path is not modelled');
      }),
      __invert__: native('__invert__(self)', (runtime, { self }) => make(runtime, self, '..')),
      __eq__: native('__eq__(self, other)', (_, { self, other }) => {
        if (typeof other === 'string') return rootOf(self) === other;
        return typeof other === 'object' && other?.kind === 'instance' && other.state === rootOf(self);
      }),
      __contains__: native('__contains__(self, item)', (_, { self, item }) => {
        const base = rootOf(self);
        return rootOf(item).startsWith(base.length > 1 ? joinPath(base, '') : base);
      }),
      __getitem__: native('__getitem__(self, key)', (runtime, { self, key = null }) =>
        runtime.getItem(rootOf(self), key),
      ),
      __str__: native('__str__(self)', (_, { self }) => rootOf(self)),
      __fspath__: native('__fspath__(self)', (_, { self }) => rootOf(self)),
      __repr__: native('__repr__(self)', (_, { self }) => `<Path:${rootOf(self)}>`),
    },
  });
}
