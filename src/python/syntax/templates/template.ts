import type { Place } from './place.ts';

/** Text of a template between its fields, as it is written, but with `{{` and `}}` as one brace. */
export interface TextPart {
  readonly kind: 'text';
  readonly text: string;
}

/** `{expression = !r:spec}` in a template. Indexes count from the beginning of the source. */
export interface FieldPart {
  readonly kind: 'field';
  /** Index of `{`, and after `}`. */
  readonly start: number;
  readonly end: number;
  /** Index after the expression. */
  readonly expressionEnd: number;
  /** What an `=` after the expression has shown before the value: the expression and the `=` with the blanks around it. */
  readonly shown: string | undefined;
  readonly conversion: Conversion | undefined;
  readonly spec: Spec | undefined;
}

export type Conversion = 'r' | 's' | 'a';

/** What stands behind the `:` of a field. */
export interface Spec {
  /** Index of the `:`. */
  readonly start: number;
  readonly parts: readonly Part[];
}

export type Part = TextPart | FieldPart;

/** An f-string or t-string, taken apart (PEP 498, PEP 701, PEP 750). */
export interface Template {
  readonly parts: readonly Part[];
  readonly isRaw: boolean;
  /** The text it stands in, and a place in that. */
  readonly source: string;
  readonly origin: Place;
  /** Index after the closing quotes. */
  readonly end: number;
}

const PREFIX = /^(?:[ft]r?|r[ft])$/i;

/** True for the prefix of an f-string or t-string. */
export function isTemplatePrefix(prefix: string): boolean {
  return PREFIX.test(prefix);
}
