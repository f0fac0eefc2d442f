import type { Machine } from '../machine/machine.ts';
import { chargeLength } from '../native/bounds.ts';
import { points } from '../text/points.ts';
import { classOf } from '../types/index.ts';
import { lookUp } from '../values/class-order.ts';
import type { Dict } from '../values/dict.ts';
import { inDoubt } from '../values/in-doubt.ts';
import { plainValue } from '../values/keys.ts';
import { List } from '../values/list.ts';
import { certain, rangeLength, settled } from '../values/settled.ts';
import {
  bytes,
  type ClassValue,
  isUnknown,
  MetUnknown,
  NotModelled,
  Raised,
  tuple,
  type Unknown,
  type Value,
} from '../values/values.ts';
import { getAttribute } from './attributes.ts';
import { call } from './call.ts';
import { overriding } from './override.ts';
import { isSlice, position, selected, sliceIndices } from './positions.ts';

/** `container[key]`. */
export function getItem(machine: Machine, givenContainer: Value, givenKey: Value): Value {
  const known = settled(givenContainer);
  if (isUnknown(known)) throw new MetUnknown(ofUnknown(machine, known, givenKey));
  const container = plainValue(known);
  const key = typeof container === 'object' && container?.kind === 'class' ? givenKey : certain(givenKey);
  return settled(find(machine, container, key));
}

/** What is done to the item is done to that of the container which may be meant. */
function ofUnknown(machine: Machine, { perhaps, ...unknown }: Unknown, key: Value): Unknown {
  if (perhaps === undefined) return unknown;
  try {
    // Not settled: what it may be can be Unknown by the same doubt.
    return inDoubt(unknown, find(machine, plainValue(perhaps), certain(key)));
  } catch (error) {
    if (error instanceof Raised || error instanceof NotModelled || error instanceof MetUnknown)
      return { ...unknown, perhaps };
    throw error;
  }
}

// Built-in classes that take no type arguments.
const NOT_GENERIC: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'float',
  'int',
  'object',
  'range',
  'slice',
  'str',
]);

function find(machine: Machine, container: Value, key: Value): Value {
  const own = overriding(container, '__getitem__');
  if (own !== undefined) return call(machine, own, [container, key]);
  if (typeof container === 'string') {
    chargeLength(machine.runtime, container.length);
    const all = points(container);
    if (isSlice(key))
      return selected(machine, key, all.length)
        .map((at) => all[at])
        .join('');
    return all[position(machine, key, all.length, 'string')] as string;
  }
  if (typeof container === 'object' && container !== null) {
    switch (container.kind) {
      case 'list':
      case 'tuple': {
        const { items } = container;
        if (!isSlice(key)) return items[position(machine, key, items.length, container.kind)] as Value;
        const part = selected(machine, key, items.length).map((at) => items[at] as Value);
        return container.kind === 'list' ? new List(part) : tuple(part);
      }
      case 'dict':
        return fromDict(machine, container, key);
      case 'bytes': {
        const { data } = container;
        if (!isSlice(key)) return BigInt(data[position(machine, key, data.length, 'index')] as number);
        return bytes(Uint8Array.from(selected(machine, key, data.length).map((at) => data[at] as number)));
      }
      case 'range': {
        const length = Number(rangeLength(container));
        if (isSlice(key)) break;
        return container.start + BigInt(position(machine, key, length, 'range object')) * container.step;
      }
      case 'class':
        if (NOT_GENERIC.has(container.name) && container.module === 'builtins') break;
        if (lookUp(classOf(container).mro, '__getitem__') !== undefined) break;
        if (hasOwnSubscript(container))
          return call(machine, getAttribute(machine, container, '__class_getitem__') ?? null, [key]);
        // `list[int]`, `Optional[str]`: subscripted types stand for themselves.
        return container;
      default:
    }
  }
  return byMethod(machine, container, '__getitem__', [key], 'is not subscriptable');
}

function hasOwnSubscript(type: ClassValue): boolean {
  const method = lookUp(type.mro, '__class_getitem__');
  const inner = typeof method === 'object' && method?.kind === 'classmethod' ? method.function : method;
  return typeof inner === 'object' && inner?.kind === 'function';
}

function byMethod(
  machine: Machine,
  container: Value,
  name: string,
  args: readonly Value[],
  words: string,
): Value {
  const method = lookUp(classOf(container).mro, name);
  if (isUnknown(method)) throw new MetUnknown(method);
  if (method === undefined)
    return machine.runtime.raise('TypeError', `'${classOf(container).name}' object ${words}`);
  return call(machine, method, [container, ...args]);
}

function fromDict(machine: Machine, dict: Dict, key: Value): Value {
  const entry = dict.entry(key);
  if (entry !== undefined) {
    for (const variable of entry.environment ?? []) machine.reads.add(variable);
    return entry.value;
  }
  if (dict.taint !== undefined) return dict.taint;
  const missing = dict.type === undefined ? undefined : lookUp(dict.type.mro, '__missing__');
  if (missing !== undefined) return call(machine, missing, [dict, key]);
  return machine.runtime.raiseValue('KeyError', key);
}

/**
 * The container and the key of a change to an item; `undefined` if one is Unknown: nothing of the container is known then.
 */
function known(machine: Machine, given: Value, key: Value): readonly [Value, Value] | undefined {
  const container = settled(given);
  if (isUnknown(container)) {
    if (container.perhaps !== undefined) machine.runtime.spoil(container.perhaps, container);
    return undefined;
  }
  const now = settled(key);
  if (!isUnknown(now)) return [container, now];
  machine.runtime.spoil(container, now);
  return undefined;
}

/** `container[key] = value`. */
export function setItem(machine: Machine, given: Value, key: Value, value: Value): void {
  const place = known(machine, given, key);
  if (place === undefined) return;
  const [container, now] = place;
  if (typeof container === 'object' && container !== null) {
    const own = overriding(container, '__setitem__');
    if (own !== undefined) {
      call(machine, own, [container, now, value]);
      return;
    }
    if (container.kind === 'dict') {
      container.set(now, value);
      return;
    }
    if (container.kind === 'list') {
      setInList(machine, container, now, value);
      return;
    }
  }
  byMethod(machine, container, '__setitem__', [now, value], 'does not support item assignment');
}

function setInList(machine: Machine, list: List, key: Value, value: Value): void {
  if (!isSlice(key)) {
    list.splice(position(machine, key, list.items.length, 'list assignment'), 1, [value]);
    return;
  }
  const source = settled(value);
  if (isUnknown(source)) {
    list.spoil(source);
    return;
  }
  const inserted = [...machine.runtime.iterate(source)];
  const [start, stop, step] = sliceIndices(machine, key, list.items.length);
  if (step === 1) {
    list.splice(start, Math.max(0, stop - start), inserted);
    return;
  }
  const places = selected(machine, key, list.items.length);
  if (places.length !== inserted.length) {
    const words = `attempt to assign sequence of size ${inserted.length} to extended slice of size ${places.length}`;
    machine.runtime.raise('ValueError', words);
  }
  for (const [index, at] of places.entries()) list.splice(at, 1, [inserted[index] as Value]);
}

/** `del container[key]`. */
export function deleteItem(machine: Machine, given: Value, key: Value): void {
  const place = known(machine, given, key);
  if (place === undefined) return;
  const [container, now] = place;
  if (typeof container === 'object' && container !== null) {
    const own = overriding(container, '__delitem__');
    if (own !== undefined) {
      call(machine, own, [container, now]);
      return;
    }
    if (container.kind === 'dict') {
      if (!container.delete(now)) machine.runtime.raiseValue('KeyError', now);
      return;
    }
    if (container.kind === 'list') {
      const places = isSlice(now)
        ? selected(machine, now, container.items.length)
        : [position(machine, now, container.items.length, 'list assignment')];
      for (const at of places.sort((left, right) => right - left)) container.splice(at, 1);
      return;
    }
  }
  byMethod(machine, container, '__delitem__', [now], "doesn't support item deletion");
}
