import type { Datum, Table } from '../../datum.ts';
import { opaque } from '../../datum.ts';

/**
 * A Python value as `django_answer.py` tells it: `items` of a dict; `other`: words for a value that is no data, with the class
 * and the arguments of one that keeps them.
 */
export type Told =
  | null
  | boolean
  | number
  | string
  | readonly Told[]
  | { readonly items: readonly (readonly [string, Told])[] }
  | { readonly other: string; readonly made?: string; readonly items?: readonly (readonly [string, Told])[] };

export function toldDatum(told: Told): Datum {
  if (typeof told !== 'object' || told === null) return told;
  if ('other' in told) {
    const { other, made, items = [] } = told;
    return opaque(other, made === undefined ? undefined : { className: made, keywords: toldTable(items) });
  }
  return 'items' in told ? toldTable(told.items) : told.map(toldDatum);
}

function toldTable(items: readonly (readonly [string, Told])[]): Table {
  return new Map(items.map(([key, value]) => [key, toldDatum(value)]));
}
