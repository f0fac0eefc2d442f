import type { Problem } from '../../../types.ts';
import type { Datum } from '../../datum.ts';
import { opaque } from '../../datum.ts';
import type { Entry, Layer } from '../../entry.ts';
import type { DjangoAnswer, Told } from './ask-python.ts';
import { settingsLayers } from './settings-layers.ts';

/** The label of settings that Python told. */
const LABEL = '--python';

/** Makes layers of Python's answer: the COLLECTSTATIC dict, then Django's names. As in Django, relative paths are relative to `cwd`. */
export function answerLayers(answer: DjangoAnswer, cwd: string, problems: Problem[]): readonly Layer[] {
  const entryOf = (name: string): Entry | undefined => {
    const told = answer.settings[name];
    if (told === undefined) return undefined;
    return {
      datum: datumOf(told),
      origin: { kind: 'settings', label: LABEL, steps: [], environment: [] },
      folder: cwd,
      locate: () => undefined,
    };
  };
  return settingsLayers(entryOf, problems);
}

/** True if Python told the value: it knows nothing of options and config files. */
export function isToldByPython({ origin }: Entry): boolean {
  return origin.label === LABEL;
}

function datumOf(told: Told): Datum {
  if (typeof told !== 'object' || told === null) return told;
  if ('items' in told) return new Map(told.items.map(([key, value]) => [key, datumOf(value)]));
  return 'other' in told ? opaque(told.other) : told.map(datumOf);
}
