import { resolve } from 'node:path';
import type { Origin, Position } from '../types.ts';
import type { Datum } from './datum.ts';
import { firstUnresolved, isList, isTable, toJson } from './datum.ts';
import type { Entry } from './entry.ts';
import { waysOut } from './problems.ts';
import type { SettingName } from './schema/schema.ts';
import { SCHEMA, SETTING_NAMES } from './schema/schema.ts';
import type { Shape } from './schema/shape.ts';
import { mismatches } from './schema/shape.ts';
import type { ReadSettings } from './sources/read-settings.ts';

/** One setting and how it came to its value: what `collectstatic settings` prints. */
export interface SettingExplanation {
  readonly name: string;
  readonly description: string;
  /** Plain JSON with absolute paths; `null` where `unresolved` says why it is not known. */
  readonly value: unknown;
  readonly origin: Origin;
  /** Of the variables of `origin.environment` those that a file gave, and the file: `.env` or `--env-file`, absolute. */
  readonly variableFiles: Readonly<Record<string, string>>;
  readonly unresolved: {
    readonly reason: string;
    readonly at: Position | null;
    readonly expression: string | null;
    /** What a person can do, as clauses. */
    readonly waysOut: readonly string[];
  } | null;
}

/** Every setting there is, in the order of the schema. Nothing is checked: a wrong value is shown as it is. */
export function explain({ reader, fileOfVariable }: ReadSettings): readonly SettingExplanation[] {
  return SETTING_NAMES.filter((name) => name !== '$schema').map((name) => {
    const entry = reader.entry(name);
    const files = entry.origin.environment.flatMap((variable) => {
      const file = fileOfVariable(variable);
      return file === undefined ? [] : [[variable, file] as const];
    });
    return explainOne(name, entry, Object.fromEntries(files));
  });
}

function explainOne(
  name: SettingName,
  entry: Entry,
  variableFiles: SettingExplanation['variableFiles'],
): SettingExplanation {
  const { shape, description } = SCHEMA[name];
  const unresolved = firstUnresolved(entry.datum);
  return {
    name,
    description,
    value: unresolved === undefined ? toJson(absolute(shape, entry.datum, entry.folder)) : null,
    origin: entry.origin,
    variableFiles,
    unresolved:
      unresolved === undefined
        ? null
        : {
            reason: unresolved.reason,
            at: unresolved.at,
            expression: unresolved.expression,
            waysOut: waysOut(name, unresolved),
          },
  };
}

/** The value with the paths in it made absolute. */
function absolute(shape: Shape, datum: Datum, folder: string): Datum {
  switch (shape.kind) {
    case 'path':
      return typeof datum === 'string' && datum !== '' ? resolve(folder, datum) : datum;
    case 'list':
      return isList(datum) ? datum.map((item) => absolute(shape.of, item, folder)) : datum;
    case 'pair': {
      const parts = [shape.first, shape.second];
      return isList(datum)
        ? datum.map((item, index) => absolute(parts[index] ?? shape.second, item, folder))
        : datum;
    }
    case 'object': {
      if (!isTable(datum)) return datum;
      const field = (key: string): Shape => shape.fields[key] ?? { kind: 'any' };
      return new Map([...datum].map(([key, value]) => [key, absolute(field(key), value, folder)]));
    }
    case 'either': {
      const fitting = shape.of.find((option) => mismatches(option, datum).length === 0);
      return fitting === undefined ? datum : absolute(fitting, datum, folder);
    }
    default:
      return datum;
  }
}
