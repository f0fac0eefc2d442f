import type { Machine } from '../machine/machine.ts';
import { classOf } from '../types/index.ts';
import { lookUp } from '../values/class-order.ts';
import { plainValue } from '../values/keys.ts';
import { certain } from '../values/settled.ts';
import type { Slice, Value } from '../values/values.ts';
import { call } from './call.ts';

/** Start, stop and step of a slice over `length` items, as `slice.indices` gives them. */
export function sliceIndices(
  machine: Machine,
  slice: Slice,
  length: number,
): readonly [number, number, number] {
  const step = slice.step === null ? 1 : indexOf(machine, slice.step);
  if (step === 0) machine.runtime.raise('ValueError', 'slice step cannot be zero');
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (given: Value, fallback: number): number => {
    if (given === null) return fallback;
    const index = indexOf(machine, given);
    return Math.min(Math.max(index < 0 ? index + length : index, lowest), highest);
  };
  return [
    clamp(slice.start, step > 0 ? lowest : highest),
    clamp(slice.stop, step > 0 ? highest : lowest),
    step,
  ];
}

/** An int for indexing. Numbers beyond any length are as good as infinite. */
export function indexOf(machine: Machine, given: Value): number {
  const value = plainValue(certain(given));
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return Math.max(-(2 ** 50), Math.min(2 ** 50, Number(value)));
  const method = lookUp(classOf(value).mro, '__index__');
  if (method !== undefined) return indexOf(machine, call(machine, method, [value]));
  return machine.runtime.raise('TypeError', `indices must be integers, not ${classOf(value).name}`);
}

/** The positions a slice selects, in its order. */
export function selected(machine: Machine, slice: Slice, length: number): number[] {
  const [start, stop, step] = sliceIndices(machine, slice, length);
  const positions: number[] = [];
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) positions.push(at);
  machine.budget.step(positions.length);
  return positions;
}

export function isSlice(value: Value): value is Slice {
  return typeof value === 'object' && value?.kind === 'slice';
}

export function position(machine: Machine, key: Value, length: number, what: string): number {
  const index = indexOf(machine, key);
  const at = index < 0 ? index + length : index;
  if (at < 0 || at >= length) machine.runtime.raise('IndexError', `${what} index out of range`);
  return at;
}
