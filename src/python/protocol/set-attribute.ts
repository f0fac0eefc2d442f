import type { Machine } from '../machine/machine.ts';
import { classOf } from '../types/index.ts';
import { OBJECT } from '../types/object.ts';
import { lookUp } from '../values/class-order.ts';
import { Dict } from '../values/containers.ts';
import { settled } from '../values/settled.ts';
import { type ClassValue, isUnknown, type Value } from '../values/values.ts';
import { call } from './call.ts';

/** `value.name = attribute`. */
export function setAttribute(machine: Machine, given: Value, name: string, attribute: Value): void {
  const value = settled(given);
  if (typeof value === 'object' && value !== null) {
    switch (value.kind) {
      case 'unknown':
        machine.doubts += 1;
        return;
      case 'module':
        value.namespace.set(name, attribute);
        return;
      case 'class':
        value.namespace.set(name, attribute);
        return;
      case 'function':
        value.attributes.set(name, attribute);
        return;
      case 'instance':
        setOnInstance(machine, value, value.class, value.attributes, name, attribute);
        return;
      case 'list':
      case 'dict':
      case 'set':
      case 'frozenset':
        if (value.type === undefined) break;
        value.attributes ??= new Dict([], 'names');
        setOnInstance(machine, value, value.type, value.attributes, name, attribute);
        return;
      default:
    }
  }
  machine.runtime.raise('AttributeError', `'${classOf(value).name}' object has no attribute '${name}'`);
}

function setOnInstance(
  machine: Machine,
  value: Value,
  type: ClassValue,
  attributes: Dict,
  name: string,
  attribute: Value,
): void {
  const found = lookUp(type.mro, name);
  if (typeof found === 'object' && found?.kind === 'property') {
    if (found.set === null) machine.runtime.raise('AttributeError', `property '${name}' has no setter`);
    call(machine, found.set, [value, attribute]);
    return;
  }
  if (typeof found === 'object' && found?.kind === 'instance' && found.class.at !== undefined) {
    const set = lookUp(found.class.mro, '__set__');
    if (set !== undefined) {
      call(machine, set, [found, value, attribute]);
      return;
    }
  }
  const setter = lookUp(type.mro, '__setattr__');
  const isPlain = setter === undefined || setter === OBJECT.namespace.get('__setattr__');
  if (isPlain) attributes.set(name, attribute);
  else call(machine, setter, [value, name, attribute]);
}

/** `del value.name`. */
export function deleteAttribute(machine: Machine, given: Value, name: string): void {
  const value = settled(given);
  if (isUnknown(value)) {
    machine.doubts += 1;
    return;
  }
  const names = namesOf(value);
  if (names === undefined || !names.delete(name)) {
    machine.runtime.raise('AttributeError', `'${classOf(value).name}' object has no attribute '${name}'`);
  }
}

/** The namespace behind `vars(value)`. */
export function namesOf(value: Value): Dict | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value.kind === 'module' || value.kind === 'class') return value.namespace;
  if (value.kind === 'instance' || value.kind === 'function') return value.attributes;
  if (value.kind === 'list' || value.kind === 'dict' || value.kind === 'set') return value.attributes;
  return undefined;
}
