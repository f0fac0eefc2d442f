import { chargeText } from '../../../native/bounds.ts';
import { expectPath, expectStr, known } from '../../../native/expect.ts';
import { computed, instance, native, nativeClass } from '../../../native/native.ts';
import { joinPath, rootOf } from '../../../text/paths.ts';
import { plainValue } from '../../../values/keys.ts';
import type { Runtime } from '../../../values/runtime.ts';
import {
  type ClassValue,
  type Instance,
  NOT_IMPLEMENTED,
  NotModelled,
  tuple,
  type Value,
} from '../../../values/values.ts';
import { globMatcher } from '../glob-pattern.ts';
import {
  comparePaths,
  formatPath,
  nameOf,
  parentOf,
  parsePath,
  pathFrom,
  replaceName,
  suffixesOf,
  suffixOf,
} from './text.ts';

/** One part of a path. Of a text that is a member of an enumeration Python takes the value since 3.12, `str()` before. */
function partText(runtime: Runtime, part: Value): string {
  if (plainValue(part) !== part)
    throw new NotModelled('what a path makes of such a text depends on the version of Python');
  return expectPath(runtime, part);
}

// No system takes a longer one.
const LONGEST = 10_000;

/** The text of a path instance. */
export function textOf(self: Value | undefined): string {
  const value = known(self);
  if (typeof value !== 'object' || value?.kind !== 'instance' || typeof value.state !== 'string')
    throw new NotModelled('an argument is no path');
  if (value.state.length > LONGEST) throw new NotModelled('the path is too long');
  return value.state;
}

/** A path of the same class as `self`. */
export function like(self: Value | undefined, text: string): Instance {
  const value = known(self);
  if (typeof value !== 'object' || value?.kind !== 'instance')
    throw new NotModelled('an argument is no path');
  return instance(value.class, text);
}

export function joined(runtime: Runtime, parts: readonly Value[]): string {
  return formatPath(parsePath(joinPath('', ...parts.map((part) => partText(runtime, part)))));
}

/** The text of an operand of `/`. For any other value the other side gets the operation. */
function operand(runtime: Runtime, value: Value | undefined): string | undefined {
  const given = known(value);
  if (typeof given === 'string') return given;
  if (typeof given !== 'object' || given?.kind !== 'instance') return undefined;
  if (plainValue(given) !== given) return partText(runtime, given);
  return runtime.getAttribute(given, '__fspath__') === undefined ? undefined : expectPath(runtime, given);
}

function renamed(runtime: Runtime, self: Value | undefined, name: string): Instance {
  const path = textOf(self);
  if (name === '' || name === '.' || name.includes('/'))
    runtime.raise('ValueError', `Invalid name ${runtime.repr(name)}`);
  const text = replaceName(path, name);
  if (text === null) return runtime.raise('ValueError', `${runtime.repr(self ?? null)} has an empty name`);
  return like(self, text);
}

function withSuffix(runtime: Runtime, self: Value | undefined, suffix: string): Instance {
  if (suffix.includes('/') || (suffix !== '' && !suffix.startsWith('.')) || suffix === '.')
    runtime.raise('ValueError', `Invalid suffix ${runtime.repr(suffix)}`);
  const name = nameOf(textOf(self));
  if (name === '') runtime.raise('ValueError', `${runtime.repr(self ?? null)} has an empty name`);
  const old = suffixOf(name);
  return renamed(runtime, self, (old === '' ? name : name.slice(0, -old.length)) + suffix);
}

function parentsOf(runtime: Runtime, self: Value): Value {
  const parents: Instance[] = [];
  let path = textOf(self);
  for (let parent = parentOf(path); parent !== path; parent = parentOf(path)) {
    runtime.charge(1);
    chargeText(runtime, path.length);
    parents.push(like(self, parent));
    path = parent;
  }
  return tuple(parents);
}

function partsOf(path: string): Value {
  const { root, names } = parsePath(path);
  return tuple(root === '' ? names : [root, ...names]);
}

const onText = (get: (path: string) => Value): Value => computed((_, self) => get(textOf(self)));

const ordering = (name: string, holds: (order: number) => boolean): Value =>
  native(`${name}(self, other)`, (_, { self, other }) => {
    const right = known(other);
    if (typeof right !== 'object' || right?.kind !== 'instance' || typeof right.state !== 'string')
      return NOT_IMPLEMENTED;
    return holds(comparePaths(textOf(self), right.state));
  });

const members: Readonly<Record<string, Value>> = {
  __str__: native('__str__(self)', (_, { self }) => textOf(self)),
  __fspath__: native('__fspath__(self)', (_, { self }) => textOf(self)),
  __bytes__: native('__bytes__(self)', (_, { self }) => ({ kind: 'bytes', data: Buffer.from(textOf(self)) })),
  __repr__: native('__repr__(self)', (runtime, { self = null }) => {
    return `${runtime.classOf(self).name}(${runtime.repr(textOf(self))})`;
  }),
  __lt__: ordering('__lt__', (order) => order < 0),
  __le__: ordering('__le__', (order) => order <= 0),
  __gt__: ordering('__gt__', (order) => order > 0),
  __ge__: ordering('__ge__', (order) => order >= 0),
  __truediv__: native('__truediv__(self, key)', (runtime, { self, key }) => {
    const right = operand(runtime, key);
    return right === undefined ? NOT_IMPLEMENTED : like(self, joined(runtime, [textOf(self), right]));
  }),
  __rtruediv__: native('__rtruediv__(self, key)', (runtime, { self, key }) => {
    const left = operand(runtime, key);
    return left === undefined ? NOT_IMPLEMENTED : like(self, joined(runtime, [left, textOf(self)]));
  }),
  joinpath: native('joinpath(self, *paths)', (runtime, { self, paths = tuple([]) }) =>
    like(self, joined(runtime, [textOf(self), ...runtime.iterate(paths)])),
  ),
  with_segments: native('with_segments(self, *paths)', (runtime, { self, paths = tuple([]) }) =>
    like(self, joined(runtime, runtime.iterate(paths))),
  ),
  parent: computed((_, self) => like(self, parentOf(textOf(self)))),
  parents: computed(parentsOf),
  parts: onText(partsOf),
  drive: onText(() => ''),
  root: onText((path) => parsePath(path).root),
  anchor: onText((path) => parsePath(path).root),
  name: onText(nameOf),
  suffix: onText((path) => suffixOf(nameOf(path))),
  stem: onText((path) => {
    const name = nameOf(path);
    return name.slice(0, name.length - suffixOf(name).length);
  }),
  as_posix: native('as_posix(self)', (_, { self }) => textOf(self)),
  as_uri: native('as_uri(self)', (runtime, { self }) => {
    const path = textOf(self);
    if (!path.startsWith('/')) runtime.raise('ValueError', "relative path can't be expressed as a file URI");
    return `file://${path.split('/').map(encodeURIComponent).join('/')}`;
  }),
  is_absolute: native('is_absolute(self)', (_, { self }) => rootOf(textOf(self)) !== ''),
  with_name: native('with_name(self, name)', (runtime, { self, name }) =>
    renamed(runtime, self, expectStr(name)),
  ),
  with_stem: native('with_stem(self, stem)', (runtime, { self, stem }) =>
    renamed(runtime, self, expectStr(stem) + suffixOf(nameOf(textOf(self)))),
  ),
  with_suffix: native('with_suffix(self, suffix)', (runtime, { self, suffix }) =>
    withSuffix(runtime, self, expectStr(suffix)),
  ),
  relative_to: native('relative_to(self, other, *others, walk_up=False)', (runtime, args) => {
    const { self, other = null, others = tuple([]), walk_up: climb = false } = args;
    const base = joined(runtime, [other, ...runtime.iterate(others)]);
    const text = pathFrom(textOf(self), base, runtime.truth(climb));
    if (text !== null) return like(self, text);
    return runtime.raise('ValueError', `${runtime.repr(textOf(self))} is not in the subpath of '${base}'`);
  }),
  is_relative_to: native('is_relative_to(self, other, *others)', (runtime, args) => {
    const { self, other = null, others = tuple([]) } = args;
    return pathFrom(textOf(self), joined(runtime, [other, ...runtime.iterate(others)]), false) !== null;
  }),
  match: native('match(self, pattern)', (runtime, { self, pattern }) => {
    const wanted = parsePath(expectStr(pattern));
    const { root, names } = parsePath(textOf(self));
    // The meaning of `**` here depends on Python's version.
    if (wanted.names.includes('**') || wanted.root !== '')
      throw new NotModelled('such a pattern is not modelled');
    const last = names.slice(-wanted.names.length);
    if (root === '' && last.length < wanted.names.length) return false;
    return wanted.names.every((glob, index) => globMatcher(runtime, glob)(last[index] ?? ''));
  }),
};

/** `suffixes` is a list of its own for each look. */
export function purePathClass(make: (items: readonly Value[]) => Value): ClassValue {
  return nativeClass({
    name: 'PurePath',
    fixed: 'instances',
    module: 'pathlib',
    complete: true,
    hashKey: (self) => `path:${self.state as string}`,
    members: { ...members, suffixes: onText((path) => make(suffixesOf(nameOf(path)))) },
  });
}
