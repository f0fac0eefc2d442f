import type { Dict } from '../values/dict.ts';
import { isUppercase } from '../values/names.ts';
import { chargeKeys } from '../values/record.ts';
import type { Instance, ObjectValue, Unknown, Value } from '../values/values.ts';
import type { Machine } from './machine.ts';

/** Makes everything mutable in `value`, however deep, Unknown (policy Spoil). Taints a namespace in it (policy Taint). */
export function spoil(machine: Machine, value: Value, unknown: Unknown): void {
  const done = new Set<object>();
  const waiting = [value];
  // A value may nest more deeply than calls can.
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null || done.has(next)) continue;
    done.add(next);
    chargeKeys(1);
    spoilAlone(machine, next, unknown, waiting);
  }
}

function spoilAlone(machine: Machine, value: ObjectValue, unknown: Unknown, waiting: Value[]): void {
  const each = (items: Iterable<Value>): void => {
    for (const item of items) waiting.push(item);
  };
  switch (value.kind) {
    case 'unknown':
      if (value.perhaps !== undefined) waiting.push(value.perhaps);
      return;
    case 'tuple':
      each(value.items);
      return;
    case 'list':
      each(value.items);
      value.spoil(unknown);
      return;
    case 'set':
    case 'iterator':
      value.spoil(unknown);
      return;
    case 'dict':
      if (value.role === 'module') {
        taint(machine, value, unknown);
        return;
      }
      each([...value.entries()].map((entry) => entry.value));
      value.spoil(unknown);
      return;
    case 'view':
      waiting.push(value.of);
      return;
    case 'module':
      // Modules of packages are no settings, and natives can't be changed.
      if (value.namespace.supply !== undefined) value.namespace.setTaint(unknown);
      else if (value.complete) taint(machine, value.namespace, unknown);
      return;
    case 'instance':
      // The members of an enumeration are what they are for good.
      if (isConstant(value)) return;
      // `partial(names.append, 1)` changes as its parts do; other natives know themselves how they change.
      if (value.class.at === undefined) {
        each(partsOf(value));
        return;
      }
      each([...value.attributes.entries()].map((entry) => entry.value));
      value.attributes.spoil(unknown);
      return;
    case 'method':
      // `names.append` given away is `names` given away, where the method may change it.
      if (mayChangeSelf(value.function)) waiting.push(value.self);
      return;
    default:
  }
}

function isConstant({ class: type }: Instance): boolean {
  return type.mro.some((base) => base.kind === 'class' && base.standsFor !== undefined);
}

function partsOf({ class: type, state }: Instance): readonly Value[] {
  if (type.name !== 'partial' || type.module !== 'functools') return [];
  const { function: callee, args } = state as { readonly function: Value; readonly args: readonly Value[] };
  return [callee, ...args];
}

function mayChangeSelf(method: Value): boolean {
  return typeof method !== 'object' || method?.kind !== 'native' || (method.changes ?? []).includes('self');
}

/** Makes every setting of the namespace Unknown that is not assigned after this, bound or not (policy Taint). */
export function taint(machine: Machine, namespace: Dict, unknown: Unknown): void {
  if (machine.options.assumeBenign === true) return;
  chargeKeys(namespace.size);
  for (const entry of [...namespace.entries()]) {
    if (typeof entry.key === 'string' && isUppercase(entry.key)) {
      const { key, origin = [], environment = [] } = entry;
      namespace.bind({ key, value: unknown, origin, environment });
    }
  }
  namespace.setTaint(unknown);
}
