import { globFault } from '../../text/glob.ts';
import type { Problem } from '../../types.ts';
import type { Datum, DatumPath } from '../datum.ts';
import { isList, isTable } from '../datum.ts';
import type { Entry } from '../entry.ts';
import { partName } from '../problems/invalid.ts';
import { pointing } from '../problems/place.ts';
import type { Reader } from '../reader.ts';
import type { SettingName } from '../schema/schema.ts';

/** The settings that hold globs, some of them among other text. */
const WITH_GLOBS: readonly SettingName[] = [
  'STATICFILES_DIRS',
  'APP_DIRS',
  'ALLOW_CONFLICTS',
  'ALLOW_MISSING',
  'PRECEDENCE',
  'PREHASHED',
];

/** Refuses globs that would never come to an end, before anything is expanded or matched. */
export function checkGlobs(reader: Reader): readonly Problem[] {
  return WITH_GLOBS.flatMap((name) => {
    const entry = reader.entry(name);
    return entry.origin.kind === 'default' ? [] : checkIn(name, entry, entry.datum, []);
  });
}

function checkIn(name: SettingName, entry: Entry, datum: Datum, path: DatumPath): readonly Problem[] {
  if (isList(datum)) return datum.flatMap((item, index) => checkIn(name, entry, item, [...path, index]));
  if (isTable(datum)) return [...datum].flatMap(([key, item]) => checkIn(name, entry, item, [...path, key]));
  const fault = typeof datum === 'string' ? globFault(datum) : undefined;
  if (fault === undefined) return [];
  const text = datum as string;
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return [
    {
      code: 'glob-too-costly',
      severity: 'error',
      message: `${partName(name, path)}: the glob '${shown}' ${fault}`,
      hint: 'Write several simpler globs in its place.',
      ...pointing(entry.locate(path)),
    },
  ];
}
