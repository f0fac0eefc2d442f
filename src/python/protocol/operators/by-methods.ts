import type { Machine } from '../../machine/machine.ts';
import { NOT_IMPLEMENTED, type Value } from '../../values/values.ts';
import { call } from '../call.ts';
import { goesFirst, ownMethod } from '../override.ts';

/** The answer of the operands' own methods; a subclass on the right is asked first. */
export function byMethods(
  machine: Machine,
  left: Value,
  right: Value,
  name: string,
  mirrored: string,
): Value | undefined {
  const ours = (): Value | undefined => viaMethod(machine, left, right, name);
  const theirs = (): Value | undefined => viaMethod(machine, right, left, mirrored);
  return goesFirst(right, left, mirrored) ? (theirs() ?? ours()) : (ours() ?? theirs());
}

function viaMethod(machine: Machine, self: Value, other: Value, name: string): Value | undefined {
  const method = ownMethod(self, name);
  if (method === undefined) return undefined;
  const result = call(machine, method, [self, other]);
  return result === NOT_IMPLEMENTED ? undefined : result;
}
