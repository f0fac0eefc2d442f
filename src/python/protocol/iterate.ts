import type { Machine } from '../machine/machine.ts';
import { classOf } from '../types/index.ts';
import { lookUp } from '../values/class-order.ts';
import type { Dict } from '../values/containers.ts';
import { plainValue } from '../values/keys.ts';
import { certain, rangeLength, viewItems } from '../values/settled.ts';
import {
  type ClassValue,
  type Instance,
  type Iterator,
  isUnknown,
  MetUnknown,
  NotModelled,
  Raised,
  type Value,
} from '../values/values.ts';
import { call } from './call.ts';

/** `bool(value)`. Throws `MetUnknown`. */
export function truth(machine: Machine, given: Value): boolean {
  const value = certain(given);
  if (value === null) return false;
  if (typeof value !== 'object') return Boolean(value);
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items.length > 0;
    case 'dict':
    case 'set':
    case 'frozenset':
      return value.size > 0;
    case 'bytes':
      return value.data.length > 0;
    case 'view':
      return value.of.size > 0;
    case 'range':
      return rangeLength(value) > 0n;
    case 'instance':
      return instanceTruth(machine, value);
    default:
      return true;
  }
}

function instanceTruth(machine: Machine, value: Value): boolean {
  const { mro } = classOf(value);
  const method = lookUp(mro, '__bool__') ?? lookUp(mro, '__len__');
  if (method === undefined) return true;
  return truth(machine, call(machine, method, [value]));
}

/** `iter(value)`, pulled by JavaScript. Each item is charged to the budget. */
export function* items(machine: Machine, given: Value): Generator<Value, void, undefined> {
  for (const item of source(machine, plainValue(certain(given)))) {
    machine.budget.step();
    yield item;
  }
}

/** Everything that iterating gives. A copy: changing the value meanwhile changes nothing. */
export function iterate(machine: Machine, value: Value): Value[] {
  return [...items(machine, value)];
}

// No setting is made of more.
const MOST_ITEMS = 1_000_000n;

function* pull(iterator: Iterator): Generator<Value, void, undefined> {
  for (let item = iterator.next(); item !== undefined; item = iterator.next()) yield item;
}

// A list is iterated live, as Python does: appending while iterating goes on.
function* live(list: { readonly items: readonly Value[] }): Generator<Value, void, undefined> {
  for (let index = 0; index < list.items.length; index += 1) yield list.items[index] as Value;
}

function* keysOf(machine: Machine, dict: Dict): Generator<Value, void, undefined> {
  const size = dict.size;
  for (const { key } of [...dict.entries()]) {
    if (dict.size !== size) machine.runtime.raise('RuntimeError', 'dictionary changed size during iteration');
    yield key;
  }
}

function* countUp(start: bigint, length: bigint, step: bigint): Generator<Value, void, undefined> {
  for (let index = 0n; index < length; index += 1n) yield start + index * step;
}

function source(machine: Machine, value: Value): Iterable<Value> {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    switch (value.kind) {
      case 'list':
        return live(value);
      case 'tuple':
        return value.items;
      case 'dict':
        return keysOf(machine, value);
      case 'set':
      case 'frozenset':
        // Python's order differs from run to run for strings, so nothing may depend on it; here it is the order of insertion.
        return [...value.values()];
      case 'view':
        return viewItems(value);
      case 'bytes':
        return [...value.data].map(BigInt);
      case 'range':
        if (rangeLength(value) > MOST_ITEMS) throw new NotModelled('the range is huge');
        return countUp(value.start, rangeLength(value), value.step);
      case 'iterator':
        return pull(value);
      case 'instance':
      case 'class':
        return byProtocol(machine, value);
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

function byProtocol(machine: Machine, value: Value): Iterable<Value> {
  const type = classOf(value);
  const method = lookUp(type.mro, '__iter__');
  if (method !== undefined) {
    const made = call(machine, method, [value]);
    return typeof made === 'object' && made?.kind === 'instance'
      ? byNext(machine, made)
      : items(machine, made);
  }
  if (lookUp(type.mro, '__getitem__') !== undefined) return bySubscript(machine, value, type);
  const unknown =
    typeof value === 'object' && value?.kind === 'class' ? value.mro.find(isUnknown) : undefined;
  if (unknown !== undefined) throw new MetUnknown(unknown);
  return machine.runtime.raise('TypeError', `'${type.name}' object is not iterable`);
}
