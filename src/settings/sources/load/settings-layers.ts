import type { Problem } from '../../../types.ts';
import { describeDatum, isTable, isUnresolved } from '../../datum.ts';
import type { Entry, Layer } from '../../entry.ts';
import { invalidSetting } from '../../problems/invalid.ts';
import { misplacedSetting } from '../../problems/unknown.ts';
import { unresolvedProblem } from '../../problems/unresolved.ts';
import { MODULE_NAMES, TOOL_DICT, TOOL_NAMES } from '../../schema/schema.ts';

/** Returns the entry of a name, if it is set. */
type EntryOf = (name: string) => Entry | undefined;

/** Makes a layer of the COLLECTSTATIC dict, whose names are checked, then one of Django's names. */
export function settingsLayers(entryOf: EntryOf, problems: Problem[]): readonly Layer[] {
  return [toolLayer(entryOf, problems), djangoLayer(entryOf)];
}

function djangoLayer(entryOf: EntryOf): Layer {
  const entries = new Map<string, Entry>();
  for (const name of MODULE_NAMES) {
    const entry = entryOf(name);
    if (entry !== undefined) entries.set(name, entry);
  }
  return { kind: 'settings', entries };
}

function toolLayer(entryOf: EntryOf, problems: Problem[]): Layer {
  const entries = new Map<string, Entry>();
  const layer: Layer = { kind: 'settings', entries };
  const whole = entryOf(TOOL_DICT);
  if (whole === undefined) return layer;
  if (!isTable(whole.datum)) {
    problems.push(notATable(whole));
    return layer;
  }
  for (const [name, datum] of whole.datum) {
    if (TOOL_NAMES.includes(name)) entries.set(name, { ...whole, datum });
    else problems.push(misplacedSetting(name, whole.locate([])));
  }
  return layer;
}

function notATable(whole: Entry): Problem {
  const { datum } = whole;
  if (isUnresolved(datum)) return unresolvedProblem(TOOL_DICT, datum);
  return invalidSetting(
    TOOL_DICT,
    { path: [], message: `must be a dict, not ${describeDatum(datum, 'python')}` },
    whole,
  );
}
