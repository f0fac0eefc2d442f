import { resolve } from 'node:path';
import type { SettingExplanation } from '../types.ts';
import type { Datum } from './datum.ts';
import { firstUnresolved, isList, isTable, toJson } from './datum.ts';
import type { Entry } from './entry.ts';
import { waysOut } from './problems/ways-out.ts';
import { wordsOf } from './problems/words.ts';
import type { SettingName } from './schema/schema.ts';
import { SCHEMA, SETTING_NAMES } from './schema/schema.ts';
import type { Shape } from './schema/shape.ts';
import { mismatches } from './schema/shape.ts';
import type { ReadSettings } from './sources/read-settings.ts';

/** Explains every setting, in the order of the list. Nothing is checked: a wrong value is shown as it is. */
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
            ...wordsOf(unresolved),
            at: unresolved.at,
            waysOut: waysOut([name], unresolved),
          },
  };
}

/** Makes the paths in a value absolute. */
function absolute(shape: Shape, datum: Datum, folder: string): Datum {
  if (shape === 'path') return typeof datum === 'string' && datum !== '' ? resolve(folder, datum) : datum;
  if (typeof shape === 'string') return datum;
  if ('list' in shape && isList(datum)) return datum.map((item) => absolute(shape.list, item, folder));
  if ('pair' in shape && isList(datum)) {
    const [first, second] = shape.pair;
    return datum.map((item, index) => absolute(index === 0 ? first : second, item, folder));
  }
  if ('object' in shape && isTable(datum)) {
    return new Map(
      [...datum].map(([key, value]) => [key, absolute(shape.object[key] ?? 'any', value, folder)]),
    );
  }
  if (!('either' in shape)) return datum;
  const fitting = shape.either.find((option) => mismatches(option, datum).length === 0);
  return fitting === undefined ? datum : absolute(fitting, datum, folder);
}
