import type { Datum, DatumPath } from '../datum.ts';
import { describeDatum, isList, isOpaque, isTable, isUnresolved } from '../datum.ts';

/** What a value may look like, as data: checked here, and turned into a JSON Schema by json-schema.ts. */
export type Shape =
  | { readonly kind: 'string' | 'path' | 'boolean' | 'null' | 'any' }
  | { readonly kind: 'integer'; readonly least?: number; readonly most?: number }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'pair'; readonly first: Shape; readonly second: Shape }
  | { readonly kind: 'map'; readonly of: Shape }
  | {
      readonly kind: 'object';
      readonly fields: Readonly<Record<string, Shape>>;
      readonly required: readonly string[];
    }
  | { readonly kind: 'either'; readonly of: readonly Shape[] };

/** A part of a value that does not fit. `message` follows the name of the part: `must be a string, not 5`. */
export interface Mismatch {
  readonly path: DatumPath;
  readonly message: string;
}

/** Everything in `datum` that does not fit `shape`. What could not be computed fits everywhere: that is told elsewhere. */
export function mismatches(shape: Shape, datum: Datum, path: DatumPath = []): readonly Mismatch[] {
  if (isUnresolved(datum) || shape.kind === 'any') return [];
  switch (shape.kind) {
    case 'list':
      if (!isList(datum)) break;
      return datum.flatMap((item, index) => mismatches(shape.of, item, [...path, index]));
    case 'pair':
      if (!isList(datum) || datum.length !== 2) break;
      return [shape.first, shape.second].flatMap((part, index) =>
        mismatches(part, datum[index] as Datum, [...path, index]),
      );
    case 'map':
      if (!isTable(datum)) break;
      return [...datum].flatMap(([key, value]) => mismatches(shape.of, value, [...path, key]));
    case 'object':
      if (!isTable(datum)) break;
      return fieldMismatches(shape, datum, path);
    case 'either':
      return eitherMismatches(shape.of, datum, path);
    default:
      if (fitsScalar(shape, datum)) return [];
  }
  return [{ path, message: `must be ${describeShape(shape)}, not ${describeDatum(datum)}` }];
}

function fitsScalar(shape: Shape, datum: Datum): boolean {
  switch (shape.kind) {
    case 'string':
    case 'path':
      // No name of anything has a NUL in it, and the operating system takes none.
      return typeof datum === 'string' && !datum.includes('\0');
    case 'boolean':
      return typeof datum === 'boolean';
    case 'integer':
      return (typeof datum === 'bigint' || Number.isInteger(datum)) && isBetween(Number(datum), shape);
    case 'choice':
      return typeof datum === 'string' && shape.of.includes(datum);
    default:
      return datum === null;
  }
}

function isBetween(value: number, { least, most }: Shape & { readonly kind: 'integer' }): boolean {
  return value >= (least ?? Number.NEGATIVE_INFINITY) && value <= (most ?? Number.POSITIVE_INFINITY);
}

function fieldMismatches(
  shape: Shape & { readonly kind: 'object' },
  table: ReadonlyMap<string, Datum>,
  path: DatumPath,
): readonly Mismatch[] {
  const missing = shape.required.filter((key) => !table.has(key));
  return [
    ...missing.map((key) => ({ path, message: `lacks '${key}'` })),
    ...[...table].flatMap(([key, value]) => {
      const field = shape.fields[key];
      if (field !== undefined) return mismatches(field, value, [...path, key]);
      const known = Object.keys(shape.fields).join(', ');
      return [{ path: [...path, key], message: `is not known here; known are ${known}` }];
    }),
  ];
}

/** Where one alternative is of the same make as the value (both objects, both lists), its finer words are the better ones. */
function eitherMismatches(shapes: readonly Shape[], datum: Datum, path: DatumPath): readonly Mismatch[] {
  if (shapes.some((shape) => mismatches(shape, datum, path).length === 0)) return [];
  const alike = shapes.filter((shape) => sameMake(shape, datum));
  if (alike.length === 1) return mismatches(alike[0] as Shape, datum, path);
  const words = shapes.map(describeShape).join(' or ');
  return [{ path, message: `must be ${words}, not ${describeDatum(datum)}` }];
}

function sameMake(shape: Shape, datum: Datum): boolean {
  if (isOpaque(datum)) return false;
  if (isTable(datum)) return shape.kind === 'object' || shape.kind === 'map';
  return isList(datum) && (shape.kind === 'list' || (shape.kind === 'pair' && datum.length === 2));
}

/** `a list of strings`, `'error' or 'warn'`: what a message asks for. */
function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'path':
      return 'a path';
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `a whole number${limits(shape)}`;
    case 'null':
      return 'null';
    case 'choice':
      return shape.of.map((word) => `'${word}'`).join(' or ');
    case 'list':
      return shape.of.kind === 'string' || shape.of.kind === 'path'
        ? `a list of ${shape.of.kind}s`
        : 'a list';
    case 'pair':
      return `a pair of ${describeShape(shape.first)} and ${describeShape(shape.second)}`;
    case 'map':
    case 'object':
      return 'an object';
    case 'either':
      return shape.of.map(describeShape).join(' or ');
    default:
      return `a ${shape.kind === 'any' ? 'value' : 'string'}`;
  }
}

function limits({ least, most }: Shape & { readonly kind: 'integer' }): string {
  if (least === undefined) return '';
  return most === undefined ? ` of at least ${least}` : ` from ${least} to ${most}`;
}
