import { NotModelled, type Value } from '../../../values/values.ts';

/** Plain scalars as PyYAML's safe loader takes them: YAML 1.1, but not quite. `undefined` for a timestamp. */
export function resolvePlain(text: string): Value | undefined {
  if (NULL.test(text)) return null;
  const truth = BOOLEANS[text.toLowerCase()];
  if (truth !== undefined && isCased(text)) return truth;
  if (INTEGER.test(text)) return toInteger(text.replaceAll('_', ''));
  if (FLOAT.test(text)) return toFloat(text.replaceAll('_', '').toLowerCase());
  return TIMESTAMP.test(text) ? undefined : text;
}

/** The same in YAML 1.2. What the two write alike and read differently is not modelled. */
export function resolveNewPlain(text: string): Value | undefined {
  if (/^(?:yes|no|on|off)$/i.test(text) || /^[-+]?\d[\d_]*(?::\d+)+(?:\.\d*)?$/.test(text)) return text;
  if (/^[-+]?0[\d_o]/.test(text) && !TIMESTAMP.test(text))
    throw new NotModelled(`the number ${text} is not modelled in YAML 1.2`);
  return resolvePlain(text);
}

const NULL = /^(?:~|null|Null|NULL|)$/;

const BOOLEANS: Readonly<Record<string, boolean>> = {
  yes: true,
  no: false,
  true: true,
  false: false,
  on: true,
  off: false,
};

/** All small, all capital or a capital first: nothing else counts. */
function isCased(text: string): boolean {
  return /^[a-z]+$|^[A-Z]+$|^[A-Z][a-z]+$/.test(text);
}

const INTEGER =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;

const FLOAT =
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

const TIMESTAMP =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

function signed(text: string): readonly [boolean, string] {
  return [text.startsWith('-'), text.replace(/^[-+]/, '')];
}

function toInteger(text: string): Value {
  const [negative, digits] = signed(text);
  const value = digits.includes(':')
    ? digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n)
    : BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return negative ? -value : value;
}

function toFloat(text: string): Value {
  const [negative, digits] = signed(text);
  const value =
    digits === '.inf'
      ? Number.POSITIVE_INFINITY
      : digits === '.nan'
        ? Number.NaN
        : digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return negative ? -value : value;
}
