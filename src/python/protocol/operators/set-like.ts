import type { Machine } from '../../machine/machine.ts';
import { hashKey } from '../../values/keys.ts';
import { viewItems } from '../../values/settled.ts';
import type { Value } from '../../values/values.ts';

/** The hash keys of a set, frozenset or set-like view. */
export function setLike(machine: Machine, value: Value): ReadonlySet<string> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value.kind === 'set' || value.kind === 'frozenset') {
    machine.budget.step(value.size);
    return new Set([...value.values()].map((item) => hashKey(item)));
  }
  if (value.kind === 'view' && value.part !== 'values') {
    machine.budget.step(value.of.size);
    return new Set(viewItems(value).map((item) => hashKey(item)));
  }
  return undefined;
}

export function isSubset(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return [...left].every((key) => right.has(key));
}
