import type { Problem } from '../../../types.ts';
import type { Datum } from '../../datum.ts';
import { opaque } from '../../datum.ts';
import type { Entry, Layer } from '../../entry.ts';
import type { DjangoAnswer, Told } from './ask-python.ts';
import { settingsLayers } from './settings-layers.ts';

/** Who is said to have set what Python told. */
const LABEL = '--python';

/** The COLLECTSTATIC dict, then Django's names, as Python told them. `cwd`: what relative paths are relative to, as in Django. */
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

/** Whether Python told the value: what a flag or a config file says, Python knows nothing of. */
export function isToldByPython({ origin }: Entry): boolean {
  return origin.label === LABEL;
}

function datumOf(told: Told): Datum {
  if (typeof told !== 'object' || told === null) return told;
  if ('items' in told) return new Map(told.items.map(([key, value]) => [key, datumOf(value)]));
  return 'other' in told ? opaque(told.other) : told.map(datumOf);
}
