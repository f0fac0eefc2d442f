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
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { NotModelled, tuple, type Value } from '../../values/values.ts';
import { homeOf, variable } from './home.ts';
import { realPath } from './real-path.ts';

function onText(name: string, work: (path: string, runtime: Runtime) => Value): Value {
  return native(`${name}(path)`, (runtime, { path }) => work(expectPath(runtime, path), runtime));
}

function expandUser(runtime: Runtime, path: string): string {
  if (!path.startsWith('~')) return path;
  if (path !== '~' && !path.startsWith('~/')) throw new NotModelled("another user's home folder");
  return homeOf(runtime).replace(/\/$/, '') + path.slice(1) || '/';
}

function expandVariables(runtime: Runtime, path: string): string {
  return path.replace(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (whole: string, bare?: string, braced?: string) => variable(runtime, bare ?? braced ?? '') ?? whole,
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
    join: native('join(a, *p)', (runtime, { a, p }) => {
      const rest = runtime.iterate(p ?? tuple([]));
      return joinPath(expectPath(runtime, a), ...rest.map((part) => expectPath(runtime, part)));
    }),
    dirname: onText('dirname', (path) => splitPath(path)[0]),
    basename: onText('basename', (path) => splitPath(path)[1]),
    split: onText('split', (path) => tuple(splitPath(path))),
    splitext: onText('splitext', (path) => tuple(splitExtension(path))),
    splitdrive: onText('splitdrive', (path) => tuple(['', path])),
    normpath: onText('normpath', (path) => normalPath(path)),
    normcase: onText('normcase', (path) => path),
    abspath: onText('abspath', (path, runtime) => absolutePath(path, runtime.cwd)),
    realpath: native('realpath(filename, *, strict=False)', (runtime, { filename }) =>
      realPath(runtime.files, expectPath(runtime, filename), runtime.cwd),
    ),
    relpath: native("relpath(path, start='.')", (runtime, { path, start }) =>
      relativePath(
        absolutePath(expectPath(runtime, path), runtime.cwd),
        absolutePath(expectPath(runtime, start), runtime.cwd),
      ),
    ),
    commonpath: native('commonpath(paths)', (runtime, { paths = null }) =>
      commonPath(runtime.iterate(paths).map((path) => expectPath(runtime, path))),
    ),
    commonprefix: native('commonprefix(m)', (runtime, { m = null }) => {
      const [first = '', ...others] = runtime.iterate(m).map((path) => expectPath(runtime, path));
      let length = first.length;
      for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
      return first.slice(0, length);
    }),
    isabs: onText('isabs', (path) => rootOf(slashed(path)) !== ''),
    exists: onText('exists', (path, runtime) => runtime.files.kind(path) !== null),
    lexists: onText('lexists', (path, runtime) => runtime.files.kind(path) !== null),
    isfile: onText('isfile', (path, runtime) => runtime.files.kind(path) === 'file'),
    isdir: onText('isdir', (path, runtime) => runtime.files.kind(path) === 'directory'),
    getsize: onText('getsize', (path, runtime) => {
      const size = runtime.files.size(path);
      return size === null
        ? runtime.raise('FileNotFoundError', `No such file or directory: '${path}'`)
        : BigInt(size);
    }),
    samefile: native('samefile(f1, f2)', (runtime, { f1, f2 }) => {
      const real = (path: string): string => realPath(runtime.files, path, runtime.cwd);
      return real(expectPath(runtime, f1)) === real(expectPath(runtime, f2));
    }),
    ...allUnknowable(
      ['getmtime', 'getatime', 'getctime', 'islink', 'ismount'],
      'it asks the file system for more than names and contents',
    ),
    expanduser: onText('expanduser', (path, runtime) => expandUser(runtime, path)),
    expandvars: native('expandvars(path)', (runtime, { path }) => expandVariables(runtime, expectStr(path))),
  }),
};
