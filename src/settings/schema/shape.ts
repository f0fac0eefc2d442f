import type { Datum, DatumPath, Language } from '../datum.ts';
import { describeDatum, isList, isOpaque, isTable, isUnresolved } from '../datum.ts';

/** `path`: a string that is made absolute; `version`: a string such as `5.2`. */
export type Scalar = 'string' | 'path' | 'version' | 'boolean' | 'integer' | 'null' | 'any';

/**
 * The values that a setting takes, as data: checked here, turned into a JSON Schema by json-schema.ts and into a TypeScript
 * type by value.ts.
 */
export type Shape =
  | Scalar
  | ObjectShape
  | { readonly integer: Limits }
  | { readonly choice: readonly string[] }
  | { readonly list: Shape }
  | { readonly pair: readonly [Shape, Shape] }
  | { readonly map: Shape }
  | { readonly either: readonly Shape[] };

interface ObjectShape {
  readonly object: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
}

/** A part of a value that does not fit. `message` follows the name of the part: `must be a string, not 5`. */
export interface Mismatch {
  readonly path: DatumPath;
  readonly message: string;
}

/** Returns all parts of `datum` that do not fit `shape`. A value that could not be computed fits: that is reported elsewhere. */
export function mismatches(
  shape: Shape,
  datum: Datum,
  language: Language = 'json',
  path: DatumPath = [],
): readonly Mismatch[] {
  if (isUnresolved(datum) || shape === 'any') return [];
  if (typeof shape === 'object') {
    if ('list' in shape && isList(datum)) {
      return datum.flatMap((item, index) => mismatches(shape.list, item, language, [...path, index]));
    }
    if ('pair' in shape && isList(datum) && datum.length === 2) {
      return shape.pair.flatMap((part, index) =>
        mismatches(part, datum[index] as Datum, language, [...path, index]),
      );
    }
    if ('map' in shape && isTable(datum)) {
      return [...datum].flatMap(([key, value]) => mismatches(shape.map, value, language, [...path, key]));
    }
    if ('object' in shape && isTable(datum)) return fieldMismatches(shape, datum, language, path);
    if ('either' in shape) return eitherMismatches(shape.either, datum, language, path);
  }
  if (fitsScalar(shape, datum)) return [];
  return [
    { path, message: `must be ${describeShape(shape, language)}, not ${describeDatum(datum, language)}` },
  ];
}

/** False for lists and objects too: those are looked into. */
function fitsScalar(shape: Shape, datum: Datum): boolean {
  if (typeof shape === 'object') {
    if ('choice' in shape) return typeof datum === 'string' && shape.choice.includes(datum);
    return 'integer' in shape && isInteger(datum) && isBetween(Number(datum), shape.integer);
  }
  switch (shape) {
    case 'boolean':
      return typeof datum === 'boolean';
    case 'integer':
      return isInteger(datum);
    case 'null':
      return datum === null;
    case 'any':
      return true;
    case 'version':
      return typeof datum === 'string' && /^\s*\d+\.\d+/.test(datum);
    default:
      // No name of anything has a NUL in it, and the operating system takes none.
      return typeof datum === 'string' && !datum.includes('\0');
  }
}

function isInteger(datum: Datum): boolean {
  return typeof datum === 'bigint' || Number.isInteger(datum);
}

/** Limits of a number, both included. */
export interface Limits {
  readonly least: number;
  readonly most?: number;
}

function isBetween(value: number, { least, most }: Limits): boolean {
  return value >= least && value <= (most ?? Number.POSITIVE_INFINITY);
}

function fieldMismatches(
  shape: ObjectShape,
  table: ReadonlyMap<string, Datum>,
  language: Language,
  path: DatumPath,
): readonly Mismatch[] {
  const missing = shape.required.filter((key) => !table.has(key));
  return [
    ...missing.map((key) => ({ path, message: `lacks '${key}'` })),
    ...[...table].flatMap(([key, value]) => {
      const field = shape.object[key];
      if (field !== undefined) return mismatches(field, value, language, [...path, key]);
      const known = Object.keys(shape.object).join(', ');
      return [{ path: [...path, key], message: `is not known here; known are ${known}` }];
    }),
  ];
}

/** If one alternative is of the same make as the value (both objects, both lists), its finer words are taken. */
function eitherMismatches(
  shapes: readonly Shape[],
  datum: Datum,
  language: Language,
  path: DatumPath,
): readonly Mismatch[] {
  if (shapes.some((shape) => mismatches(shape, datum, language, path).length === 0)) return [];
  const alike = shapes.filter((shape) => isSameMake(shape, datum));
  if (alike.length === 1) return mismatches(alike[0] as Shape, datum, language, path);
  const words = describeShape({ either: shapes }, language);
  return [{ path, message: `must be ${words}, not ${describeDatum(datum, language)}` }];
}

function isSameMake(shape: Shape, datum: Datum): boolean {
  if (isOpaque(datum) || typeof shape === 'string') return false;
  if (isTable(datum)) return 'object' in shape || 'map' in shape;
  return isList(datum) && ('list' in shape || ('pair' in shape && datum.length === 2));
}

const SCALAR_WORDS: Readonly<Record<Scalar, string>> = {
  string: 'a string',
  path: 'a path',
  version: "a version such as '5.2'",
  boolean: 'true or false',
  integer: 'a whole number',
  null: 'null',
  any: 'a value',
};

/** What Python calls otherwise. */
const PYTHON_WORDS: Readonly<Partial<Record<Scalar, string>>> = { boolean: 'True or False', null: 'None' };

/** Words for the values that fit: `a list of strings`, `'error' or 'warn'`. */
function describeShape(shape: Shape, language: Language): string {
  const words = (part: Shape): string => describeShape(part, language);
  const isPython = language === 'python';
  if (typeof shape === 'string') return (isPython && PYTHON_WORDS[shape]) || SCALAR_WORDS[shape];
  if ('integer' in shape) return `a whole number${limits(shape.integer)}`;
  if ('choice' in shape) return shape.choice.map((word) => `'${word}'`).join(' or ');
  if ('pair' in shape) return `a pair of ${words(shape.pair[0])} and ${words(shape.pair[1])}`;
  if ('either' in shape) return alternatives(shape.either.map(words));
  if ('list' in shape) {
    return shape.list === 'string' || shape.list === 'path' ? `a list of ${shape.list}s` : 'a list';
  }
  return isPython ? 'a dict' : 'an object';
}

/** `a, b or c`. */
function alternatives(words: readonly string[]): string {
  return words.length < 3 ? words.join(' or ') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function limits({ least, most }: Limits): string {
  return most === undefined ? ` of at least ${least}` : ` from ${least} to ${most}`;
}
