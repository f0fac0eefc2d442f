import { inAnyOrder } from '../machine/fork.ts';
import type { Machine } from '../machine/machine.ts';
import { chargeLength } from '../native/bounds.ts';
import { classOf } from '../types/index.ts';
import { lookUp } from '../values/class-order.ts';
import type { Dict, Entry } from '../values/dict.ts';
import type { Iterator } from '../values/iterator.ts';
import { plainValue } from '../values/keys.ts';
import type { List } from '../values/list.ts';
import type { SetValue } from '../values/set-value.ts';
import { certain, rangeLength, settled, viewItems } from '../values/settled.ts';
import {
  type ClassValue,
  type Instance,
  isUnknown,
  MetUnknown,
  NotModelled,
  Raised,
  type Unknown,
  type Value,
} from '../values/values.ts';
import { call } from './call.ts';
import { overriding } from './override.ts';
import { suspect } from './suspect.ts';

/**
 * `iter(value)`, pulled by JavaScript. Each item is charged to the budget. Raises at once for what can't be iterated; throws
 * `MetUnknown` where Python's order differs from run to run (policy Order).
 */
export function items(machine: Machine, given: Value): Generator<Value, void, undefined> {
  return charged(machine, source(machine, plainValue(certain(given)), false));
}

/** The same for those to whom the order makes no difference: `sorted`, `set`, `any`. */
export function itemsInAnyOrder(machine: Machine, given: Value): Generator<Value, void, undefined> {
  const value = plainValue(certain(given));
  const doubt = typeof value === 'object' && value?.kind === 'iterator' ? value.unordered : undefined;
  return charged(machine, doubt === undefined ? source(machine, value, true) : all(machine, value, doubt));
}

/** The result of work on the items. If they come in no known order, work that changes anything is Unknown, and what it changes. */
export function withItems<Result>(
  machine: Machine,
  value: Value,
  work: (items: Generator<Value, void, undefined>, doubt: Unknown | undefined) => Result,
): Result {
  const doubt = orderDoubt(machine, value);
  const all = (): Result => work(itemsInAnyOrder(machine, value), doubt);
  return doubt === undefined ? all() : inAnyOrder(machine, doubt, all);
}

// All of them at once, when the first is asked for: what `map` calls on them must not depend on which comes first.
function* all(machine: Machine, value: Value, doubt: Unknown): Generator<Value, void, undefined> {
  yield* inAnyOrder(machine, doubt, () => [...source(machine, value, true)]);
}

function* charged(machine: Machine, values: Iterable<Value>): Generator<Value, void, undefined> {
  for (const item of values) {
    machine.budget.step();
    yield item;
  }
}

/** Why the order in which a value gives its items is not known; `undefined` for one that Python orders. */
export function orderDoubt(machine: Machine, given: Value): Unknown | undefined {
  const value = settled(given);
  if (typeof value !== 'object' || value === null) return undefined;
  if (value.kind === 'iterator') return value.unordered;
  if ((value.kind !== 'set' && value.kind !== 'frozenset') || value.size < 2) return undefined;
  return machine.unknown('the order of a set differs from run to run');
}

/** Everything that iterating gives. A copy: changing the value meanwhile changes nothing. */
export function iterate(machine: Machine, value: Value): Value[] {
  return [...items(machine, value)];
}

// No setting is made of more.
const MOST_ITEMS = 1_000_000n;

function* pull(iterator: Iterator, inAnyOrder: boolean): Generator<Value, void, undefined> {
  const next = (): Value | undefined => (inAnyOrder ? iterator.take() : iterator.next());
  try {
    for (let item = next(); item !== undefined; item = next()) yield item;
  } finally {
    iterator.leave();
  }
}

// A list is iterated live, as Python does: appending while iterating goes on.
function* live(list: List): Generator<Value, void, undefined> {
  for (let index = 0; index < list.items.length; index += 1) {
    yield list.items[index] as Value;
    if (list.spoiled !== undefined) throw new MetUnknown(list.spoiled);
  }
}

/** Items of a dict or set, which must keep its keys meanwhile. */
function* unchanged(
  machine: Machine,
  container: Dict | SetValue,
  values: readonly Value[],
): Generator<Value, void, undefined> {
  const { size, shape } = container;
  const what = container.kind === 'dict' ? 'dictionary' : 'Set';
  const check = (): void => {
    if (container.spoiled !== undefined) throw new MetUnknown(container.spoiled);
    if (container.size !== size)
      machine.runtime.raise('RuntimeError', `${what} changed size during iteration`);
    if (container.shape !== shape) throw new NotModelled(`the keys of a ${container.kind} change meanwhile`);
  };
  for (const value of values) {
    check();
    yield value;
  }
  check();
}

/** The entries; of a namespace that may have others, nobody knows all. */
function untainted(dict: Dict): Entry[] {
  // Only now the module may run that taints it.
  const entries = [...dict.entries()];
  if (dict.taint !== undefined) throw new MetUnknown(dict.taint);
  return entries;
}

function keysOf(dict: Dict): Value[] {
  return untainted(dict).map(({ key }) => key);
}

function* countUp(start: bigint, length: bigint, step: bigint): Generator<Value, void, undefined> {
  for (let index = 0n; index < length; index += 1n) yield start + index * step;
}

// To list a key takes as long as to copy so many characters.
const CHARACTERS_PER_KEY = 16;

/** How much is copied before the first item is given, in characters. */
function sizeOf(value: Value): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (value.kind === 'dict' || value.kind === 'set' || value.kind === 'frozenset')
    return value.size * CHARACTERS_PER_KEY;
  if (value.kind === 'view') return value.of.size * CHARACTERS_PER_KEY;
  return value.kind === 'bytes' ? value.data.length : 0;
}

function source(machine: Machine, value: Value, inAnyOrder: boolean): Iterable<Value> {
  if (typeof value === 'string') return value;
  if (overriding(value, '__iter__') !== undefined) return byProtocol(machine, value, inAnyOrder);
  chargeLength(machine.runtime, sizeOf(value));
  if (typeof value === 'object' && value !== null) {
    switch (value.kind) {
      case 'list':
        return live(value);
      case 'tuple':
        return value.items;
      case 'dict':
        return unchanged(machine, value, keysOf(value));
      case 'set':
      case 'frozenset': {
        const doubt = inAnyOrder ? undefined : orderDoubt(machine, value);
        if (doubt !== undefined) throw new MetUnknown(doubt);
        return unchanged(machine, value, [...value.values()]);
      }
      case 'view':
        return unchanged(machine, value.of, viewItems(value));
      case 'bytes':
        return [...value.data].map(BigInt);
      case 'range':
        if (rangeLength(value) > MOST_ITEMS) throw new NotModelled('the range is huge');
        return countUp(value.start, rangeLength(value), value.step);
      case 'iterator':
        if (value.unordered !== undefined && !inAnyOrder) {
          // Some of it will have been asked for.
          suspect(machine, [value], value.unordered);
          throw new MetUnknown(value.unordered);
        }
        return pull(value, inAnyOrder);
      case 'instance':
      case 'class':
        return byProtocol(machine, value, inAnyOrder);
      default:
    }
  }
  return machine.runtime.raise('TypeError', `'${classOf(value).name}' object is not iterable`);
}

/** Calls `__next__` until it raises StopIteration. */
function* byNext(machine: Machine, given: Instance): Generator<Value, void, undefined> {
  const method = lookUp(given.class.mro, '__next__');
  if (method === undefined) throw new NotModelled('iterating over this object is not modelled');
  for (;;) {
    const value = unlessRaised('StopIteration', () => call(machine, method, [given]));
    if (value === undefined) return;
    yield value;
  }
}

/** The old way: `value[0]`, `value[1]`, ... until IndexError. */
function* bySubscript(machine: Machine, value: Value, type: ClassValue): Generator<Value, void, undefined> {
  const method = lookUp(type.mro, '__getitem__') ?? null;
  if (type.at === undefined) throw new NotModelled(`iterating over a ${type.name} is not modelled`);
  for (let index = 0n; ; index += 1n) {
    machine.budget.step();
    const item = unlessRaised('IndexError', () => call(machine, method, [value, index]));
    if (item === undefined) return;
    yield item;
  }
}

function unlessRaised(name: string, work: () => Value): Value | undefined {
  try {
    return work();
  } catch (error) {
    const isThat =
      error instanceof Raised &&
      error.exception.class.mro.some((base) => base.kind === 'class' && base.name === name);
    if (isThat) return undefined;
    throw error;
  }
}

function byProtocol(machine: Machine, value: Value, inAnyOrder: boolean): Iterable<Value> {
  const type = classOf(value);
  const method = lookUp(type.mro, '__iter__');
  if (method !== undefined) {
    const made = call(machine, method, [value]);
    return typeof made === 'object' && made?.kind === 'instance'
      ? byNext(machine, made)
      : source(machine, certain(made), inAnyOrder);
  }
  if (lookUp(type.mro, '__getitem__') !== undefined) return bySubscript(machine, value, type);
  const unknown =
    typeof value === 'object' && value?.kind === 'class' ? value.mro.find(isUnknown) : undefined;
  if (unknown !== undefined) throw new MetUnknown(unknown);
  return machine.runtime.raise('TypeError', `'${type.name}' object is not iterable`);
}
