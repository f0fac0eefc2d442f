import { isBlank, strip } from '../../text/blanks.ts';
import { chargeWork } from '../values/record.ts';
import { NotModelled } from '../values/values.ts';

/** `repr(float)`: the shortest digits that give the same float, with an exponent below 1e-4 and from 1e16. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) return `${mantissa}e${exponentText(exponent)}`;
  if (exponent < 0) return value.toFixed(Math.max(1, mantissa.replace(/[-.]/g, '').length - 1 - exponent));
  const text = plainDigits(value);
  return text.includes('.') ? text : `${text}.0`;
}

// Valid below 1e21, from where on JavaScript writes an exponent.
function plainDigits(value: number): string {
  return String(value);
}

function exponentText(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** The exact value of a finite float as a fraction. */
export function fraction(value: number): readonly [numerator: bigint, denominator: bigint] {
  let scaled = value;
  let denominator = 1n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return [BigInt(scaled), denominator];
}

/** numerator / denominator, to the nearest int, halves to the even one. The denominator is positive. */
export function divideToEven(numerator: bigint, denominator: bigint): bigint {
  const floor = floorDivide(numerator, denominator);
  const twice = 2n * (numerator - floor * denominator);
  if (twice > denominator || (twice === denominator && floor % 2n !== 0n)) return floor + 1n;
  return floor;
}

export function floorDivide(left: bigint, right: bigint): bigint {
  const quotient = left / right;
  return left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient;
}

// A longer number is no use in a message or a path, and building it takes time.
const MOST_DIGITS = 300;

/** `'%.{digits}f'` of a finite float: rounded exactly, halves to even. */
export function fixed(value: number, digits: number): string {
  if (digits > MOST_DIGITS) throw new NotModelled(`more than ${MOST_DIGITS} digits`);
  const [numerator, denominator] = fraction(Math.abs(value));
  const rounded = String(divideToEven(numerator * 10n ** BigInt(digits), denominator)).padStart(
    digits + 1,
    '0',
  );
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + (digits === 0 ? rounded : `${rounded.slice(0, -digits)}.${rounded.slice(-digits)}`);
}

/** `'%.{digits}e'` of a finite float. */
export function scientific(value: number, digits: number): string {
  if (digits > 90) throw new NotModelled('more than 90 digits');
  const [mantissa = '', power = '0'] = value.toExponential(digits).split('e');
  const sign = Object.is(value, -0) ? '-' : '';
  return `${sign}${mantissa}e${exponentText(Number(power))}`;
}

/** `'%.{digits}g'` of a finite float; `keepZeros` is `#`. */
export function general(value: number, digits: number, keepZeros: boolean = false): string {
  const precision = digits === 0 ? 1 : digits;
  const [, power = '0'] = scientific(value, precision - 1).split('e');
  const exponent = Number(power);
  const text =
    exponent < -4 || exponent >= precision
      ? scientific(value, precision - 1)
      : fixed(value, Math.max(0, precision - 1 - exponent));
  if (keepZeros || !text.includes('.')) return text;
  return text.replace(/\.?0+(e|$)/, '$1');
}

// Unlike `str.strip`, which takes these too.
const SEPARATORS = '\x1c\x1d\x1e\x1f';

/** A number without blanks around it. Throws for digits of other scripts, which Python takes too. */
function withoutBlanks(text: string): string {
  if (/[^\0-\x7f]/.test(text) && /\p{Nd}/u.test(text.replace(/[0-9]+/g, '')))
    throw new NotModelled('digits of other scripts are not modelled');
  return strip(text, (point) => isBlank(point) && !SEPARATORS.includes(point));
}

/** `int(text, base)`; `undefined` where Python raises ValueError. */
export function parseInteger(text: string, base: number = 10): bigint | undefined {
  const match = /^([+-]?)(0[xXoObB])?([0-9a-zA-Z_]+)$/.exec(withoutBlanks(text));
  if (match === null) return undefined;
  const [, sign = '', prefix = '', rest = ''] = match;
  const prefixBase = { x: 16, o: 8, b: 2 }[prefix.charAt(1).toLowerCase()];
  let digits = rest;
  let radix = base;
  if (prefixBase !== undefined && (base === 0 || base === prefixBase)) radix = prefixBase;
  else digits = prefix + rest;
  if (radix === 0) {
    if (/^0[0_]*[1-9]/.test(digits)) return undefined;
    radix = 10;
  }
  if (
    !/^[^_]+(_[^_]+)*$/.test(prefixBase !== undefined && digits === rest ? digits.replace(/^_/, '') : digits)
  )
    return undefined;
  const result = fromDigits(digits.replaceAll('_', '').toLowerCase(), radix);
  return sign === '-' && result !== undefined ? -result : result;
}

const PREFIXES: Readonly<Record<number, string>> = { 2: '0b', 8: '0o', 10: '', 16: '0x' };

function fromDigits(digits: string, radix: number): bigint | undefined {
  const highest = (radix - 1).toString(36);
  const allowed = radix <= 10 ? `0-${highest}` : `0-9a-${highest}`;
  if (!new RegExp(`^[${allowed}]+$`).test(digits)) return undefined;
  const prefix = PREFIXES[radix];
  if (prefix !== undefined) return BigInt(prefix + digits);
  return joinedHalves(digits, radix);
}

// Number by number it would take the square of the length.
function joinedHalves(digits: string, radix: number): bigint {
  if (digits.length <= 10) return BigInt(Number.parseInt(digits, radix));
  const middle = digits.length >> 1;
  const low = digits.slice(middle);
  return (
    joinedHalves(digits.slice(0, middle), radix) * BigInt(radix) ** BigInt(low.length) +
    joinedHalves(low, radix)
  );
}

// No float takes more digits to be told from another.
const LONGEST_FLOAT = 10_000;

/** `float(text)`; `undefined` where Python raises ValueError. */
export function parseFloating(text: string): number | undefined {
  const clean = withoutBlanks(text).toLowerCase();
  if (clean.length > LONGEST_FLOAT) throw new NotModelled('the number is too long');
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(clean);
  if (special !== null) {
    const size = special[2] === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY;
    return special[1] === '-' ? -size : size;
  }
  if (!/^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/.test(clean)) return undefined;
  return Number(clean.replaceAll('_', ''));
}

/** Python converts between int and decimal text only up to so many digits, unless it is told otherwise from outside. */
export const MOST_TEXT_DIGITS = 4300;

/** Throws for a number whose text Python may refuse. */
export function refuseDigits(digits: number): void {
  if (digits > MOST_TEXT_DIGITS)
    throw new NotModelled(`how many digits Python converts can be set, ${MOST_TEXT_DIGITS} by default`);
}

const TOO_LONG = 10n ** BigInt(MOST_TEXT_DIGITS);

// Longer ones take more than the step that asks for them.
const SHORT_NUMBER = 64;
const DIGITS_PER_STEP = 16;

/** The decimal text of an int. */
export function integerText(value: bigint): string {
  // Finding the digits of a number takes much longer than telling that they are too many.
  if (value >= TOO_LONG || -value >= TOO_LONG) refuseDigits(MOST_TEXT_DIGITS + 1);
  const text = String(value);
  if (text.length > SHORT_NUMBER) chargeWork(Math.floor(text.length / DIGITS_PER_STEP));
  return text;
}
