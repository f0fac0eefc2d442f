import { expectPath, expectStr } from '../../../native/expect.ts';
import { computed, instance, native, nativeClass } from '../../../native/native.ts';
import { raiseFrom } from '../../../native/raise.ts';
import { absolutePath, joinPath, splitPath } from '../../../text/paths.ts';
import { Dict } from '../../../values/containers.ts';
import type { Context } from '../../../values/context.ts';
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
  context: Context,
  base: string,
  paths: Value | undefined,
  keywords: Value | undefined,
  error: ClassValue,
): string {
  const rest = context.iterate(paths ?? tuple([])).map((path) => expectPath(context, path));
  const path = absolutePath(joinPath(base, ...rest), context.cwd);
  if (context.truth(option(keywords, 'required')) && context.files.kind(path) === null)
    raiseFrom(context, error, `Create required path: ${path}`);
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
  const make = (context: Context, self: Value | undefined, ...paths: readonly string[]): Instance => {
    return like(self, absoluteJoin(context, rootOf(self), tuple(paths), undefined, error));
  };
  return nativeClass({
    name: 'Path',
    module: 'environ.environ',
    members: {
      __new__: native(
        "__new__(cls, start='', *paths, **keywords)",
        (context, { cls, start, paths, keywords }) => {
          if (typeof cls !== 'object' || cls?.kind !== 'class')
            throw new NotModelled('what is made is no class');
          const given = expectPath(context, start);
          const base = context.truth(option(keywords, 'is_file')) ? splitPath(given)[0] : given;
          return instance(cls, absoluteJoin(context, base, paths, keywords, error));
        },
      ),
      root: computed((_, self) => rootOf(self)),
      __root__: computed((_, self) => rootOf(self)),
      __call__: native('__call__(self, *paths, **keywords)', (context, { self, paths, keywords }) =>
        absoluteJoin(context, rootOf(self), paths, keywords, error),
      ),
      path: native('path(self, *paths, **keywords)', (context, { self, paths, keywords }) =>
        like(self, absoluteJoin(context, rootOf(self), paths, keywords, error)),
      ),
      file: native('file(self, name, *args, **keywords)', (context, { self, name, args, keywords }) => {
        const path = absoluteJoin(context, rootOf(self), tuple([expectStr(name)]), undefined, error);
        const named = keywords instanceof Dict ? [...keywords.entries()] : [];
        return context.call(
          context.builtin('open'),
          [path, ...context.iterate(args ?? tuple([]))],
          new Map(named.map(({ key, value }) => [key as string, value])),
        );
      }),
      __add__: native('__add__(self, other)', (context, { self, other }) => {
        const isPath =
          typeof other === 'object' && other?.kind === 'instance' && typeof other.state === 'string';
        return make(context, self, isPath ? rootOf(other) : expectStr(other));
      }),
      __sub__: native('__sub__(self, other)', (context, { self, other }) => {
        if (typeof other === 'bigint') return make(context, self, '../'.repeat(Number(other)));
        throw new NotModelled('taking a text off a path is not modelled');
      }),
      __invert__: native('__invert__(self)', (context, { self }) => make(context, self, '..')),
      __eq__: native('__eq__(self, other)', (_, { self, other }) => {
        if (typeof other === 'string') return rootOf(self) === other;
        return typeof other === 'object' && other?.kind === 'instance' && other.state === rootOf(self);
      }),
      __contains__: native('__contains__(self, item)', (_, { self, item }) => {
        const base = rootOf(self);
        return rootOf(item).startsWith(base.length > 1 ? joinPath(base, '') : base);
      }),
      __getitem__: native('__getitem__(self, key)', (context, { self, key = null }) =>
        context.getItem(rootOf(self), key),
      ),
      __str__: native('__str__(self)', (_, { self }) => rootOf(self)),
      __fspath__: native('__fspath__(self)', (_, { self }) => rootOf(self)),
      __repr__: native('__repr__(self)', (_, { self }) => `<Path:${rootOf(self)}>`),
    },
  });
}
