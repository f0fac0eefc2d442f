import type { Value } from './values.ts';

export type NumberValue = boolean | bigint | number;

export function isNumber(value: Value): value is NumberValue {
  return typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean';
}

/** bool counts as 0 and 1. */
export function toNumber(value: NumberValue): bigint | number {
  return typeof value === 'boolean' ? BigInt(value) : value;
}
