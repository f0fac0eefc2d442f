import type { ClassValue, Value } from '../../../values/values.ts';

export type SequenceName = 'list' | 'tuple' | 'set' | 'frozenset';

/** What values of a field look like, as far as validation goes. */
export type Shape =
  | { readonly kind: 'any' | 'none' | 'secret' }
  | { readonly kind: 'scalar'; readonly name: 'str' | 'int' | 'float' | 'bool' | 'bytes' }
  /** `must` for FilePath and DirectoryPath. */
  | { readonly kind: 'path'; readonly must?: 'file' | 'directory' }
  | { readonly kind: 'literal'; readonly values: readonly Value[] }
  | { readonly kind: 'enum'; readonly type: ClassValue }
  | { readonly kind: 'model'; readonly type: ClassValue }
  /** `Sequence[T]` keeps the kind of sequence that it is given. */
  | { readonly kind: 'sequence'; readonly of: SequenceName | 'same'; readonly item: Shape }
  | { readonly kind: 'tuple'; readonly items: readonly Shape[] }
  | { readonly kind: 'dict'; readonly key: Shape; readonly value: Shape }
  | { readonly kind: 'union'; readonly members: readonly Shape[] }
  /** `metadata` of `Annotated`: constraints and functions that check. */
  | { readonly kind: 'annotated'; readonly shape: Shape; readonly metadata: readonly Value[] }
  /** A class that pydantic knows nothing of: only its own instances pass. */
  | { readonly kind: 'instance'; readonly type: ClassValue }
  | { readonly kind: 'unknown'; readonly reason: string };

export const ANY: Shape = { kind: 'any' };

/** The items of a bare `tuple`, which version 1 reads no JSON for, and of a bare `dict`. */
export const UNTYPED: Shape = { kind: 'any' };

/** The shape inside of `Annotated`. */
export function bare(shape: Shape): Shape {
  return shape.kind === 'annotated' ? bare(shape.shape) : shape;
}

/** Whether the settings sources read its text as JSON. */
export function isComplex(given: Shape, version: 1 | 2 = 2): boolean {
  const shape = bare(given);
  if (version === 1 && shape.kind === 'sequence' && shape.item === UNTYPED) return false;
  return ['sequence', 'tuple', 'dict', 'model'].includes(shape.kind);
}

/** A union that holds something complex: its text may be JSON, and may be no JSON. */
export function isComplexUnion(given: Shape): boolean {
  const shape = bare(given);
  return (
    shape.kind === 'union' && shape.members.some((member) => isComplex(member) || isComplexUnion(member))
  );
}

/** Whether part of it is not modelled, so that nobody can say how its text is read. */
export function isUncertain(given: Shape): boolean {
  const shape = bare(given);
  if (shape.kind === 'union') return shape.members.some(isUncertain);
  return shape.kind === 'unknown';
}
