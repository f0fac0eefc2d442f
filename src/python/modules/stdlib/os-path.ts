import { expectPath, expectStr } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import { allUnknowable } from '../../native/stand-ins.ts';
import {
  absolutePath,
  joinPath,
  normalPath,
  relativePath,
  rootOf,
  slashed,
  splitExtension,
  splitPath,
} from '../../text/paths.ts';
import type { Context, NativeModule } from '../../values/context.ts';
import { NotModelled, tuple, type Value } from '../../values/values.ts';
import { homeOf, variable } from './home.ts';
import { realPath } from './real-path.ts';

function onText(name: string, work: (path: string, context: Context) => Value): Value {
  return native(`${name}(path)`, (context, { path }) => work(expectPath(context, path), context));
}

function expandUser(context: Context, path: string): string {
  if (!path.startsWith('~')) return path;
  if (path !== '~' && !path.startsWith('~/')) throw new NotModelled("another user's home folder");
  return homeOf(context).replace(/\/$/, '') + path.slice(1) || '/';
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
    normpath: onText('normpath', (path) => normalPath(path)),
    normcase: onText('normcase', (path) => path),
    abspath: onText('abspath', (path, context) => absolutePath(path, context.cwd)),
    realpath: native('realpath(filename, *, strict=False)', (context, { filename }) =>
      realPath(context.files, expectPath(context, filename), context.cwd),
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
    commonprefix: native('commonprefix(m)', (context, { m = null }) => {
      const [first = '', ...others] = context.iterate(m).map((path) => expectPath(context, path));
      let length = first.length;
      for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
      return first.slice(0, length);
    }),
    isabs: onText('isabs', (path) => rootOf(slashed(path)) !== ''),
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
    samefile: native('samefile(f1, f2)', (context, { f1, f2 }) => {
      const real = (path: string): string => realPath(context.files, path, context.cwd);
      return real(expectPath(context, f1)) === real(expectPath(context, f2));
    }),
    ...allUnknowable(
      ['getmtime', 'getatime', 'getctime', 'islink', 'ismount'],
      'it asks the file system for more than names and contents',
    ),
    expanduser: onText('expanduser', (path, context) => expandUser(context, path)),
    expandvars: native('expandvars(path)', (context, { path }) => expandVariables(context, expectStr(path))),
  }),
};
