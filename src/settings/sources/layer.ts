import { dirname, relative } from 'node:path';
import { fail } from '../../errors.ts';
import { lineLabel } from '../../text/position.ts';
import type { Origin, Position, Problem } from '../../types.ts';
import { describeDatum, isTable } from '../datum.ts';
import type { Entry, Layer } from '../entry.ts';
import { unknownSetting } from '../problems/unknown.ts';
import { isSettingName } from '../schema/schema.ts';
import type { Written } from './load/written.ts';

/** Words for a place: `mysite/settings.py:12`, relative to the working directory if it lies below it. */
export function placeLabel(at: Position, cwd: string): string {
  const path = relative(cwd, at.file);
  const file = path.startsWith('..') || path === '' ? at.file : path;
  return lineLabel({ ...at, file });
}

/** Makes a layer of a config file. Keys that are no settings go to `problems`; a file that holds no object is `settings-invalid`. */
export function configLayer(written: Written, cwd: string, problems: Problem[]): Layer {
  const { file, value } = written;
  if (!isTable(value)) {
    throw fail({
      code: 'settings-invalid',
      message: `The settings file must hold an object of settings, not ${describeDatum(value)}`,
      at: { file },
    });
  }
  const folder = dirname(file);
  const entries = new Map<string, Entry>();
  for (const [name, datum] of value) {
    const at = written.locate([name]);
    if (!isSettingName(name)) {
      problems.push(unknownSetting(name, at));
      continue;
    }
    const origin: Origin = { kind: 'config', label: placeLabel(at, cwd), steps: [at], environment: [] };
    entries.set(name, { datum, origin, folder, locate: (path) => written.locate([name, ...path]) });
  }
  return { kind: 'config', entries };
}
