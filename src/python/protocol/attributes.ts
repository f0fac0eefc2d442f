import type { Machine } from '../machine/machine.ts';
import { EXCEPTIONS } from '../types/exceptions.ts';
import { classOf } from '../types/index.ts';
import { proxyOf } from '../types/mapping-proxy.ts';
import { dottedName, lookUp } from '../values/class-order.ts';
import type { Dict } from '../values/dict.ts';
import { inDoubt } from '../values/in-doubt.ts';
import { settled } from '../values/settled.ts';
import {
  type ClassValue,
  isUnknown,
  type ModuleValue,
  NotModelled,
  Raised,
  tuple,
  type Unknown,
  type Value,
} from '../values/values.ts';
import { bind, bindToClass, extended, isDataDescriptor, isProperty } from './binding.ts';
import { call } from './call.ts';
import { isOfType } from './exceptions.ts';
import { hasDict } from './slots.ts';

/** `value.name`: `undefined` where Python raises AttributeError; Unknown where that can't be told. */
export function getAttribute(machine: Machine, given: Value, name: string): Value | undefined {
  const value = settled(given);
  const found = find(machine, value, name);
  return found === undefined ? undefined : settled(found);
}

function find(machine: Machine, value: Value, name: string): Value | undefined {
  if (typeof value !== 'object' || value === null)
    return ofInstance(machine, value, name, classOf(value), undefined);
  switch (value.kind) {
    case 'unknown':
      machine.doubts += 1;
      return ofUnknown(machine, value, name);
    case 'module':
      return ofModule(machine, value, name);
    case 'class':
      return ofClass(machine, value, name);
    case 'super':
      return ofSuper(machine, value.self, value.after, name);
    case 'instance':
      return ofInstance(machine, value, name, value.class, value.attributes);
    case 'list':
    case 'dict':
    case 'set':
    case 'frozenset':
      return ofInstance(machine, value, name, classOf(value), value.attributes);
    case 'function':
      if (name === '__dict__') return value.attributes;
      if (value.attributes.has(name)) return value.attributes.get(name);
      return value.traits.has(name) ? value.traits.get(name) : fromClass(machine, value, name);
    case 'property':
      return name === 'fget' ? value.get : fromClass(machine, value, name);
    case 'method':
      if (name === '__self__') return value.self;
      if (name === '__func__') return value.function;
      return find(machine, value.function, name);
    case 'native':
      return name === '__name__' ? value.name : fromClass(machine, value, name);
    default:
      return fromClass(machine, value, name);
  }
}

function ofUnknown(machine: Machine, value: Unknown, name: string): Unknown {
  const { perhaps, ...rest } = value;
  // Not settled: what it may be can be Unknown by the same doubt.
  const inner = perhaps === undefined ? undefined : find(machine, perhaps, name);
  const member = value.dotted === undefined ? rest : { ...rest, dotted: `${value.dotted}.${name}` };
  return inDoubt(member, inner);
}

function fromClass(machine: Machine, value: Value, name: string): Value | undefined {
  return ofInstance(machine, value, name, classOf(value), undefined);
}

/** Why nobody can tell which attributes a module has at this time; `undefined` for all other values. */
export function halfDone(value: Value, asker?: ModuleValue): Unknown | undefined {
  return typeof value === 'object' && value?.kind === 'module'
    ? value.namespace.supply?.halfDone(asker)
    : undefined;
}

/** `module.name`, by the module's own `__getattr__` if it has one (PEP 562). */
function ofModule(machine: Machine, module: ModuleValue, name: string): Value | undefined {
  // A `try` may wait for the AttributeError.
  if (machine.guards.length > 0 && halfDone(module) !== undefined) machine.doubts += 1;
  const entry = module.namespace.entry(name);
  if (entry !== undefined) {
    for (const variable of entry.environment ?? []) machine.reads.add(variable);
    return entry.value;
  }
  if (name === '__dict__') return halfDone(module) ?? module.namespace;
  if (module.namespace.taint !== undefined) return module.namespace.taint;
  const fallback = module.namespace.get('__getattr__');
  if (fallback !== undefined) return unlessMissing(() => call(machine, fallback, [name]));
  if (!module.complete && module.lacks?.(name) !== true)
    throw new NotModelled(`${module.name}.${name} is not modelled`);
  return undefined;
}

const CLASS_ATTRIBUTES: Readonly<Record<string, (type: ClassValue) => Value>> = {
  __name__: (type) => type.name,
  __qualname__: (type) => type.qualname ?? type.name,
  __module__: (type) => type.claimedModule ?? type.module,
  __bases__: (type) => tuple(type.bases),
  __base__: (type) => type.bases[0] ?? null,
  __mro__: (type) => tuple(type.mro),
  __dict__: (type) => proxyOf(type.namespace, ofEveryClass(type)),
};

/** Names that the `__dict__` of every class holds besides those its body binds. */
function ofEveryClass(type: ClassValue): readonly (readonly [string, Value])[] {
  const slotless = type.namespace.has('__slots__') ? [] : ['__dict__', '__weakref__'];
  const hidden = slotless.map((name): [string, Value] => [name, { kind: 'property', get: null, set: null }]);
  return [['__module__', type.claimedModule ?? type.module], ...hidden, ['__doc__', null]];
}

function ofClass(machine: Machine, type: ClassValue, name: string): Value | undefined {
  const found = lookUp(type.mro, name);
  if (found !== undefined) return remade(type, found, name) ?? bindToClass(machine, found, type, name);
  const special = CLASS_ATTRIBUTES[name];
  if (special !== undefined) return special(type);
  const ofType = lookUp(classOf(type).mro, name);
  if (ofType !== undefined) return bind(machine, ofType, type, classOf(type));
  const fallback = lookUp(classOf(type).mro, '__getattr__');
  if (fallback !== undefined) return unlessMissing(() => call(machine, fallback, [type, name]));
  refuseIncomplete(type, name);
  return undefined;
}

const KEPT: readonly string[] = ['function', 'classmethod', 'staticmethod', 'property', 'class'];

/** Unknown if a base is not known: its metaclass may change what the class body binds, as that of enumerations does. */
function remade(type: ClassValue, found: Value, name: string): Unknown | undefined {
  if (name.startsWith('__') || (typeof found === 'object' && found !== null && KEPT.includes(found.kind)))
    return undefined;
  const unknown = type.mro.find(isUnknown);
  return unknown === undefined ? undefined : extended(unknown, name);
}

function ofSuper(machine: Machine, self: Value, after: ClassValue, name: string): Value | undefined {
  // In a metaclass `self` is a class, but not the one whose order counts.
  const isClass = typeof self === 'object' && self?.kind === 'class' && self.mro.includes(after);
  const type = isClass ? self : classOf(self);
  const order = type.mro.slice(type.mro.indexOf(after) + 1);
  const found = lookUp(order, name);
  if (found === undefined) return undefined;
  // `__new__` is a static method without saying so.
  if (name === '__new__')
    return typeof found === 'object' && found?.kind === 'staticmethod' ? found.function : found;
  return bind(machine, found, self, type);
}

function ofInstance(
  machine: Machine,
  value: Value,
  name: string,
  type: ClassValue,
  own: Dict | undefined,
): Value | undefined {
  const found = lookUp(type.mro, name);
  if (isProperty(found) || isDataDescriptor(found)) return bind(machine, found, value, type);
  refuseOwnLookUp(type);
  const ours = own?.entry(name);
  if (ours !== undefined) {
    for (const variable of ours.environment ?? []) machine.reads.add(variable);
    return ours.value;
  }
  if (isUnknown(found)) return extended(found, name);
  if (found !== undefined) return bind(machine, found, value, type);
  if (own?.taint !== undefined) return own.taint;
  if (name === '__class__') return type;
  if (name === '__dict__' && own !== undefined && hasDict(type)) return own;
  const fallback = lookUp(type.mro, '__getattr__');
  if (fallback !== undefined) return unlessMissing(() => call(machine, fallback, [value, name]));
  refuseIncomplete(type, name);
  return undefined;
}

/** The result of `work`; `undefined` if it raises AttributeError, as a `__getattr__` of the code does for no attribute. */
function unlessMissing(work: () => Value): Value | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Raised && isOfType(error.exception, EXCEPTIONS.get('AttributeError') ?? null))
      return undefined;
    throw error;
  }
}

function refuseOwnLookUp(type: ClassValue): void {
  const own = lookUp(type.mro, '__getattribute__');
  if (typeof own === 'object' && own?.kind === 'function')
    throw new NotModelled(`${type.name}.__getattribute__ is not modelled`);
}

function refuseIncomplete(type: ClassValue, name: string): void {
  // Of the special methods of native classes only those are modelled that settings call by name.
  if (
    /^__\w+__$/.test(name) &&
    type.mro.some((base) => base.kind === 'class' && base.at === undefined && base.bases.length > 0)
  ) {
    throw new NotModelled(`${dottedName(type)}.${name} is not modelled`);
  }
  const incomplete = type.mro.find((base) => base.kind === 'class' && !base.complete);
  if (incomplete?.kind === 'class')
    throw new NotModelled(`${dottedName(incomplete)}.${name} is not modelled`);
}
