import { expectInt, expectStr, known } from '../native/expect.ts';
import { computed, native } from '../native/native.ts';
import { fraction, MOST_TEXT_DIGITS, parseFloating, parseInteger, refuseDigits } from '../text/numbers.ts';
import { quote } from '../text/quote.ts';
import { isNumber, toNumber } from '../values/numeric.ts';
import type { Runtime } from '../values/runtime.ts';
import { type ClassValue, NotModelled, tuple, type Value } from '../values/values.ts';
import { builtinClass, unmodelled } from './object.ts';

// An instance of a subclass of a number or a str would have to remember its class; no settings need it.
function refuseSubclass(cls: Value | undefined, name: string): void {
  if (typeof cls === 'object' && cls?.kind === 'class' && cls.name !== name) {
    throw new NotModelled(`subclasses of ${name} are not modelled`);
  }
}

function toInt(runtime: Runtime, given: Value | undefined, base: Value | undefined): Value {
  if (given === undefined) return 0n;
  const value = known(given);
  if (typeof value === 'string') {
    const radix = base === undefined ? 10 : expectInt(base);
    // As CPython counts: bases that are powers of two cost nothing.
    if (value.length > MOST_TEXT_DIGITS && (radix & (radix - 1)) !== 0)
      refuseDigits(value.replace(/\D/g, '').length);
    const parsed = parseInteger(value, radix);
    return (
      parsed ?? runtime.raise('ValueError', `invalid literal for int() with base ${radix}: ${quote(value)}`)
    );
  }
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return runtime.raise('ValueError', 'cannot convert float NaN to integer');
    if (!Number.isFinite(value))
      return runtime.raise('OverflowError', 'cannot convert float infinity to integer');
    return BigInt(Math.trunc(value));
  }
  if (isNumber(value)) return BigInt(toNumber(value));
  const method = runtime.getAttribute(value, '__int__') ?? runtime.getAttribute(value, '__index__');
  if (method !== undefined) return runtime.call(method);
  return runtime.raise(
    'TypeError',
    `int() argument must be a string or a number, not '${runtime.classOf(value).name}'`,
  );
}

// A bool is the int it stands for.
function asInt(self: Value): Value {
  return typeof self === 'boolean' ? BigInt(self) : self;
}

export const INT: ClassValue = builtinClass({
  name: 'int',
  members: {
    __new__: native('__new__(cls, x=..., base=...)', (runtime, { cls, x, base }) => {
      refuseSubclass(cls, 'int');
      return toInt(runtime, x, base);
    }),
    bit_length: native('bit_length(self)', (_, { self }) => {
      const value = BigInt(expectInt(self));
      return BigInt(value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length);
    }),
    conjugate: native('conjugate(self)', (_, { self = null }) => asInt(self)),
    ...unmodelled('as_integer_ratio', 'bit_count', 'from_bytes', 'is_integer', 'to_bytes'),
    real: computed((_, self) => asInt(self)),
    imag: computed(() => 0n),
    numerator: computed((_, self) => asInt(self)),
    denominator: computed(() => 1n),
  },
});

export const BOOL: ClassValue = builtinClass({
  name: 'bool',
  bases: [INT],
  members: { __new__: native('__new__(cls, x=False)', (runtime, { x = null }) => runtime.truth(x)) },
});

function toFloat(runtime: Runtime, given: Value | undefined): number {
  if (given === undefined) return 0;
  const value = known(given);
  if (typeof value === 'string') {
    return (
      parseFloating(value) ??
      runtime.raise('ValueError', `could not convert string to float: ${quote(value)}`)
    );
  }
  if (isNumber(value)) return Number(toNumber(value));
  const method = runtime.getAttribute(value, '__float__');
  if (method !== undefined) return toFloat(runtime, runtime.call(method));
  return runtime.raise(
    'TypeError',
    `float() argument must be a string or a number, not '${runtime.classOf(value).name}'`,
  );
}

function floatOf(self: Value | undefined): number {
  if (typeof self !== 'number') throw new NotModelled('a float method of something else');
  return self;
}

export const FLOAT: ClassValue = builtinClass({
  name: 'float',
  members: {
    __new__: native('__new__(cls, x=..., /)', (runtime, { cls, x }) => {
      refuseSubclass(cls, 'float');
      return toFloat(runtime, x);
    }),
    ...unmodelled('fromhex', 'hex'),
    is_integer: native('is_integer(self)', (_, { self }) => Number.isInteger(floatOf(self))),
    as_integer_ratio: native('as_integer_ratio(self)', (_, { self }) => tuple(fraction(floatOf(self)))),
    conjugate: native('conjugate(self)', (_, { self = null }) => self),
    real: computed((_, self) => self),
    imag: computed(() => 0),
  },
});

function textOf(runtime: Runtime, given: Value | undefined, encoding: Value | undefined): string {
  if (given === undefined) return '';
  const value = known(given);
  if (typeof value === 'object' && value?.kind === 'bytes' && encoding !== undefined) {
    return decode(value.data, expectStr(encoding));
  }
  return runtime.str(value);
}

/** Decodes bytes to str. Throws `NotModelled` for encodings that few people use, and for bytes that don't fit. */
export function decode(data: Uint8Array, encoding: string): string {
  const name = encoding.toLowerCase().replace(/[-_]/g, '');
  if (name === 'ascii' && data.some((byte) => byte > 127)) throw new NotModelled('the bytes are not ASCII');
  try {
    if (name === 'utf8' || name === 'ascii')
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
    if (name === 'utf8sig') return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    throw new NotModelled('the bytes are not UTF-8');
  }
  if (name === 'latin1' || name === 'iso88591') return Buffer.from(data).toString('latin1');
  throw new NotModelled(`the encoding ${encoding} is not modelled`);
}

/** The constructor of `str`; its methods are in `types/str.ts`. */
export const NEW_STR: Value = native(
  '__new__(cls, object=..., encoding=..., errors=...)',
  (runtime, args) => {
    refuseSubclass(args.cls, 'str');
    return textOf(runtime, args.object, args.encoding);
  },
);
