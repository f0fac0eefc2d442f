import { expectPath } from '../../../native/expect.ts';
import { native } from '../../../native/native.ts';
import { unknowable } from '../../../native/stand-ins.ts';
import { joinPath } from '../../../text/paths.ts';
import { iterator } from '../../../values/iterator.ts';
import type { Keywords, Runtime } from '../../../values/runtime.ts';
import { NotModelled, type Value } from '../../../values/values.ts';
import { globBelow } from '../glob-pattern.ts';
import { homeOf } from '../home.ts';
import { realPath } from '../real-path.ts';
import { joined, like, textOf } from './pure-path.ts';
import { parsePath } from './text.ts';

/** `open(path, ...)`: with its bounds and its idea of text. */
function openedFile(runtime: Runtime, path: string, args: readonly Value[], keywords: Keywords): Value {
  return runtime.call(runtime.builtin('open'), [path, ...args], keywords);
}

function contentOf(runtime: Runtime, path: string, mode: string, keywords: Keywords): Value {
  const file = openedFile(runtime, path, [mode], keywords);
  const read = runtime.getAttribute(file, 'read');
  if (read === undefined) throw new NotModelled('the file can not be read');
  return runtime.call(read);
}

function given(pairs: Readonly<Record<string, Value | undefined>>): Keywords {
  const present = Object.entries(pairs).filter((pair): pair is [string, Value] => (pair[1] ?? null) !== null);
  return new Map(present);
}

function globbed(runtime: Runtime, self: Value | undefined, pattern: string): Value {
  const { root, names } = parsePath(pattern);
  if (root !== '') throw new NotModelled('Non-relative patterns are unsupported');
  if (names.length === 0) runtime.raise('ValueError', `Unacceptable pattern: ${runtime.repr(pattern)}`);
  // Since Python 3.13 a final `**` gives files too.
  if (names.at(-1) === '**') throw new NotModelled('what a final ** gives depends on the version of Python');
  const rules = { hidden: true, recursive: true, filesOfAll: false, followsLinks: false };
  const base = textOf(self);
  const found = globBelow(runtime, base, names, rules);
  // Python 3.13 goes through the folders in another order.
  const unordered =
    names.includes('**') && found.length > 1
      ? runtime.unknown('the order of what ** finds depends on the version of Python')
      : undefined;
  return iterator(
    found.map((path) => like(self, joined(runtime, [base, path]))),
    'generator',
    { unordered },
  );
}

const onKind = (name: string, holds: (kind: 'file' | 'directory' | 'other' | null) => boolean): Value =>
  native(`${name}(self, *, follow_symlinks=True)`, (runtime, { self }) =>
    holds(runtime.files.kind(textOf(self))),
  );

/** It is taken to work and does nothing: collecting does not depend on it. */
const nothing = (name: string): Value => native(`${name}(self, *args, **keywords)`, () => null);

const FROM_DISK = 'it asks the file system for more than names and contents';

export const pathMembers: Readonly<Record<string, Value>> = {
  exists: onKind('exists', (kind) => kind !== null),
  is_dir: onKind('is_dir', (kind) => kind === 'directory'),
  is_file: onKind('is_file', (kind) => kind === 'file'),
  absolute: native('absolute(self)', (runtime, { self }) =>
    like(self, joined(runtime, [runtime.cwd, textOf(self)])),
  ),
  resolve: native('resolve(self, strict=False)', (runtime, { self, strict = false }) => {
    const path = realPath(runtime.files, textOf(self), runtime.cwd);
    if (runtime.truth(strict) && runtime.files.kind(path) === null)
      runtime.raise('FileNotFoundError', `[Errno 2] No such file or directory: '${path}'`);
    return like(self, path);
  }),
  expanduser: native('expanduser(self)', (runtime, { self }) => {
    const path = textOf(self);
    if (!path.startsWith('~')) return like(self, path);
    if (path !== '~' && !path.startsWith('~/')) throw new NotModelled("another user's home folder");
    return like(self, joined(runtime, [homeOf(runtime), path.slice(2)]));
  }),
  iterdir: native('iterdir(self)', (runtime, { self }) => {
    const names = runtime.files.list(textOf(self));
    if (names === null)
      return runtime.raise('FileNotFoundError', `No such file or directory: '${textOf(self)}'`);
    return iterator(
      names.map((name) => like(self, joined(runtime, [textOf(self), name]))),
      'generator',
    );
  }),
  glob: native('glob(self, pattern)', (runtime, { self, pattern }) =>
    globbed(runtime, self, expectPath(runtime, pattern)),
  ),
  rglob: native('rglob(self, pattern)', (runtime, { self, pattern }) =>
    globbed(runtime, self, joinPath('**', expectPath(runtime, pattern))),
  ),
  open: native(
    "open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None)",
    (runtime, args) => {
      const { self, mode = 'r', encoding, errors, newline } = args;
      return openedFile(runtime, textOf(self), [mode], given({ encoding, errors, newline }));
    },
  ),
  read_text: native('read_text(self, encoding=None, errors=None, newline=None)', (runtime, args) => {
    const { self, encoding, errors, newline } = args;
    return contentOf(runtime, textOf(self), 'r', given({ encoding, errors, newline }));
  }),
  read_bytes: native('read_bytes(self)', (runtime, { self }) =>
    contentOf(runtime, textOf(self), 'rb', new Map()),
  ),
  samefile: native('samefile(self, other_path)', (runtime, { self, other_path: other }) => {
    const real = (path: string): string => realPath(runtime.files, path, runtime.cwd);
    return real(textOf(self)) === real(expectPath(runtime, other));
  }),
  mkdir: nothing('mkdir'),
  chmod: nothing('chmod'),
  stat: unknowable('stat', FROM_DISK),
  lstat: unknowable('lstat', FROM_DISK),
  owner: unknowable('owner', FROM_DISK),
  group: unknowable('group', FROM_DISK),
  is_symlink: unknowable('is_symlink', FROM_DISK),
  is_mount: unknowable('is_mount', FROM_DISK),
  readlink: unknowable('readlink', FROM_DISK),
  walk: unknowable('walk', FROM_DISK),
  touch: unknowable('touch', 'it would write'),
  write_text: unknowable('write_text', 'it would write'),
  write_bytes: unknowable('write_bytes', 'it would write'),
  unlink: unknowable('unlink', 'it would write'),
  rename: unknowable('rename', 'it would write'),
  replace: unknowable('replace', 'it would write'),
  symlink_to: unknowable('symlink_to', 'it would write'),
  rmdir: unknowable('rmdir', 'it would write'),
  __enter__: native('__enter__(self)', (_, { self = null }) => self),
  __exit__: native('__exit__(self, *args)', () => null),
};
