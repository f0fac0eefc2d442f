import type { Datum, Table } from '../datum.ts';
import type { Definitions, SettingName } from './schema.ts';
import type { Scalar, Shape } from './shape.ts';

interface ScalarValues extends Record<Scalar, unknown> {
  readonly string: string;
  readonly path: string;
  readonly version: string;
  readonly boolean: boolean;
  readonly integer: number;
  readonly null: null;
  readonly any: unknown;
}

/** The TypeScript type of the values that fit a shape, as a person writes them in a config file. */
export type ValueOf<Of> = Of extends Scalar
  ? ScalarValues[Of]
  : Of extends { readonly integer: unknown }
    ? number
    : Of extends { readonly choice: readonly (infer Word)[] }
      ? Word
      : Of extends { readonly list: infer Item }
        ? readonly ValueOf<Item>[]
        : Of extends { readonly pair: readonly [infer First, infer Second] }
          ? readonly [ValueOf<First>, ValueOf<Second>]
          : Of extends { readonly map: infer Member }
            ? Readonly<Record<string, ValueOf<Member>>>
            : Of extends { readonly object: infer Fields; readonly required: readonly (infer Required)[] }
              ? ObjectOf<Fields, Required>
              : Of extends { readonly either: readonly (infer Option)[] }
                ? ValueOf<Option>
                : never;

type ObjectOf<Fields, Required> = {
  readonly [Name in keyof Fields as Name extends Required ? Name : never]: ValueOf<Fields[Name]>;
} & {
  readonly [Name in keyof Fields as Name extends Required ? never : Name]?: ValueOf<Fields[Name]>;
};

/** The values of a list of settings, by their names. */
export type ValuesOf<Definitions> = {
  readonly [Name in keyof Definitions]?: Definitions[Name] extends { readonly shape: infer Of extends Shape }
    ? ValueOf<Of>
    : never;
};

interface ScalarData extends Omit<ScalarValues, 'integer' | 'any'> {
  readonly integer: number | bigint;
  readonly any: Datum;
}

/** The type of the data that fit a shape, once they were checked against it. */
type DatumOf<Of> = Of extends Scalar
  ? ScalarData[Of]
  : Of extends { readonly integer: unknown }
    ? number | bigint
    : Of extends { readonly choice: readonly (infer Word)[] }
      ? Word
      : Of extends { readonly list: infer Item }
        ? readonly DatumOf<Item>[]
        : Of extends { readonly pair: readonly [infer First, infer Second] }
          ? readonly [DatumOf<First>, DatumOf<Second>]
          : Of extends { readonly map: infer Member }
            ? ReadonlyMap<string, DatumOf<Member>>
            : Of extends { readonly object: unknown }
              ? Table
              : Of extends { readonly either: readonly (infer Option)[] }
                ? DatumOf<Option>
                : never;

/** The type of a checked setting: what its shape allows, or its default. */
export type SettingDatum<Name extends SettingName> =
  | DatumOf<Definitions[Name]['shape']>
  | (Definitions[Name]['default'] extends null ? null : never);
