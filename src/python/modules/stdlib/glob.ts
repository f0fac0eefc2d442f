import { expectPath, expectStr } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import { joinPath } from '../../text/paths.ts';
import { iterator } from '../../values/iterator.ts';
import { List } from '../../values/list.ts';
import type { Arguments, NativeModule, Runtime } from '../../values/runtime.ts';
import type { Value } from '../../values/values.ts';
import { globBelow, globMatcher, hasMagic } from './glob-pattern.ts';

/** `glob.glob`: the paths as the pattern writes them, in the order of the folders. */
function globbed(runtime: Runtime, args: Arguments): readonly string[] {
  const pattern = expectPath(runtime, args.pathname);
  const root = args.root_dir == null ? '' : expectPath(runtime, args.root_dir);
  const hidden = runtime.truth(args.include_hidden ?? false);
  const absolute = /^\/*/.exec(pattern)?.[0] ?? '';
  const parts = pattern.slice(absolute.length).split(/\/+/);
  const wantsFolder = parts.at(-1) === '';
  const recursive = runtime.truth(args.recursive ?? false);
  const folder = absolute === '' ? root : absolute;
  if (!hasMagic(pattern)) return runtime.files.kind(joinPath(root, pattern)) === null ? [] : [pattern];
  const found = globBelow(runtime, folder, wantsFolder ? parts.slice(0, -1) : parts, {
    hidden,
    recursive,
    filesOfAll: true,
    followsLinks: true,
  });
  const kept = wantsFolder
    ? found.filter((path) => runtime.files.kind(joinPath(folder, path) || '.') === 'directory')
    : found;
  return kept
    .map((path) => {
      // `**` alone gives its own folder as `''`, a base in front of it with a slash at the end.
      const text = absolute + path;
      return wantsFolder || (recursive && parts.at(-1) === '**' && isBase(path, parts))
        ? withSlash(text)
        : text;
    })
    .filter((path) => path !== '');
}

/** `glob.glob(pattern)` for other modules. */
export function globMatches(runtime: Runtime, pattern: string, hidden: boolean = false): readonly string[] {
  return globbed(runtime, { pathname: pattern, include_hidden: hidden, recursive: hidden });
}

function isBase(path: string, parts: readonly string[]): boolean {
  return path !== '' && path.split('/').length === parts.length - 1;
}

function withSlash(path: string): string {
  return path === '' || path.endsWith('/') ? path : `${path}/`;
}

const SIGNATURE = 'pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False';

export const glob: NativeModule = {
  name: 'glob',
  from: 'stdlib',
  names: () => ({
    glob: native(`glob(${SIGNATURE})`, (runtime, args) => new List(globbed(runtime, args))),
    iglob: native(`iglob(${SIGNATURE})`, (runtime, args) => iterator(globbed(runtime, args), 'generator')),
    escape: native('escape(pathname)', (_, { pathname }) => expectStr(pathname).replace(/[*?[]/g, '[$&]')),
    has_magic: native('has_magic(s)', (_, { s }) => hasMagic(expectStr(s))),
  }),
};

const matches = (name: string): Value =>
  native(`${name}(name, pat)`, (runtime, { name: text, pat }) =>
    globMatcher(runtime, expectStr(pat))(expectStr(text)),
  );

export const fnmatch: NativeModule = {
  name: 'fnmatch',
  from: 'stdlib',
  names: () => ({
    fnmatch: matches('fnmatch'),
    fnmatchcase: matches('fnmatchcase'),
    filter: native('filter(names, pat)', (runtime, { names = null, pat }) => {
      const matches = globMatcher(runtime, expectStr(pat));
      return new List(runtime.iterate(names).filter((name) => matches(expectStr(name))));
    }),
  }),
};
