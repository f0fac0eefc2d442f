import { chargeLength } from '../native/bounds.ts';
import { expectInt } from '../native/expect.ts';
import { native, quick } from '../native/native.ts';
import { List } from '../values/list.ts';
import type { NativeFunction, Runtime } from '../values/runtime.ts';
import {
  type ClassValue,
  isUnknown,
  MetUnknown,
  NotModelled,
  tuple,
  type Unknown,
  type Value,
} from '../values/values.ts';
import { builtinClass } from './object.ts';

function listOf(self: Value | undefined): List {
  if (self instanceof List) return self;
  throw new NotModelled('a list method of something else');
}

/** A list all of whose items are about to be moved or copied. */
function moved(runtime: Runtime, self: Value | undefined): List {
  const list = listOf(self);
  chargeLength(runtime, list.items.length);
  return list;
}

function itemsOf(self: Value | undefined): readonly Value[] {
  if (self instanceof List) return self.items;
  if (typeof self === 'object' && self?.kind === 'tuple') return self.items;
  throw new NotModelled('a sequence method of something else');
}

/** Clamps an index as `list.insert` does. */
function insertAt(index: number, length: number): number {
  return Math.max(0, Math.min(length, index < 0 ? index + length : index));
}

/** The index of the first item that equals `value`, or -1. Throws `MetUnknown` if an Unknown before it may equal it. */
function indexOfItem(runtime: Runtime, items: readonly Value[], value: Value): number {
  for (const [index, item] of items.entries()) if (item === value || runtime.equal(item, value)) return index;
  return -1;
}

const SHARED: Readonly<Record<string, NativeFunction>> = {
  index: native(
    'index(self, value, start=0, stop=..., /)',
    (runtime, { self, value = null, start, stop }) => {
      const items = itemsOf(self);
      const from = insertAt(expectInt(start), items.length);
      const to = stop === undefined ? items.length : insertAt(expectInt(stop), items.length);
      const at = indexOfItem(runtime, items.slice(from, to), value);
      return at < 0
        ? runtime.raise('ValueError', `${runtime.repr(value)} is not in list`)
        : BigInt(at + from);
    },
  ),
  count: native('count(self, value, /)', (runtime, { self, value = null }) => {
    return BigInt(itemsOf(self).filter((item) => runtime.equal(item, value)).length);
  }),
};

/**
 * Items in order by `less`; equal ones keep theirs. `key` and `reverse` as `sorted` takes them. `doubt`: set where the items came
 * in no order, so that equal ones have none to keep.
 */
export function sorted(
  runtime: Runtime,
  items: readonly Value[],
  key: Value,
  reverse: boolean,
  doubt?: Unknown,
): Value[] {
  const keyed = items.map((item) => ({ item, by: key === null ? item : runtime.call(key, [item]) }));
  const unknown = keyed.map(({ by }) => by).find(isUnknown);
  if (unknown !== undefined) throw new MetUnknown(unknown);
  const sign = reverse ? -1 : 1;
  keyed.sort((left, right) => {
    if (runtime.less(left.by, right.by)) return -sign;
    return runtime.less(right.by, left.by) ? sign : 0;
  });
  if (doubt !== undefined)
    for (const [index, { item, by }] of keyed.entries()) {
      const next = keyed[index + 1];
      if (next === undefined || next.item === item) continue;
      if (!runtime.less(by, next.by) && !runtime.less(next.by, by)) throw new MetUnknown(doubt);
    }
  return keyed.map(({ item }) => item);
}

const CHANGES = { changes: ['self'] } as const;
const KEEPS_UNKNOWN = { takesUnknown: true, changes: ['self'] } as const;

export const LIST: ClassValue = builtinClass({
  name: 'list',
  members: quick({
    __new__: native(
      '__new__(cls, *args, **keywords)',
      (_, { cls }) => {
        const made = new List();
        if (typeof cls === 'object' && cls?.kind === 'class' && cls !== LIST) made.type = cls;
        return made;
      },
      { takesUnknown: true },
    ),
    __init__: native(
      '__init__(self, iterable=..., /)',
      (runtime, { self, iterable }) => {
        if (iterable !== undefined) listOf(self).replace(runtime.iterate(iterable));
        return null;
      },
      CHANGES,
    ),
    ...SHARED,
    append: native(
      'append(self, object, /)',
      (_, { self, object = null }) => {
        listOf(self).append(object);
        return null;
      },
      KEEPS_UNKNOWN,
    ),
    extend: native(
      'extend(self, iterable, /)',
      (runtime, { self, iterable = null }) => {
        const list = listOf(self);
        list.splice(list.items.length, 0, runtime.iterate(iterable));
        return null;
      },
      CHANGES,
    ),
    insert: native(
      'insert(self, index, object, /)',
      (runtime, { self, index, object = null }) => {
        const list = moved(runtime, self);
        list.splice(insertAt(expectInt(index), list.items.length), 0, [object]);
        return null;
      },
      KEEPS_UNKNOWN,
    ),
    remove: native(
      'remove(self, value, /)',
      (runtime, { self, value = null }) => {
        const list = moved(runtime, self);
        const at = indexOfItem(runtime, list.items, value);
        if (at < 0) runtime.raise('ValueError', 'list.remove(x): x not in list');
        list.splice(at, 1);
        return null;
      },
      CHANGES,
    ),
    pop: native(
      'pop(self, index=-1, /)',
      (runtime, { self, index }) => {
        const list = index === -1n ? listOf(self) : moved(runtime, self);
        const at = expectInt(index) < 0 ? expectInt(index) + list.items.length : expectInt(index);
        const item = list.items[at];
        if (item === undefined) return runtime.raise('IndexError', 'pop index out of range');
        list.splice(at, 1);
        return item;
      },
      CHANGES,
    ),
    clear: native('clear(self)', (_, { self }) => {
      listOf(self).replace([]);
      return null;
    }),
    reverse: native('reverse(self)', (runtime, { self }) => {
      listOf(self).replace([...moved(runtime, self).items].reverse());
      return null;
    }),
    sort: native(
      'sort(self, *, key=None, reverse=False)',
      (runtime, { self, key = null, reverse = false }) => {
        listOf(self).replace(sorted(runtime, listOf(self).items, key, runtime.truth(reverse)));
        return null;
      },
      CHANGES,
    ),
    copy: native('copy(self)', (runtime, { self }) => new List(moved(runtime, self).items)),
    __len__: native('__len__(self)', (_, { self }) => BigInt(listOf(self).items.length)),
    __contains__: native('__contains__(self, item)', (runtime, { self, item = null }) =>
      contains(runtime, listOf(self), item),
    ),
    __getitem__: native('__getitem__(self, key)', (runtime, { self = null, key = null }) =>
      runtime.getItem(self, key),
    ),
    __setitem__: native(
      '__setitem__(self, key, value)',
      (runtime, { self = null, key = null, value = null }) => {
        runtime.setItem(self, key, value);
        return null;
      },
    ),
  }),
});

function contains(runtime: Runtime, list: List, item: Value): boolean {
  return indexOfItem(runtime, list.items, item) >= 0;
}

export const TUPLE: ClassValue = builtinClass({
  name: 'tuple',
  members: quick({
    __new__: native('__new__(cls, iterable=..., /)', (runtime, { cls, iterable }) => {
      const items = iterable === undefined ? [] : runtime.iterate(iterable);
      return tuple(
        items,
        typeof cls === 'object' && cls?.kind === 'class' && cls !== TUPLE ? cls : undefined,
      );
    }),
    ...SHARED,
    __len__: native('__len__(self)', (_, { self }) => BigInt(itemsOf(self).length)),
    __getitem__: native('__getitem__(self, key)', (runtime, { self = null, key = null }) =>
      runtime.getItem(self, key),
    ),
  }),
});
