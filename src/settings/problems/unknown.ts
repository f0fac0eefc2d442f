import { nearest } from '../../text/nearest.ts';
import type { Position, Problem } from '../../types.ts';
import { isSettingName, SETTING_NAMES, TOOL_NAMES } from '../schema/schema.ts';
import { pointing } from './place.ts';

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
  if (!isSettingName(name)) return { ...unknownSetting(name, at), hint: hintFor(name, TOOL_NAMES) };
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
