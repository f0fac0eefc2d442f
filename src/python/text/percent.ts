import { chargeLength, chargeText, MOST_BUILT } from '../native/bounds.ts';
import type { Runtime } from '../values/runtime.ts';
import { BoundPassed, isUnknown, MetUnknown, NotModelled, type Value } from '../values/values.ts';
import { fixed, general, integerText, scientific } from './numbers.ts';
import { pointLength, pointSlice } from './points.ts';
import { onlyAscii } from './quote.ts';

const FIELD = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?(.)/gsu;
const WIDEST = 10_000;

interface Field {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
}

/** `template % values`. */
export function formatPercent(runtime: Runtime, template: string, given: Value): string {
  if (isUnknown(given)) throw new MetUnknown(given);
  const isTuple = typeof given === 'object' && given?.kind === 'tuple';
  const args = isTuple ? given.items : [given];
  let next = 0;
  const take = (): Value => {
    const value = args[next];
    next += 1;
    if (value === undefined) return runtime.raise('TypeError', 'not enough arguments for format string');
    return value;
  };
  let usesNames = false;
  let built = template.length;
  chargeText(runtime, template.length);
  const result = template.replace(
    FIELD,
    (_, name?: string, flags = '', width?: string, precision?: string, type = '') => {
      runtime.charge(1);
      if (type === '%') return '%';
      const number = (text: string | undefined): number | undefined =>
        text === '*' ? Number(take()) : text === undefined ? undefined : Number(text);
      const field: Field = { flags, width: number(width) ?? 0, precision: number(precision), type };
      if (field.width > WIDEST || (field.precision ?? 0) > WIDEST)
        throw new NotModelled('the text would be huge');
      if (name !== undefined) usesNames = true;
      const value = name === undefined ? take() : runtime.getItem(given, name);
      if (isUnknown(value)) throw new MetUnknown(value);
      const text = pad(field, ...formatField(runtime, value, field));
      built += text.length;
      if (built > MOST_BUILT) throw new BoundPassed('the text would be huge');
      return text;
    },
  );
  chargeLength(runtime, built);
  if (/%(?:\([^)]*\)?)?[-+ #0\d.*]*$/.test(template.replace(FIELD, '')))
    runtime.raise('ValueError', 'incomplete format');
  // A value that takes subscripts may be a mapping, and a mapping may have more keys than are used.
  const takesOthers =
    usesNames ||
    (typeof given === 'object' && ['dict', 'list', 'range', 'bytes'].includes(given?.kind ?? ''));
  if (next < args.length && !takesOthers)
    runtime.raise('TypeError', 'not all arguments converted during string formatting');
  return result;
}

/** The sign and the rest. */
function formatField(runtime: Runtime, value: Value, field: Field): readonly [string, string] {
  const { type, precision, flags } = field;
  switch (type) {
    case 's':
    case 'r':
    case 'a': {
      const text =
        type === 's'
          ? runtime.str(value)
          : type === 'r'
            ? runtime.repr(value)
            : onlyAscii(runtime.repr(value));
      return ['', precision === undefined ? text : pointSlice(text, 0, precision)];
    }
    case 'c': {
      if (typeof value === 'bigint' || typeof value === 'boolean')
        return ['', String.fromCodePoint(Number(value))];
      if (typeof value === 'string' && pointLength(value) === 1) return ['', value];
      return runtime.raise('TypeError', '%c requires int or char');
    }
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
      return integerField(runtime, value, field);
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G': {
      const number = floatFrom(runtime, value);
      const body = floatText(type, Math.abs(number), precision ?? 6, flags.includes('#'));
      return [signFor(number < 0 || Object.is(number, -0), flags), body];
    }
    default:
      return runtime.raise('ValueError', `unsupported format character '${type}'`);
  }
}

function integerField(
  runtime: Runtime,
  value: Value,
  { type, precision, flags }: Field,
): readonly [string, string] {
  const isDecimal = 'diu'.includes(type);
  if (typeof value !== 'bigint' && typeof value !== 'boolean' && !(isDecimal && typeof value === 'number')) {
    return runtime.raise(
      'TypeError',
      `%${type} format: a real number is required, not ${runtime.classOf(value).name}`,
    );
  }
  const number = typeof value === 'number' ? BigInt(Math.trunc(value)) : BigInt(value);
  const magnitude = number < 0n ? -number : number;
  if (isDecimal) integerText(magnitude);
  const digits = magnitude.toString(isDecimal ? 10 : type === 'o' ? 8 : 16).padStart(precision ?? 0, '0');
  const prefix = flags.includes('#') && !isDecimal ? `0${type}` : '';
  return [signFor(number < 0n, flags) + prefix, type === 'X' ? digits.toUpperCase() : digits];
}

function floatFrom(runtime: Runtime, value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  return runtime.raise('TypeError', `must be real number, not ${runtime.classOf(value).name}`);
}

function floatText(type: string, value: number, precision: number, alternate: boolean): string {
  if (!Number.isFinite(value))
    return type === type.toUpperCase()
      ? String(value).slice(0, 3).toUpperCase()
      : String(value).slice(0, 3).toLowerCase();
  const lower = type.toLowerCase();
  const text =
    lower === 'f'
      ? fixed(value, precision)
      : lower === 'e'
        ? scientific(value, precision)
        : general(value, precision, alternate);
  return type === lower ? text : text.toUpperCase();
}

function signFor(isNegative: boolean, flags: string): string {
  if (isNegative) return '-';
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
}

function pad({ flags, width, type }: Field, sign: string, body: string): string {
  const missing = Math.max(0, width - pointLength(sign + body));
  if (flags.includes('-')) return sign + body + ' '.repeat(missing);
  if (flags.includes('0') && !'srac'.includes(type)) return sign + '0'.repeat(missing) + body;
  return ' '.repeat(missing) + sign + body;
}
