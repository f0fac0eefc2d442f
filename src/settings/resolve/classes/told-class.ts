import type { Position } from '../../../types.ts';
import type { Datum, Table } from '../../datum.ts';
import { opaque } from '../../datum.ts';
import type { Told } from '../../sources/django/told.ts';
import { toldDatum } from '../../sources/django/told.ts';
import type { ClassFacts, Family } from './family.ts';
import { familyOf } from './family.ts';

/** A class as the project's own Python has it. */
export interface ToldClass {
  /** Dotted. */
  readonly name: string;
  readonly at: Position | null;
  /** Python's order of look-up, the class itself first. */
  readonly order: readonly {
    readonly name: string;
    readonly bases: readonly string[];
    readonly methods: readonly string[];
    readonly attributes: readonly string[];
    readonly patched: readonly string[];
  }[];
}

/** The staticfiles storage as Django has made it, or why it can't make it. */
export type ToldStorage =
  | (ToldClass & {
      /** Its attributes, where they say something else than a setting. */
      readonly values: Readonly<Record<string, Told>>;
      /** Names that its `__init__` set on the object, which Django's does not set. */
      readonly set: readonly string[];
      /** Of a storage of django-storages: its options as OPTIONS, the class or `__init__` say them, ... */
      readonly said?: Readonly<Record<string, Told>>;
      /** ... and as settings, the environment or nobody does. */
      readonly usual?: Readonly<Record<string, Told>>;
    })
  | { readonly failed: string };

/** Makes the family of a class that was told. `read`: attributes that are what `values` says of them. */
export function toldFamily(
  { order, at, ...told }: ToldClass & { readonly values?: Readonly<Record<string, Told>> },
  isKnown: (name: string) => boolean,
  read: ReadonlySet<string> = new Set(),
): Family & { readonly values: Table } {
  const values: Table = new Map(
    Object.entries(told.values ?? {}).map(([name, value]) => [name, toldDatum(value)]),
  );
  const known = (name: string): Datum | undefined =>
    read.has(name) ? (values.get(name) ?? null) : undefined;
  const facts = order.map(({ name, bases, methods, attributes, patched }): ClassFacts => {
    const members = new Map([
      ...methods.map((method) => [method, known(method)] as const),
      ...attributes.map((attribute) => [attribute, known(attribute) ?? opaque('a value')] as const),
    ]);
    return { name, bases, isUnknown: false, members, patched };
  });
  return { ...familyOf(facts, at, isKnown), values };
}
