import type { Context } from '../values/context.ts';
import { isUnknown, MetUnknown, NotModelled, type Value } from '../values/values.ts';
import { fixed, general, scientific } from './numbers.ts';
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
export function formatPercent(context: Context, template: string, given: Value): string {
  if (isUnknown(given)) throw new MetUnknown(given);
  const isTuple = typeof given === 'object' && given?.kind === 'tuple';
  const args = isTuple ? given.items : [given];
  let next = 0;
  const take = (): Value => {
    const value = args[next];
    next += 1;
    if (value === undefined) return context.raise('TypeError', 'not enough arguments for format string');
    return value;
  };
  let usesNames = false;
  const result = template.replace(
    FIELD,
    (_, name?: string, flags = '', width?: string, precision?: string, type = '') => {
      if (type === '%') return '%';
      const number = (text: string | undefined): number | undefined =>
        text === '*' ? Number(take()) : text === undefined ? undefined : Number(text);
      const field: Field = { flags, width: number(width) ?? 0, precision: number(precision), type };
      if (field.width > WIDEST) throw new NotModelled('the text would be huge');
      if (name !== undefined) usesNames = true;
      const value = name === undefined ? take() : context.getItem(given, name);
      if (isUnknown(value)) throw new MetUnknown(value);
      return pad(field, ...formatField(context, value, field));
    },
  );
  if (/%(?:\([^)]*\)?)?[-+ #0\d.*]*$/.test(template.replace(FIELD, '')))
    context.raise('ValueError', 'incomplete format');
  // Whatever takes a subscript may be a mapping, whose surplus is not looked at.
  const takesOthers =
    usesNames ||
    (typeof given === 'object' && ['dict', 'list', 'range', 'bytes'].includes(given?.kind ?? ''));
  if (next < args.length && !takesOthers)
    context.raise('TypeError', 'not all arguments converted during string formatting');
  return result;
}

/** The sign and the rest. */
function formatField(context: Context, value: Value, field: Field): readonly [string, string] {
  const { type, precision, flags } = field;
  switch (type) {
    case 's':
    case 'r':
    case 'a': {
      const text =
        type === 's'
          ? context.str(value)
          : type === 'r'
            ? context.repr(value)
            : onlyAscii(context.repr(value));
      return ['', precision === undefined ? text : pointSlice(text, 0, precision)];
    }
    case 'c': {
      if (typeof value === 'bigint' || typeof value === 'boolean')
        return ['', String.fromCodePoint(Number(value))];
      if (typeof value === 'string' && pointLength(value) === 1) return ['', value];
      return context.raise('TypeError', '%c requires int or char');
    }
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
      return integerField(context, value, field);
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G': {
      const number = floatFrom(context, value);
      const body = floatText(type, Math.abs(number), precision ?? 6, flags.includes('#'));
      return [signFor(number < 0 || Object.is(number, -0), flags), body];
    }
    default:
      return context.raise('ValueError', `unsupported format character '${type}'`);
  }
}

function integerField(
  context: Context,
  value: Value,
  { type, precision, flags }: Field,
): readonly [string, string] {
  const isDecimal = 'diu'.includes(type);
  if (typeof value !== 'bigint' && typeof value !== 'boolean' && !(isDecimal && typeof value === 'number')) {
    return context.raise(
      'TypeError',
      `%${type} format: a real number is required, not ${context.classOf(value).name}`,
    );
  }
  const number = typeof value === 'number' ? BigInt(Math.trunc(value)) : BigInt(value);
  const magnitude = number < 0n ? -number : number;
  const digits = magnitude.toString(isDecimal ? 10 : type === 'o' ? 8 : 16).padStart(precision ?? 0, '0');
  const prefix = flags.includes('#') && !isDecimal ? `0${type}` : '';
  return [signFor(number < 0n, flags) + prefix, type === 'X' ? digits.toUpperCase() : digits];
}

function floatFrom(context: Context, value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  return context.raise('TypeError', `must be real number, not ${context.classOf(value).name}`);
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
