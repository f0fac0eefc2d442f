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
  const ours = (): Value | undefined => answerOf(machine, ownMethod(left, name), left, right);
  const theirs = (): Value | undefined => answerOf(machine, ownMethod(right, mirrored), right, left);
  return goesFirst(right, left, mirrored) ? (theirs() ?? ours()) : (ours() ?? theirs());
}

/** Asks a method of `self`; `undefined` if it has none, or that gives NotImplemented. */
export function answerOf(
  machine: Machine,
  method: Value | undefined,
  self: Value,
  other: Value,
): Value | undefined {
  if (method === undefined) return undefined;
  const result = call(machine, method, [self, other]);
  return result === NOT_IMPLEMENTED ? undefined : result;
}
