import type { Position } from '../types.ts';

/** The value of a setting as plain data, whatever file it came from. Tables keep the order in which they were written. */
export type Datum =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Datum[]
  | Table
  | Unresolved
  | Opaque;

export type Table = ReadonlyMap<string, Datum>;

/** A value that could not be computed without running Python. */
export interface Unresolved {
  readonly kind: 'unresolved';
  readonly reason: string;
  readonly at: Position | null;
  /** The source of the expression, if there is one. */
  readonly expression: string | null;
  /** Environment variables that would have decided it. */
  readonly environment: readonly string[];
  /** Whether it is in doubt only because code that was not followed might have set it. */
  readonly tainted: boolean;
  /** The folder that `--allow-read` would have to name, where a file that may not be read decides. */
  readonly refused?: string;
  /** True if a folder of installed packages may make it known. */
  readonly lacksPackages?: boolean;
  /** True if reading it passed a bound on the work. */
  readonly isLimit?: boolean;
}

/** A value that is known but is no data: a function, a set, a class. */
export interface Opaque {
  readonly kind: 'opaque';
  /** With its article: `a function`. */
  readonly words: string;
  /** For an object whose class keeps what it was made of: `botocore.config.Config(signature_version="s3v4")`. */
  readonly made?: Made;
}

/** The class of an object, dotted, and the arguments it was made with. */
export interface Made {
  readonly className: string;
  readonly keywords: Table;
}

/** The way from a setting to a part of its value: keys and indexes. */
export type DatumPath = readonly (string | number)[];

export function opaque(words: string, made?: Made): Opaque {
  return { kind: 'opaque', words, ...(made !== undefined && { made }) };
}

export function isList(datum: Datum | undefined): datum is readonly Datum[] {
  return Array.isArray(datum);
}

export function isTable(datum: Datum | undefined): datum is Table {
  return datum instanceof Map;
}

export function isUnresolved(datum: Datum | undefined): datum is Unresolved {
  return kindOf(datum) === 'unresolved';
}

export function isOpaque(datum: Datum | undefined): datum is Opaque {
  return kindOf(datum) === 'opaque';
}

function kindOf(datum: Datum | undefined): string | undefined {
  if (typeof datum !== 'object' || datum === null || isList(datum) || isTable(datum)) return undefined;
  return (datum as Unresolved | Opaque).kind;
}

/** Returns the first part of a value, however deep, that could not be computed. */
export function firstUnresolved(datum: Datum | undefined): Unresolved | undefined {
  if (isUnresolved(datum)) return datum;
  const parts = isList(datum) ? datum : isTable(datum) ? [...datum.values()] : [];
  for (const part of parts) {
    const found = firstUnresolved(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whose words for values a message has: those of the file that the user wrote. */
export type Language = 'python' | 'json';

const tuples = new WeakSet<readonly Datum[]>();

/** A list that Python calls a tuple: the same as a list, but for what messages call it. */
export function tupleDatum(items: readonly Datum[]): readonly Datum[] {
  tuples.add(items);
  return items;
}

/** Words for a value in messages: `a list of 3`, `the string 'x'`, `null` or `None`. */
export function describeDatum(datum: Datum, language: Language = 'json'): string {
  const isPython = language === 'python';
  if (datum === null) return isPython ? 'None' : 'null';
  if (datum === '') return 'an empty string';
  if (typeof datum === 'string' && datum.includes('\0')) return 'a string with a NUL';
  if (typeof datum === 'string') return datum.length <= 40 ? `the string '${datum}'` : 'a long string';
  if (typeof datum === 'boolean') return isPython ? (datum ? 'True' : 'False') : String(datum);
  if (typeof datum === 'number' || typeof datum === 'bigint') return `the number ${datum}`;
  if (isList(datum)) return `${tuples.has(datum) ? 'a tuple' : 'a list'}${sizeWords(datum.length)}`;
  if (isTable(datum)) return isPython ? 'a dict' : 'an object';
  return isOpaque(datum) ? datum.words : 'not known';
}

function sizeWords(size: number): string {
  return size === 0 ? ' without items' : ` of ${size}`;
}

/** No setting is nested nearly as deep; deeper data would only exhaust the stack. */
const DEEPEST = 100;

/**
 * Turns a value of JSON, YAML, TOML or a script into a datum. Members that are `undefined` are left out. A value that is no
 * data (a function, a class instance), contains itself or is nested more than a hundred deep becomes opaque.
 */
export function toDatum(value: unknown, above: readonly unknown[] = []): Datum {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'number':
    case 'bigint':
      return value;
    case 'object':
      break;
    default:
      return opaque(value === undefined ? 'undefined' : `a ${typeof value}`);
  }
  if (value === null) return null;
  if (above.includes(value)) return opaque('a value that contains itself');
  if (above.length > DEEPEST) return opaque('a value nested too deeply');
  const path = [...above, value];
  if (Array.isArray(value)) return value.map((item) => toDatum(item, path));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return new Map(members.map(([key, member]) => [key, toDatum(member, path)]));
  }
  return value instanceof Date ? value.toISOString() : opaque(`a ${value.constructor.name}`);
}

/** Plain JSON for reports; parts that are no data become a string in angle brackets. */
export function toJson(datum: Datum): unknown {
  if (isList(datum)) return datum.map(toJson);
  if (isTable(datum)) return Object.fromEntries([...datum].map(([key, value]) => [key, toJson(value)]));
  if (isUnresolved(datum)) return `<unresolved: ${datum.reason}>`;
  if (isOpaque(datum)) return `<${datum.words}>`;
  return typeof datum === 'bigint' ? Number(datum) : datum;
}
