import type { Machine } from '../machine/machine.ts';
import { OBJECT } from '../types/object.ts';
import { TYPE } from '../types/type.ts';
import { classOrder, lookUp } from '../values/class-order.ts';
import type { Dict } from '../values/containers.ts';
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
  const order = classOrder(bases);
  if (order === null)
    machine.runtime.raise('TypeError', 'Cannot create a consistent method resolution order (MRO)');
  const mro: (ClassValue | Unknown)[] = [];
  const type: ClassValue = {
    kind: 'class',
    name,
    module: machine.scope.module.name,
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
