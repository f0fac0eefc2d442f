import { isUnknown, type Unknown, type Value } from './values.ts';

/** What an Unknown may be, or a value itself; `undefined` if nobody can tell. */
export function likely(value: Value | undefined): Exclude<Value, Unknown> | undefined {
  let inner = value;
  while (inner !== undefined && isUnknown(inner)) inner = inner.perhaps;
  return inner;
}

/** The Unknown for a value that may be another by now: whatever is done to it may be done to that value. */
export function inDoubt(unknown: Unknown, value: Value | undefined): Unknown {
  const inner = likely(value);
  return inner === undefined ? unknown : { ...unknown, perhaps: inner };
}
