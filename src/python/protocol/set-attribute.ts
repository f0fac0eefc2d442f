import type { Machine } from '../machine/machine.ts';
import { raiseNoAttribute } from '../native/no-attribute.ts';
import { classOf } from '../types/index.ts';
import { OBJECT } from '../types/object.ts';
import { TYPE } from '../types/type.ts';
import { lookUp } from '../values/class-order.ts';
import { Dict } from '../values/dict.ts';
import { settled } from '../values/settled.ts';
import {
  type ClassValue,
  type FunctionValue,
  isUnknown,
  MetUnknown,
  NotModelled,
  type Tuple,
  type Value,
} from '../values/values.ts';
import { call } from './call.ts';
import { refuseAttribute } from './slots.ts';

/** `value.name = attribute`. */
export function setAttribute(machine: Machine, given: Value, name: string, attribute: Value): void {
  setOn(machine, settled(given), name, attribute);
}

function setOn(machine: Machine, value: Value, name: string, attribute: Value): void {
  if (typeof value === 'object' && value !== null) {
    switch (value.kind) {
      case 'unknown':
        machine.doubts += 1;
        // Not settled: what it may be can be Unknown by the same doubt.
        if (value.perhaps !== undefined) setOn(machine, value.perhaps, name, value);
        return;
      case 'module':
        value.namespace.set(name, attribute);
        return;
      case 'class': {
        const own = ofMetaclass(value, '__setattr__');
        if (own !== undefined) call(machine, own, [value, name, attribute]);
        else setOnClass(machine, value, name, attribute);
        return;
      }
      case 'function':
        settleModule(machine, value);
        (isTrait(name) ? value.traits : value.attributes).set(name, attribute);
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
      case 'tuple':
        refuseSubclass(value);
        break;
      default:
    }
  }
  raiseNoAttribute(machine.runtime, value, name);
}

/** What a function has without being given it; not in its `__dict__`. */
export function isTrait(name: string): boolean {
  return /^__(?:name|qualname|module|doc|annotations|defaults|kwdefaults)__$/.test(name);
}

function refuseSubclass({ type }: Tuple): void {
  if (type?.at !== undefined && type.namespace.get('__slots__') === undefined)
    throw new NotModelled(`attributes of a ${type.name} are not modelled`);
}

/** A special method that the metaclass of a class has in place of the one of `type`. */
function ofMetaclass(type: ClassValue, name: string): Value | undefined {
  const metaclass = classOf(type);
  if (metaclass === TYPE) return undefined;
  const found = lookUp(metaclass.mro, name);
  if (isUnknown(found)) throw new MetUnknown(found);
  return found === OBJECT.namespace.get(name) ? undefined : found;
}

/** `type.__setattr__`. */
export function setOnClass(machine: Machine, type: ClassValue, name: string, attribute: Value): void {
  refuseImmutable(machine, type, name);
  settleModule(machine, type);
  type.namespace.set(name, attribute);
}

/** What is made from a class or function where it was made sees it as it was. */
function settleModule(machine: Machine, value: ClassValue | FunctionValue): void {
  const name = value.kind === 'class' ? value.module : value.traits.get('__module__');
  const module = typeof name === 'string' ? machine.modules.get(name) : undefined;
  if (module?.kind === 'module') module.namespace.supply?.changing(value);
}

function refuseImmutable(machine: Machine, type: ClassValue, name: string): void {
  if (type.at === undefined && (type.module === 'builtins' || type.fixed === 'all'))
    machine.runtime.raise('TypeError', `cannot set '${name}' attribute of immutable type '${type.name}'`);
}

function setOnInstance(
  machine: Machine,
  value: Value,
  type: ClassValue,
  attributes: Dict,
  name: string,
  attribute: Value,
): void {
  const setter = lookUp(type.mro, '__setattr__');
  if (setter !== undefined && setter !== OBJECT.namespace.get('__setattr__'))
    call(machine, setter, [value, name, attribute]);
  else setPlainly(machine, value, type, attributes, name, attribute);
}

/** `object.__setattr__`: by a property or descriptor of the class, or into the instance, where it takes it. */
export function setPlainly(
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
  const set = descriptorMethod(found, '__set__');
  if (set !== undefined) {
    call(machine, set, [found ?? null, value, attribute]);
    return;
  }
  if (descriptorMethod(found, '__delete__') !== undefined) machine.runtime.raise('AttributeError', '__set__');
  refuseAttribute(machine, type, name, found);
  attributes.set(name, attribute);
}

/** A method of the class of a descriptor that the code made. */
function descriptorMethod(found: Value | undefined, name: string): Value | undefined {
  if (typeof found !== 'object' || found?.kind !== 'instance' || found.class.at === undefined)
    return undefined;
  return lookUp(found.class.mro, name);
}

/** `del value.name`. */
export function deleteAttribute(machine: Machine, given: Value, name: string): void {
  const value = settled(given);
  if (isUnknown(value)) {
    machine.doubts += 1;
    if (value.perhaps !== undefined) setOn(machine, value.perhaps, name, value);
    return;
  }
  if (typeof value === 'object' && value?.kind === 'class') {
    const own = ofMetaclass(value, '__delattr__');
    if (own !== undefined) {
      call(machine, own, [value, name]);
      return;
    }
    refuseImmutable(machine, value, name);
  }
  if (typeof value === 'object' && value?.kind === 'instance') {
    const own = lookUp(value.class.mro, '__delattr__');
    if (own !== undefined && own !== OBJECT.namespace.get('__delattr__')) {
      call(machine, own, [value, name]);
      return;
    }
  }
  deletePlainly(machine, value, name);
}

/** `object.__delattr__`. */
export function deletePlainly(machine: Machine, value: Value, name: string): void {
  if (typeof value === 'object' && value?.kind === 'instance') {
    const found = lookUp(value.class.mro, name);
    if (typeof found === 'object' && found?.kind === 'property') {
      if (found.delete == null) machine.runtime.raise('AttributeError', `property '${name}' has no deleter`);
      call(machine, found.delete ?? null, [value]);
      return;
    }
    const remove = descriptorMethod(found, '__delete__');
    if (remove !== undefined) {
      call(machine, remove, [found ?? null, value]);
      return;
    }
    if (descriptorMethod(found, '__set__') !== undefined)
      machine.runtime.raise('AttributeError', '__delete__');
  }
  if (typeof value === 'object' && (value?.kind === 'class' || value?.kind === 'function'))
    settleModule(machine, value);
  const names = namesOf(value);
  if (names === undefined || !names.delete(name)) raiseNoAttribute(machine.runtime, value, name);
}

/** The namespace behind `vars(value)`. */
export function namesOf(value: Value): Dict | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value.kind === 'module' || value.kind === 'class') return value.namespace;
  if (value.kind === 'instance' || value.kind === 'function') return value.attributes;
  if (value.kind === 'list' || value.kind === 'dict' || value.kind === 'set') return value.attributes;
  return undefined;
}
