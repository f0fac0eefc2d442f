import type { Problem } from '../../../types.ts';
import type { Entry, Layer } from '../../entry.ts';
import { settingsLayers } from '../load/settings-layers.ts';
import type { DjangoAnswer } from './django-answer.ts';
import { toldDatum } from './told.ts';

/** Who told an answer: the interpreter that was asked, or manage.py. */
export type Teller = '--python' | 'manage.py';

const TELLERS: readonly string[] = ['--python', 'manage.py'] satisfies readonly Teller[];

/** Makes layers of Python's answer: the COLLECTSTATIC dict, then Django's names. As in Django, relative paths are relative to `cwd`. */
export function answerLayers(
  answer: DjangoAnswer,
  teller: Teller,
  cwd: string,
  problems: Problem[],
): readonly Layer[] {
  const entryOf = (name: string): Entry | undefined => {
    const told = answer.settings[name];
    if (told === undefined) return undefined;
    return {
      datum: toldDatum(told),
      origin: { kind: 'settings', label: teller, steps: [], environment: [] },
      folder: cwd,
      locate: () => undefined,
    };
  };
  return settingsLayers(entryOf, problems);
}

/** True if Python told the value: it knows nothing of options and config files. */
export function isToldByPython({ origin }: Entry): boolean {
  return TELLERS.includes(origin.label);
}
