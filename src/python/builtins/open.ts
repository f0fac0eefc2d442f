import { expectPath, expectStr, known } from '../native/expect.ts';
import { instance, native, nativeClass } from '../native/native.ts';
import { decode } from '../types/numbers.ts';
import { iterator } from '../values/iterator.ts';
import { List } from '../values/list.ts';
import type { Runtime } from '../values/runtime.ts';
import { bytes, type ClassValue, type Instance, NotModelled, type Value } from '../values/values.ts';

/** Content of the file when it was opened. The attribute `position` says how far it was read. */
interface FileState {
  readonly data: Uint8Array;
  /** `null` for a file opened as bytes. */
  readonly encoding: string | null;
}

function fileOf(self: Value | undefined): Instance {
  if (typeof self === 'object' && self?.kind === 'instance' && self.class === FILE) return self;
  throw new NotModelled('a file method of something else');
}

function text({ state }: Instance): string | Uint8Array {
  const { data, encoding } = state as FileState;
  // Universal newlines: what is read as text has \n only.
  return encoding === null ? data : decode(data, encoding).replace(/\r\n?/g, '\n');
}

/** Takes the rest that is left to read, and moves the position to its end. */
function take(file: Instance, length: number): Value {
  const whole = text(file);
  const position = file.attributes.get('position');
  const from = typeof position === 'bigint' ? Number(position) : 0;
  const to = length < 0 ? whole.length : Math.min(whole.length, from + length);
  file.attributes.set('position', BigInt(to));
  return typeof whole === 'string' ? whole.slice(from, to) : bytes(whole.subarray(from, to));
}

function lines(file: Instance): readonly Value[] {
  const rest = take(file, -1);
  if (typeof rest === 'string') return rest.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  throw new NotModelled('lines of bytes are not modelled');
}

const FILE: ClassValue = nativeClass({
  name: 'TextIOWrapper',
  module: '_io',
  members: {
    read: native('read(self, size=-1, /)', (_, { self, size }) =>
      take(fileOf(self), typeof size === 'bigint' ? Number(size) : -1),
    ),
    readlines: native('readlines(self)', (_, { self }) => new List(lines(fileOf(self)))),
    readline: native('readline(self)', (_, { self }) => {
      const file = fileOf(self);
      const before = file.attributes.get('position') ?? 0n;
      const [first = ''] = lines(file);
      file.attributes.set('position', BigInt(Number(before) + String(first).length));
      return first;
    }),
    close: native('close(self)', () => null),
    __enter__: native('__enter__(self)', (_, { self = null }) => self),
    __exit__: native('__exit__(self, *args)', () => false, { takesUnknown: true }),
    __iter__: native('__iter__(self)', (_, { self }) => iterator(lines(fileOf(self)))),
  },
});

/** An open file over bytes: for `open`, `Path.open` and the like. `encoding` null gives bytes. */
function openBytes(name: string, data: Uint8Array, encoding: string | null): Instance {
  const file = instance(FILE, { data, encoding } satisfies FileState);
  file.attributes.set('name', name);
  return file;
}

/** The bytes of a file for reading; raises FileNotFoundError, or IsADirectoryError, as Python does. */
function readFile(runtime: Runtime, path: string): Uint8Array {
  const kind = runtime.files.kind(path);
  if (kind === 'directory') return runtime.raise('IsADirectoryError', `Is a directory: '${path}'`);
  const data = runtime.files.read(path);
  return data === null ? runtime.raise('FileNotFoundError', `No such file or directory: '${path}'`) : data;
}

/** `open` for reading; for writing it is not modelled: nothing is ever written. */
export const OPEN: Value = native(
  "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None)",
  (runtime, { file, mode, encoding = null }) => {
    const flags = expectStr(mode);
    if (/[^rbtU]/.test(flags)) throw new NotModelled('writing files is not modelled');
    const name = expectPath(runtime, file);
    const given = known(encoding);
    return openBytes(
      name,
      readFile(runtime, name),
      flags.includes('b') ? null : given === null ? 'utf-8' : expectStr(given),
    );
  },
);
