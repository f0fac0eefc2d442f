import { expectInt } from '../../../native/expect.ts';
import { native, nativeClass } from '../../../native/native.ts';
import { stateSlot } from '../../../native/state-slot.ts';
import { iterator } from '../../../values/iterator.ts';
import { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { type ClassValue, isUnknown, MetUnknown, NotModelled, type Value } from '../../../values/values.ts';

interface Deque {
  readonly list: List;
  readonly longest: number;
}

const deques = stateSlot<Deque>();

function stateOf(self: Value | undefined): Deque {
  const { list, longest } = deques.of(self);
  if (list.spoiled !== undefined) throw new MetUnknown(list.spoiled);
  return { list, longest };
}

/** A method that puts items at one end and drops what is then too many at the other. */
function adding(signature: string, side: 'left' | 'right', many: boolean): Value {
  const add = (runtime: Runtime, self: Value | undefined, value: Value): null => {
    const { list, longest } = stateOf(self);
    for (const item of many ? runtime.iterate(value) : [value]) {
      if (side === 'right') list.append(item);
      else list.splice(0, 0, [item]);
      const surplus = list.items.length - longest;
      if (surplus > 0) list.splice(side === 'right' ? 0 : longest, surplus);
    }
    return null;
  };
  return native(
    signature,
    (runtime, { self, value = null }) => {
      if (many && isUnknown(value)) stateOf(self).list.spoil(value);
      return many && isUnknown(value) ? value : add(runtime, self, value);
    },
    { takesUnknown: true },
  );
}

function taking(name: string, position: (length: number) => number): Value {
  return native(`${name}(self)`, (runtime, { self }) => {
    const { list } = stateOf(self);
    const at = position(list.items.length);
    const item = list.items[at];
    if (item === undefined) return runtime.raise('IndexError', 'pop from an empty deque');
    list.splice(at, 1);
    return item;
  });
}

function made(runtime: Runtime, cls: Value, items: Value, longest: Value): Value {
  if (typeof cls !== 'object' || cls?.kind !== 'class') throw new NotModelled('what is made is no class');
  const bound = longest === null ? Number.POSITIVE_INFINITY : expectInt(longest);
  const all = runtime.iterate(items);
  const state: Deque = { list: new List(all.slice(Math.max(0, all.length - bound))), longest: bound };
  return deques.make(cls, state);
}

function* unmutated(runtime: Runtime, list: List): Generator<Value> {
  const { length } = list.items;
  for (let index = 0; index < list.items.length; index += 1) {
    yield list.items[index] as Value;
    if (list.items.length !== length) runtime.raise('RuntimeError', 'deque mutated during iteration');
  }
}

export function dequeClass(): ClassValue {
  return nativeClass({
    name: 'deque',
    fixed: 'all',
    module: 'collections',
    members: {
      __new__: native('__new__(cls, iterable=..., maxlen=None)', (runtime, args) =>
        made(runtime, args.cls ?? null, args.iterable ?? new List(), args.maxlen ?? null),
      ),
      __iter__: native('__iter__(self)', (runtime, { self }) =>
        iterator(unmutated(runtime, stateOf(self).list), '_collections._deque_iterator'),
      ),
      __len__: native('__len__(self)', (_, { self }) => BigInt(stateOf(self).list.items.length)),
      __getitem__: native('__getitem__(self, index)', (runtime, { self, index = null }) =>
        runtime.getItem(stateOf(self).list, index),
      ),
      append: adding('append(self, value)', 'right', false),
      appendleft: adding('appendleft(self, value)', 'left', false),
      extend: adding('extend(self, value)', 'right', true),
      extendleft: adding('extendleft(self, value)', 'left', true),
      pop: taking('pop', (length) => length - 1),
      popleft: taking('popleft', () => 0),
    },
  });
}
