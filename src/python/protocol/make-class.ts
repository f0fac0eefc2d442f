import type { Machine } from '../machine/machine.ts';
import { OBJECT } from '../types/object.ts';
import { TYPE } from '../types/type.ts';
import { classOrder, lookUp } from '../values/class-order.ts';
import type { Dict } from '../values/dict.ts';
import type { Keywords } from '../values/runtime.ts';
import { certain } from '../values/settled.ts';
import { type ClassValue, isUnknown, NotModelled, type Unknown, type Value } from '../values/values.ts';
import { call } from './call.ts';

/** The parts that a class is made of. */
export interface ClassParts {
  readonly name: string;
  readonly bases: readonly Value[];
  /** Becomes the namespace of the class itself. */
  readonly namespace: Dict;
  /** Told of the class before its hooks run: they may use `super()`. */
  readonly owner?: { type: ClassValue | null };
  readonly metaclass?: ClassValue;
  /** Of the `class` statement, for `__init_subclass__`. */
  readonly keywords?: Keywords;
}

/** `type.__new__`: makes the class, then calls `__set_name__` of its descriptors and `__init_subclass__` of its base. */
export function makeClass(machine: Machine, parts: ClassParts): ClassValue {
  const { name, namespace, metaclass } = parts;
  const bases = parts.bases.length === 0 ? [OBJECT] : parts.bases;
  for (const base of bases) {
    if (isUnknown(base)) continue;
    const known = certain(base);
    if (typeof known !== 'object' || known?.kind !== 'class')
      throw new NotModelled('a base class is no class');
  }
  refuseBases(machine, bases);
  refuseConflicts(machine, namespace);
  const order = classOrder(bases);
  if (order === null)
    machine.runtime.raise('TypeError', 'Cannot create a consistent method resolution order (MRO)');
  machine.budget.step(order?.length ?? 0);
  const module = machine.scope.module.name;
  const [qualname, claimedModule] = [taken(namespace, '__qualname__'), taken(namespace, '__module__')];
  // Words about a base are none about this class.
  if (!namespace.has('__doc__')) namespace.set('__doc__', null);
  const mro: (ClassValue | Unknown)[] = [];
  const type: ClassValue = {
    kind: 'class',
    name,
    ...(qualname === undefined || qualname === name ? {} : { qualname }),
    module,
    ...(claimedModule === undefined || claimedModule === module ? {} : { claimedModule }),
    bases,
    mro,
    namespace,
    at: machine.at(),
    complete: true,
    ...(metaclass === undefined || metaclass === TYPE ? {} : { metaclass }),
  };
  mro.push(type, ...(order ?? []));
  if (parts.owner !== undefined) parts.owner.type = type;
  nameDescriptors(machine, type);
  tellBase(machine, type, parts.keywords ?? new Map());
  return type;
}

/** A name of its own that the body of a class may bind: it is kept beside the others. */
function taken(namespace: Dict, name: string): string | undefined {
  const value = namespace.get(name);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw new NotModelled(`a ${name} that is no known str is not modelled`);
  namespace.delete(name);
  return value;
}

// Built-in classes that nobody can inherit from, and those whose instances are laid out in ways of their own.
const FINAL: ReadonlySet<string> = new Set([
  'bool',
  'NoneType',
  'range',
  'slice',
  'function',
  'method',
  'ellipsis',
]);
const LAID_OUT: ReadonlySet<string> = new Set(
  'int float str bytes tuple list dict set frozenset type property'.split(' '),
);

function refuseBases(machine: Machine, bases: readonly Value[]): void {
  if (
    new Set(bases.filter((base) => !isUnknown(base))).size < bases.filter((base) => !isUnknown(base)).length
  )
    machine.runtime.raise('TypeError', 'duplicate base class');
  const layouts = new Set<string>();
  for (const base of bases) {
    if (typeof base !== 'object' || base?.kind !== 'class') continue;
    if (base.module === 'builtins' && base.at === undefined && FINAL.has(base.name))
      machine.runtime.raise('TypeError', `type '${base.name}' is not an acceptable base type`);
    const layout = base.mro.find(
      (type) => type.kind === 'class' && type.module === 'builtins' && LAID_OUT.has(type.name),
    );
    if (layout?.kind === 'class') layouts.add(layout.name);
  }
  if (layouts.size > 1) machine.runtime.raise('TypeError', 'multiple bases have instance lay-out conflict');
}

function refuseConflicts(machine: Machine, namespace: Dict): void {
  if (!namespace.has('__slots__')) return;
  const slots = namespace.get('__slots__');
  const names = typeof slots === 'string' ? [slots] : itemsOf(slots);
  const conflict = names.find((slot) => typeof slot === 'string' && namespace.has(slot));
  if (conflict !== undefined)
    machine.runtime.raise('ValueError', `'${String(conflict)}' in __slots__ conflicts with class variable`);
}

function itemsOf(slots: Value | undefined): readonly Value[] {
  const isSequence = typeof slots === 'object' && (slots?.kind === 'list' || slots?.kind === 'tuple');
  return isSequence ? slots.items : [];
}

/** Calls `__set_name__` of each value that the body binds. */
function nameDescriptors(machine: Machine, type: ClassValue): void {
  for (const { key, value } of [...type.namespace.entries()]) {
    if (typeof value !== 'object' || value?.kind !== 'instance') continue;
    const method = lookUp(value.class.mro, '__set_name__');
    if (method !== undefined && !isUnknown(method)) call(machine, method, [value, type, key]);
  }
}

/** `__init_subclass__` of what it inherits from. */
function tellBase(machine: Machine, type: ClassValue, keywords: Keywords): void {
  const hook = lookUp(type.mro.slice(1), '__init_subclass__');
  if (typeof hook !== 'object' || hook === null) return;
  const method = hook.kind === 'classmethod' ? hook.function : hook;
  if (typeof method === 'object' && (method?.kind === 'function' || method?.kind === 'native'))
    call(machine, method, [type], keywords);
}
