import { dirname, relative } from 'node:path';
import { fail } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Origin, Position, Problem } from '../types.ts';
import type { Datum, DatumPath } from './datum.ts';
import { describeDatum, isTable } from './datum.ts';
import type { Written } from './load/written.ts';
import { pointing } from './problems.ts';
import { isSettingName, SCHEMA, SETTING_NAMES } from './schema.ts';

/** A setting as one source says it. */
export interface Entry {
  readonly datum: Datum;
  readonly origin: Origin;
  /** What relative paths in it are relative to, absolute. */
  readonly folder: string;
  /** Where a part of the value was written. */
  readonly locate: (path: DatumPath) => Position | undefined;
}

/** Everything one source says. Of several layers the first that has a name decides it. */
export interface Layer {
  readonly kind: Origin['kind'];
  readonly entries: ReadonlyMap<string, Entry>;
}

/** `mysite/settings.py:12`, relative to the working directory where it lies below it. */
export function placeLabel(at: Position, cwd: string): string {
  const path = relative(cwd, at.file);
  const file = path.startsWith('..') || path === '' ? at.file : path;
  return at.line === undefined ? file : `${file}:${at.line}`;
}

/** A config file as a layer. Keys that are no settings go to `problems`; a file that holds no object is `settings-invalid`. */
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

/** `setting-unknown`, with the nearest name there is. */
export function unknownSetting(name: string, at?: Position): Problem {
  const message = `'${name}' is no setting that this tool uses`;
  return {
    code: 'setting-unknown',
    severity: 'error',
    message,
    hint: hintFor(name, SETTING_NAMES),
    ...pointing(at),
  };
}

/** The same for the COLLECTSTATIC dict of a settings module: what Django has a name for is set beside it. */
export function misplacedSetting(name: string, at: Position | undefined): Problem {
  if (!isSettingName(name)) return { ...unknownSetting(name, at), hint: hintFor(name, OWN_NAMES) };
  return {
    code: 'setting-unknown',
    severity: 'error',
    message: `'${name}' does not belong in COLLECTSTATIC`,
    hint: `Set ${name} beside it, as for Django.`,
    ...pointing(at),
  };
}

function hintFor(name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  return guess === undefined ? 'collectstatic settings -v 2 lists them all.' : `Did you mean '${guess}'?`;
}

/** The names that make sense in the COLLECTSTATIC dict of a settings module. */
export const OWN_NAMES: readonly string[] = SETTING_NAMES.filter(
  (name) => SCHEMA[name].owner === 'collectstatic',
);
