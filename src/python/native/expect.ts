import { plainValue } from '../values/keys.ts';
import type { Runtime } from '../values/runtime.ts';
import { isUnknown, MetUnknown, NotModelled, type Value } from '../values/values.ts';

/** Gives the value itself. Throws an Unknown as `MetUnknown`, so that the call comes to it. */
export function known(value: Value | undefined): Exclude<Value, { readonly kind: 'unknown' }> {
  if (value === undefined) throw new NotModelled('an argument is missing');
  if (isUnknown(value)) throw new MetUnknown(value);
  return value;
}

/** A str argument. Throws `NotModelled` for any other value, not TypeError: the real function may take it. */
export function expectStr(value: Value | undefined): string {
  const given = plainValue(known(value));
  if (typeof given !== 'string') throw new NotModelled('an argument is no str');
  return given;
}

/** An int (or bool) argument that fits a JavaScript number exactly. */
export function expectInt(value: Value | undefined): number {
  const given = plainValue(known(value));
  if (typeof given === 'boolean') return given ? 1 : 0;
  if (typeof given !== 'bigint') throw new NotModelled('an argument is no int');
  const number = Number(given);
  if (!Number.isSafeInteger(number)) throw new NotModelled('an argument is too large an int');
  return number;
}

/** `os.fspath`: a str, or anything with `__fspath__`. */
export function expectPath(runtime: Runtime, value: Value | undefined): string {
  const given = plainValue(known(value));
  if (typeof given === 'string') return given;
  if (typeof given === 'object' && given !== null && given.kind === 'instance') {
    const method = runtime.getAttribute(given, '__fspath__');
    if (method !== undefined) return expectStr(runtime.call(method));
  }
  throw new NotModelled('an argument is no path');
}
