import type { Origin, Problem } from '../../types.ts';
import type { Datum } from '../datum.ts';
import { toDatum } from '../datum.ts';
import type { Entry, Layer } from '../entry.ts';
import { unknownSetting } from '../problems/unknown.ts';
import type { SettingsRequest } from '../request.ts';
import { FLAGGED_SETTINGS, optionName } from '../schema/flags.ts';
import { isSettingName } from '../schema/schema.ts';
import { parseLiteral } from './literal.ts';

/**
 * Makes a layer of what the command line says. The value of `--set NAME=VALUE` is JSON if it parses, else a Python
 * literal, else a bare string. Options with a name of their own win over `--set`. Relative paths are relative to `cwd`.
 */
export async function overrideLayer(request: SettingsRequest, problems: Problem[]): Promise<Layer> {
  const entries = new Map<string, Entry>();
  function put(name: string, datum: Datum | undefined, label: string): void {
    if (datum === undefined) return;
    const origin: Origin = { kind: 'flag', label, steps: [], environment: [] };
    entries.set(name, { datum, origin, folder: request.cwd, locate: () => undefined });
  }
  for (const assignment of request.set ?? []) {
    const [, name, text] = /^\s*([^=]*?)\s*=(.*)$/s.exec(assignment) ?? [];
    if (name === undefined || text === undefined) {
      problems.push({
        code: 'set-invalid',
        severity: 'error',
        message: `--set takes NAME=VALUE, not '${assignment}'`,
      });
    } else if (!isSettingName(name)) problems.push(unknownSetting(name));
    else put(name, await parseValue(text), `--set ${name}`);
  }
  for (const { name, key, flag } of FLAGGED_SETTINGS) put(name, request[key], optionName(flag));
  return { kind: 'flag', entries };
}

async function parseValue(text: string): Promise<Datum> {
  try {
    return toDatum(JSON.parse(text));
  } catch {
    return (await parseLiteral(text)) ?? text;
  }
}
