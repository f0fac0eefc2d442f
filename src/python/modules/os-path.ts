import { expectPath, expectStr } from '../expect.ts';
import { type Context, type NativeModule, native } from '../native.ts';
import { isUnknown, MetUnknown, NotModelled, tuple, type Value } from '../values.ts';
import { absolutePath, joinPath, normalPath, relativePath, splitExtension, splitPath } from './posix-path.ts';

function onText(name: string, work: (path: string, context: Context) => Value): Value {
  return native(`${name}(path)`, (context, { path }) => work(expectPath(context, path), context));
}

function variable(context: Context, name: string): string | undefined {
  const value = context.environment.get(name);
  if (isUnknown(value)) throw new MetUnknown(value);
  return value;
}

function expandUser(context: Context, path: string): string {
  if (!path.startsWith('~')) return path;
  if (path !== '~' && !path.startsWith('~/')) throw new NotModelled("another user's home folder");
  const home = variable(context, 'HOME');
  if (home === undefined) throw new NotModelled('HOME is not set');
  return home.replace(/\/+$/, '') + path.slice(1) || '/';
}

function expandVariables(context: Context, path: string): string {
  return path.replace(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (whole: string, bare?: string, braced?: string) => variable(context, bare ?? braced ?? '') ?? whole,
  );
}

function commonPath(paths: readonly string[]): string {
  const split = paths.map((path) => path.split('/').filter((part) => part !== '' && part !== '.'));
  const first = split[0] ?? [];
  let common = 0;
  while (common < first.length && split.every((parts) => parts[common] === first[common])) common += 1;
  return (paths[0]?.startsWith('/') === true ? '/' : '') + first.slice(0, common).join('/');
}

export const osPath: NativeModule = {
  name: 'os.path',
  from: 'stdlib',
  names: () => ({
    sep: '/',
    altsep: null,
    curdir: '.',
    pardir: '..',
    extsep: '.',
    pathsep: ':',
    join: native('join(a, *p)', (context, { a, p }) => {
      const rest = context.iterate(p ?? tuple([]));
      return joinPath(expectPath(context, a), ...rest.map((part) => expectPath(context, part)));
    }),
    dirname: onText('dirname', (path) => splitPath(path)[0]),
    basename: onText('basename', (path) => splitPath(path)[1]),
    split: onText('split', (path) => tuple(splitPath(path))),
    splitext: onText('splitext', (path) => tuple(splitExtension(path))),
    splitdrive: onText('splitdrive', (path) => tuple(['', path])),
    normpath: onText('normpath', normalPath),
    normcase: onText('normcase', (path) => path),
    abspath: onText('abspath', (path, context) => absolutePath(path, context.cwd)),
    realpath: native('realpath(filename, *, strict=False)', (context, { filename }) =>
      context.files.real(absolutePath(expectPath(context, filename), context.cwd)),
    ),
    relpath: native("relpath(path, start='.')", (context, { path, start }) =>
      relativePath(
        absolutePath(expectPath(context, path), context.cwd),
        absolutePath(expectPath(context, start), context.cwd),
      ),
    ),
    commonpath: native('commonpath(paths)', (context, { paths = null }) =>
      commonPath(context.iterate(paths).map((path) => expectPath(context, path))),
    ),
    isabs: onText('isabs', (path) => path.startsWith('/')),
    exists: onText('exists', (path, context) => context.files.kind(path) !== null),
    lexists: onText('lexists', (path, context) => context.files.kind(path) !== null),
    isfile: onText('isfile', (path, context) => context.files.kind(path) === 'file'),
    isdir: onText('isdir', (path, context) => context.files.kind(path) === 'directory'),
    getsize: onText('getsize', (path, context) => {
      const size = context.files.size(path);
      return size === null
        ? context.raise('FileNotFoundError', `No such file or directory: '${path}'`)
        : BigInt(size);
    }),
    expanduser: onText('expanduser', (path, context) => expandUser(context, path)),
    expandvars: native('expandvars(path)', (context, { path }) => expandVariables(context, expectStr(path))),
  }),
};
