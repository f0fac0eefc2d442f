import type { Runtime } from '../../../values/runtime.ts';
import { isUnknown, type Value } from '../../../values/values.ts';
import type { FieldOptions } from './field.ts';

/** Thrown where a value does not fit its field: what makes pydantic raise ValidationError. */
export class Invalid extends Error {}

/** Thrown for a value that belongs to no field: no field can be told to be the wrong one. */
export class Extra extends Invalid {}

type Holds = (runtime: Runtime, value: Value, bound: Value) => boolean;

const CONSTRAINTS: Readonly<Record<string, Holds>> = {
  gt: (runtime, value, bound) => runtime.less(bound, value),
  ge: (runtime, value, bound) => !runtime.less(value, bound),
  lt: (runtime, value, bound) => runtime.less(value, bound),
  le: (runtime, value, bound) => !runtime.less(bound, value),
  min_length: (runtime, value, bound) => !runtime.less(BigInt(runtime.length(value)), bound),
  max_length: (runtime, value, bound) => !runtime.less(bound, BigInt(runtime.length(value))),
  min_items: (runtime, value, bound) => !runtime.less(BigInt(runtime.length(value)), bound),
  max_items: (runtime, value, bound) => !runtime.less(bound, BigInt(runtime.length(value))),
};

/** Throws `Invalid` for a value that `Field(gt=0, max_length=5)` refuses. None passes, as with `Optional`. */
export function checkConstraints(runtime: Runtime, options: FieldOptions, value: Value): void {
  if (value === null || isUnknown(value)) return;
  for (const [name, bound] of options.others) {
    const holds = CONSTRAINTS[name];
    if (holds !== undefined && !holds(runtime, value, bound)) throw new Invalid(`${name} is not kept`);
  }
}
