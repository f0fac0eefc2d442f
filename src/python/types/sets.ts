import { known } from '../native/expect.ts';
import { native, quick } from '../native/native.ts';
import type { Runtime } from '../values/runtime.ts';
import { combineSets, SetValue } from '../values/set-value.ts';
import { type ClassValue, NotModelled, type Value } from '../values/values.ts';
import { builtinClass } from './object.ts';

const CHANGES = { changes: ['self'] } as const;

function setOf(self: Value | undefined): SetValue {
  if (self instanceof SetValue) return self;
  throw new NotModelled('a set method of something else');
}

/** Charges for hashing every item of sets. */
function chargeSets(runtime: Runtime, ...sets: readonly SetValue[]): void {
  runtime.charge(sets.reduce((sum, { size }) => sum + size, 0));
}

function toSet(runtime: Runtime, value: Value): SetValue {
  return new SetValue([...runtime.itemsInAnyOrder(value)].map(known));
}

function combining(name: string, sign: string): Value {
  return native(`${name}(self, *others)`, (runtime, { self, others = null }) => {
    const set = setOf(self);
    chargeSets(runtime, set);
    let result = combineSets('|', set, new SetValue(), set.kind);
    for (const other of runtime.iterate(others)) {
      const theirs = toSet(runtime, other);
      chargeSets(runtime, result, theirs);
      result = combineSets(sign, result, theirs, set.kind);
    }
    return result;
  });
}

function updating(name: string, sign: string): Value {
  return native(
    `${name}(self, *others)`,
    (runtime, { self, others = null }) => {
      const set = setOf(self);
      for (const other of runtime.iterate(others)) {
        const theirs = toSet(runtime, other);
        chargeSets(runtime, set, set, theirs);
        const result = combineSets(sign, set, theirs, 'set');
        for (const item of [...set.values()]) if (!result.has(item)) set.delete(item);
        for (const item of result.values()) set.add(item);
      }
      return null;
    },
    CHANGES,
  );
}

function comparing(name: string, test: (ours: SetValue, theirs: SetValue) => boolean): Value {
  return native(`${name}(self, other)`, (runtime, { self, other = null }) => {
    const [ours, theirs] = [setOf(self), toSet(runtime, other)];
    chargeSets(runtime, ours, theirs);
    return test(ours, theirs);
  });
}

const contains = (whole: SetValue, part: SetValue): boolean =>
  [...part.values()].every((item) => whole.has(item));

const SHARED: Readonly<Record<string, Value>> = {
  union: combining('union', '|'),
  intersection: combining('intersection', '&'),
  difference: combining('difference', '-'),
  symmetric_difference: combining('symmetric_difference', '^'),
  issubset: comparing('issubset', (ours, theirs) => contains(theirs, ours)),
  issuperset: comparing('issuperset', contains),
  isdisjoint: comparing('isdisjoint', (ours, theirs) => ![...ours.values()].some((item) => theirs.has(item))),
  copy: native('copy(self)', (runtime, { self }) => {
    const set = setOf(self);
    chargeSets(runtime, set);
    return new SetValue(set.values(), set.kind);
  }),
};

function making(kind: SetValue['kind']): Value {
  return native('__new__(cls, iterable=..., /)', (runtime, { cls, iterable }) => {
    if (typeof cls === 'object' && cls?.kind === 'class' && cls.at !== undefined)
      throw new NotModelled(`subclasses of ${kind} are not modelled`);
    return new SetValue(iterable === undefined ? [] : toSet(runtime, iterable).values(), kind);
  });
}

export const SET: ClassValue = builtinClass({
  name: 'set',
  members: quick({
    __new__: making('set'),
    ...SHARED,
    add: native(
      'add(self, item, /)',
      (_, { self, item }) => {
        setOf(self).add(known(item));
        return null;
      },
      CHANGES,
    ),
    discard: native(
      'discard(self, item, /)',
      (_, { self, item }) => {
        setOf(self).delete(known(item));
        return null;
      },
      CHANGES,
    ),
    remove: native(
      'remove(self, item, /)',
      (runtime, { self, item }) => {
        return setOf(self).delete(known(item)) ? null : runtime.raiseValue('KeyError', known(item));
      },
      CHANGES,
    ),
    pop: native(
      'pop(self)',
      (runtime, { self }) => {
        const set = setOf(self);
        const [first] = set.values();
        if (first === undefined) return runtime.raise('KeyError', 'pop from an empty set');
        if (set.size > 1) throw new NotModelled('which item set.pop takes is not known');
        set.delete(first);
        return first;
      },
      CHANGES,
    ),
    clear: native('clear(self)', (runtime, { self }) => {
      chargeSets(runtime, setOf(self));
      for (const item of [...setOf(self).values()]) setOf(self).delete(item);
      return null;
    }),
    update: updating('update', '|'),
    intersection_update: updating('intersection_update', '&'),
    difference_update: updating('difference_update', '-'),
    symmetric_difference_update: updating('symmetric_difference_update', '^'),
  }),
});

export const FROZENSET: ClassValue = builtinClass({
  name: 'frozenset',
  members: quick({ __new__: making('frozenset'), ...SHARED }),
});
