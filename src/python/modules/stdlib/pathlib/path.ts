import { expectPath } from '../../../native/expect.ts';
import { native } from '../../../native/native.ts';
import { unknowable } from '../../../native/stand-ins.ts';
import { joinPath } from '../../../text/paths.ts';
import type { Context, Keywords } from '../../../values/context.ts';
import { iterator, NotModelled, type Value } from '../../../values/values.ts';
import { globBelow } from '../glob-pattern.ts';
import { homeOf } from '../home.ts';
import { realPath } from '../real-path.ts';
import { joined, like, textOf } from './pure-path.ts';
import { parsePath } from './text.ts';

/** `open(path, ...)`: with its bounds and its idea of text. */
function openedFile(context: Context, path: string, args: readonly Value[], keywords: Keywords): Value {
  return context.call(context.builtin('open'), [path, ...args], keywords);
}

function contentOf(context: Context, path: string, mode: string, keywords: Keywords): Value {
  const file = openedFile(context, path, [mode], keywords);
  const read = context.getAttribute(file, 'read');
  if (read === undefined) throw new NotModelled('the file can not be read');
  return context.call(read);
}

function given(pairs: Readonly<Record<string, Value | undefined>>): Keywords {
  const present = Object.entries(pairs).filter((pair): pair is [string, Value] => (pair[1] ?? null) !== null);
  return new Map(present);
}

function globbed(context: Context, self: Value | undefined, pattern: string): Value {
  const { root, names } = parsePath(pattern);
  if (root !== '') throw new NotModelled('Non-relative patterns are unsupported');
  if (names.length === 0) context.raise('ValueError', `Unacceptable pattern: ${context.repr(pattern)}`);
  // Since Python 3.13 a final `**` gives files too.
  if (names.at(-1) === '**') throw new NotModelled('what a final ** gives depends on the version of Python');
  const rules = { hidden: true, recursive: true, filesOfAll: false, followsLinks: false };
  const base = textOf(self);
  const found = globBelow(context, base, names, rules);
  return iterator(
    found.map((path) => like(self, joined(context, [base, path]))),
    'generator',
  );
}

const onKind = (name: string, holds: (kind: 'file' | 'directory' | 'other' | null) => boolean): Value =>
  native(`${name}(self, *, follow_symlinks=True)`, (context, { self }) =>
    holds(context.files.kind(textOf(self))),
  );

/** It is taken to work and does nothing: collecting does not depend on it. */
const nothing = (name: string): Value => native(`${name}(self, *args, **keywords)`, () => null);

const FROM_DISK = 'it asks the file system for more than names and contents';

export const pathMembers: Readonly<Record<string, Value>> = {
  exists: onKind('exists', (kind) => kind !== null),
  is_dir: onKind('is_dir', (kind) => kind === 'directory'),
  is_file: onKind('is_file', (kind) => kind === 'file'),
  absolute: native('absolute(self)', (context, { self }) =>
    like(self, joined(context, [context.cwd, textOf(self)])),
  ),
  resolve: native('resolve(self, strict=False)', (context, { self, strict = false }) => {
    const path = realPath(context.files, textOf(self), context.cwd);
    if (context.truth(strict) && context.files.kind(path) === null)
      context.raise('FileNotFoundError', `[Errno 2] No such file or directory: '${path}'`);
    return like(self, path);
  }),
  expanduser: native('expanduser(self)', (context, { self }) => {
    const path = textOf(self);
    if (!path.startsWith('~')) return like(self, path);
    if (path !== '~' && !path.startsWith('~/')) throw new NotModelled("another user's home folder");
    return like(self, joined(context, [homeOf(context), path.slice(2)]));
  }),
  iterdir: native('iterdir(self)', (context, { self }) => {
    const names = context.files.list(textOf(self));
    if (names === null)
      return context.raise('FileNotFoundError', `No such file or directory: '${textOf(self)}'`);
    return iterator(
      names.map((name) => like(self, joined(context, [textOf(self), name]))),
      'generator',
    );
  }),
  glob: native('glob(self, pattern)', (context, { self, pattern }) =>
    globbed(context, self, expectPath(context, pattern)),
  ),
  rglob: native('rglob(self, pattern)', (context, { self, pattern }) =>
    globbed(context, self, joinPath('**', expectPath(context, pattern))),
  ),
  open: native(
    "open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None)",
    (context, args) => {
      const { self, mode = 'r', encoding, errors, newline } = args;
      return openedFile(context, textOf(self), [mode], given({ encoding, errors, newline }));
    },
  ),
  read_text: native('read_text(self, encoding=None, errors=None, newline=None)', (context, args) => {
    const { self, encoding, errors, newline } = args;
    return contentOf(context, textOf(self), 'r', given({ encoding, errors, newline }));
  }),
  read_bytes: native('read_bytes(self)', (context, { self }) =>
    contentOf(context, textOf(self), 'rb', new Map()),
  ),
  samefile: native('samefile(self, other_path)', (context, { self, other_path: other }) => {
    const real = (path: string): string => realPath(context.files, path, context.cwd);
    return real(textOf(self)) === real(expectPath(context, other));
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
