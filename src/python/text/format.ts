import type { Runtime } from '../values/runtime.ts';
import { NotModelled, type Value } from '../values/values.ts';
import { fixed, floatRepr, general, integerText, scientific } from './numbers.ts';
import { pointLength, pointSlice } from './points.ts';

interface Spec {
  readonly fill: string;
  readonly align: '' | '<' | '>' | '^' | '=';
  readonly sign: '' | '+' | '-' | ' ';
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: '' | ',' | '_';
  readonly precision: number | undefined;
  readonly type: string;
}

const SPEC = /^(?:(.)?([<>=^]))?([ +-])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

// No setting is a longer field.
const WIDEST = 10_000;

function parseSpec(runtime: Runtime, text: string): Spec {
  const match = SPEC.exec(text);
  if (match === null) return runtime.raise('ValueError', 'Invalid format specifier');
  const [, fill, align = '', sign = '', , alternate, zero, width = '0', grouping = '', precision, type = ''] =
    match;
  const spec = {
    fill: fill ?? (zero === undefined || align !== '' ? (zero === undefined ? ' ' : '0') : '0'),
    align: align === '' && zero !== undefined ? '=' : align,
    sign,
    alternate: alternate !== undefined,
    width: Number(width),
    grouping,
    precision: precision === undefined ? undefined : Number(precision),
    type,
  } as Spec;
  if (spec.width > WIDEST) throw new NotModelled('the text would be huge');
  return spec;
}

/** `format(value, spec)` of str, int, float and bool; other values take no spec. */
export function formatValue(runtime: Runtime, value: Value, text: string): string {
  if (text === '') return runtime.str(value);
  if (typeof value === 'string') return formatText(runtime, value, text);
  if (typeof value === 'bigint') return formatInteger(runtime, value, parseSpec(runtime, text));
  if (typeof value === 'number') return formatFloat(runtime, value, parseSpec(runtime, text));
  if (typeof value === 'boolean') return formatInteger(runtime, BigInt(value), parseSpec(runtime, text));
  return runtime.raise(
    'TypeError',
    `unsupported format string passed to ${runtime.classOf(value).name}.__format__`,
  );
}

function pad(spec: Spec, sign: string, body: string, fallback: '<' | '>'): string {
  const missing = Math.max(0, spec.width - pointLength(sign + body));
  const align = spec.align === '' ? fallback : spec.align;
  if (align === '=') return sign + spec.fill.repeat(missing) + body;
  if (align === '<') return sign + body + spec.fill.repeat(missing);
  if (align === '>') return spec.fill.repeat(missing) + sign + body;
  const left = Math.floor(missing / 2);
  return spec.fill.repeat(left) + sign + body + spec.fill.repeat(missing - left);
}

function formatText(runtime: Runtime, value: string, text: string): string {
  const spec = parseSpec(runtime, text);
  if (spec.type !== '' && spec.type !== 's') {
    return runtime.raise('ValueError', `Unknown format code '${spec.type}' for object of type 'str'`);
  }
  if (spec.grouping !== '') return runtime.raise('ValueError', `Cannot specify '${spec.grouping}' with 's'.`);
  if (spec.alternate)
    return runtime.raise('ValueError', 'Alternate form (#) not allowed in string format specifier');
  if (text.startsWith('=') || text[1] === '=')
    return runtime.raise('ValueError', "'=' alignment not allowed in string format specifier");
  if (spec.sign !== '') return runtime.raise('ValueError', 'Sign not allowed in string format specifier');
  const cut = spec.precision === undefined ? value : pointSlice(value, 0, spec.precision);
  return pad(spec.align === '=' ? { ...spec, align: '<' } : spec, '', cut, '<');
}

function signFor(isNegative: boolean, spec: Spec): string {
  if (isNegative) return '-';
  return spec.sign === '+' || spec.sign === ' ' ? spec.sign : '';
}

function grouped(digits: string, spec: Spec, size: number): string {
  if (spec.grouping === '') return digits;
  // Python groups the zeros that fill the field too; no setting needs it.
  if (spec.align === '=' && spec.fill === '0' && spec.width > digits.length)
    throw new NotModelled('grouped zeros are not modelled');
  const whole = /^\w*/.exec(digits)?.[0] ?? '';
  const first = whole.length % size;
  const groups = first === 0 ? [] : [whole.slice(0, first)];
  for (let at = first; at < whole.length; at += size) groups.push(whole.slice(at, at + size));
  return groups.join(spec.grouping) + digits.slice(whole.length);
}

const RADIX: Readonly<Record<string, readonly [number, string]>> = {
  b: [2, '0b'],
  o: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
};

function formatInteger(runtime: Runtime, value: bigint, spec: Spec): string {
  if ('eEfFgG%'.includes(spec.type) && spec.type !== '') return formatFloat(runtime, Number(value), spec);
  if (spec.precision !== undefined)
    return runtime.raise('ValueError', 'Precision not allowed in integer format specifier');
  const magnitude = value < 0n ? -value : value;
  const sign = signFor(value < 0n, spec);
  if (spec.type === 'c') return pad(spec, '', String.fromCodePoint(Number(value)), '<');
  if (spec.type === '' || spec.type === 'd' || spec.type === 'n')
    return pad(spec, sign, grouped(integerText(magnitude), spec, 3), '>');
  const radix = RADIX[spec.type];
  if (radix === undefined) {
    return runtime.raise('ValueError', `Unknown format code '${spec.type}' for object of type 'int'`);
  }
  const digits = magnitude.toString(radix[0]);
  if (spec.grouping !== '' && digits.length > WIDEST) throw new NotModelled('the text would be huge');
  const body = grouped(spec.type === 'X' ? digits.toUpperCase() : digits, spec, 4);
  return pad(spec, sign + (spec.alternate ? radix[1] : ''), body, '>');
}

function formatFloat(runtime: Runtime, value: number, spec: Spec): string {
  const isNegative = value < 0 || Object.is(value, -0);
  const sign = signFor(isNegative, spec);
  return pad(spec, sign, grouped(floatBody(runtime, Math.abs(value), spec), spec, 3), '>');
}

function floatBody(runtime: Runtime, value: number, spec: Spec): string {
  if (!Number.isFinite(value)) {
    const text = Number.isNaN(value) ? 'nan' : 'inf';
    return (
      (spec.type === spec.type.toUpperCase() && spec.type !== '' && spec.type !== '%'
        ? text.toUpperCase()
        : text) + (spec.type === '%' ? '%' : '')
    );
  }
  const digits = spec.precision ?? 6;
  switch (spec.type) {
    case 'f':
    case 'F':
      return fixed(value, digits);
    case 'e':
      return scientific(value, digits);
    case 'E':
      return scientific(value, digits).toUpperCase();
    // No code that is read sets a locale.
    case 'n':
    case 'g':
      return general(value, digits, spec.alternate);
    case 'G':
      return general(value, digits, spec.alternate).toUpperCase();
    case '%':
      return `${fixed(value * 100, digits)}%`;
    case '': {
      if (spec.precision === undefined) return floatRepr(value);
      // Python writes such a number neither as `g` nor as `r`; no setting needs it.
      throw new NotModelled('a precision without a type is not modelled');
    }
    default:
      return runtime.raise('ValueError', `Unknown format code '${spec.type}' for object of type 'float'`);
  }
}
