import type { Machine } from '../machine/machine.ts';
import { EXCEPTIONS } from '../types/exceptions.ts';
import { type ClassValue, isUnknown, MetUnknown, NotModelled, type Value } from '../values/values.ts';

/** The names in `__slots__` of one class; `undefined` where it has none and gives its instances a `__dict__`. */
export function slotsOf(type: ClassValue): readonly string[] | undefined {
  const slots = type.namespace.get('__slots__');
  if (slots === undefined) return undefined;
  if (isUnknown(slots)) throw new MetUnknown(slots);
  const names = typeof slots === 'string' ? [slots] : namesIn(slots);
  // A private name is kept under its mangled form.
  return names.map((name) =>
    name.startsWith('__') && !name.endsWith('__') ? `_${type.name.replace(/^_+/, '')}${name}` : name,
  );
}

function namesIn(slots: Value): readonly string[] {
  const isSequence = typeof slots === 'object' && (slots?.kind === 'list' || slots?.kind === 'tuple');
  const keys =
    typeof slots === 'object' && slots?.kind === 'dict' ? [...slots.entries()].map(({ key }) => key) : [];
  const names = isSequence ? slots.items : keys;
  if (names.every((name) => typeof name === 'string') && (isSequence || keys.length > 0)) return names;
  throw new NotModelled('these __slots__ are not modelled');
}

/** Whether instances have a `__dict__`, so that any attribute can be set. */
export function hasDict(type: ClassValue): boolean {
  return type.mro.some((base) => {
    if (isUnknown(base)) throw new MetUnknown(base);
    if (base.at !== undefined) return slotsOf(base)?.includes('__dict__') ?? true;
    if (base.fixed !== undefined) return false;
    return base.module !== 'builtins' || EXCEPTIONS.has(base.name);
  });
}

/** Whether one of the classes has a slot of this name. */
export function hasSlot(type: ClassValue, name: string): boolean {
  return type.mro.some(
    (base) => base.kind === 'class' && base.at !== undefined && slotsOf(base)?.includes(name) === true,
  );
}

/** Raises AttributeError where an instance of the class takes no attribute of this name; `found`: what the class has for it. */
export function refuseAttribute(
  machine: Machine,
  type: ClassValue,
  name: string,
  found: Value | undefined,
): void {
  // Nearly all classes are of the project, without slots.
  if (type.at !== undefined && !type.namespace.has('__slots__')) return;
  if (hasSlot(type, name) || hasDict(type)) return;
  machine.runtime.raise(
    'AttributeError',
    found === undefined
      ? `'${type.name}' object has no attribute '${name}'`
      : `'${type.name}' object attribute '${name}' is read-only`,
  );
}
