import type { Datum } from '../../datum.ts';
import { opaque } from '../../datum.ts';

/** A Python value as `django_answer.py` tells it: `items` of a dict; `other`: words for a value that is no data. */
export type Told =
  | null
  | boolean
  | number
  | string
  | readonly Told[]
  | { readonly items: readonly (readonly [string, Told])[] }
  | { readonly other: string };

export function toldDatum(told: Told): Datum {
  if (typeof told !== 'object' || told === null) return told;
  if ('items' in told) return new Map(told.items.map(([key, value]) => [key, toldDatum(value)]));
  return 'other' in told ? opaque(told.other) : told.map(toldDatum);
}
