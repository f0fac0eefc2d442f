import { plainValue } from '../../../values/keys.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { bytes, NotModelled, Raised, type Value } from '../../../values/values.ts';
import { Invalid } from './constraints.ts';

export type Version = 1 | 2;

const TRUE: readonly string[] = ['1', 'on', 't', 'true', 'y', 'yes'];
const FALSE: readonly string[] = ['0', 'off', 'f', 'false', 'n', 'no'];

function toBool(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 0n || value === 0) return false;
  if (value === 1n || value === 1) return true;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (TRUE.includes(word)) return true;
  if (FALSE.includes(word)) return false;
  throw new Invalid('a valid boolean is needed');
}

function builtin(runtime: Runtime, name: string, value: Value): Value {
  try {
    return runtime.call(runtime.builtin(name), [value]);
  } catch (error) {
    if (error instanceof Raised) throw new Invalid(`a valid ${name} is needed`);
    throw error;
  }
}

function toInt(runtime: Runtime, value: Value, version: Version): Value {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || (version === 2 && !Number.isInteger(value)))
      throw new Invalid('a valid integer is needed');
    return builtin(runtime, 'int', value);
  }
  if (typeof value !== 'string') throw new Invalid('a valid integer is needed');
  const whole = version === 2 ? value.replace(/^(\s*[+-]?\d+)\.0+(\s*)$/, '$1$2') : value;
  return builtin(runtime, 'int', whole);
}

function toFloat(runtime: Runtime, value: Value): Value {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return value;
  if (typeof value !== 'bigint' && typeof value !== 'string') throw new Invalid('a valid number is needed');
  return builtin(runtime, 'float', value);
}

function toStr(runtime: Runtime, value: Value, version: Version): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value?.kind === 'bytes') return Buffer.from(value.data).toString('utf8');
  const isNumber = typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean';
  if (version === 1 && isNumber) return runtime.str(value);
  throw new Invalid('a valid string is needed');
}

export function toScalar(
  runtime: Runtime,
  name: 'str' | 'int' | 'float' | 'bool' | 'bytes',
  given: Value,
  version: Version,
): Value {
  const value = plainValue(given);
  switch (name) {
    case 'str':
      return toStr(runtime, value, version);
    case 'int':
      return toInt(runtime, value, version);
    case 'float':
      return toFloat(runtime, value);
    case 'bool':
      return toBool(value);
    case 'bytes':
      if (typeof value === 'object' && value?.kind === 'bytes') return value;
      if (typeof value === 'string') return bytes(Buffer.from(value, 'utf8'));
      throw new NotModelled('bytes of such a value are not modelled');
  }
}
