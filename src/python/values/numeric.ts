import type { Value } from './values.ts';

export type NumberValue = boolean | bigint | number;

export function isNumber(value: Value): value is NumberValue {
  return typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean';
}

/** Converts to a number of JavaScript; a bool counts as 0 or 1. */
export function toNumber(value: NumberValue): bigint | number {
  return typeof value === 'boolean' ? BigInt(value) : value;
}
