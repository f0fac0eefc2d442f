import type { Origin, Problem } from '../types.ts';
import type { Datum } from './datum.ts';
import { firstUnresolved, isList, isTable, isUnresolved } from './datum.ts';
import type { Entry, Layer } from './layer.ts';
import { invalidSetting, unresolvedProblem } from './problems.ts';
import type { SettingName } from './schema.ts';
import { SCHEMA, SETTING_NAMES } from './schema.ts';
import type { Mismatch } from './shape.ts';
import { mismatches } from './shape.ts';

/** Looks settings up in layers, checks each once, and collects what is wrong. */
export interface Reader {
  /** What the first layer that has the name says, or the default. */
  entry(name: SettingName): Entry;
  /** Which layer decides, counted from the strongest; `Infinity` for the default. */
  rank(name: SettingName): number;
  /** The value, of the shape the schema asks for; `undefined` where a problem was noted instead. */
  need(name: SettingName): Datum | undefined;
  /** The value where it is known and right, else the default. Notes no problem. */
  peek(name: SettingName): Datum;
  /** As `peek`, by Python's notion of truth. */
  truth(name: SettingName): boolean;
}

const DEFAULT_ORIGIN: Origin = { kind: 'default', label: 'default', steps: [], environment: [] };

/**
 * `layers`: the strongest first. What config files and flags say is checked whole, needed or not; of a settings module,
 * which serves Django and may hold anything, only what is needed. `cwd`: what relative paths of defaults are relative to.
 */
export function settingsReader(layers: readonly Layer[], cwd: string, problems: Problem[]): Reader {
  const checked = new Map<SettingName, boolean>();

  function rank(name: SettingName): number {
    const index = layers.findIndex((layer) => layer.entries.has(name));
    return index < 0 ? Number.POSITIVE_INFINITY : index;
  }

  function entry(name: SettingName): Entry {
    const found = layers[rank(name)]?.entries.get(name);
    return (
      found ?? { datum: SCHEMA[name].default, origin: DEFAULT_ORIGIN, folder: cwd, locate: () => undefined }
    );
  }

  function fits(name: SettingName, found: Entry): boolean {
    return isDefault(found) || mismatches(SCHEMA[name].shape, found.datum).length === 0;
  }

  function check(name: SettingName): boolean {
    const found = entry(name);
    if (isDefault(found)) return true;
    const wrong = mismatches(SCHEMA[name].shape, found.datum);
    const unresolved = firstUnresolved(found.datum);
    for (const mismatch of wrong) problems.push(asProblem(name, mismatch, found));
    if (unresolved !== undefined) problems.push(unresolvedProblem(name, unresolved));
    return wrong.length === 0 && unresolved === undefined;
  }

  function need(name: SettingName): Datum | undefined {
    const right = checked.get(name) ?? check(name);
    checked.set(name, right);
    return right ? entry(name).datum : undefined;
  }

  function peek(name: SettingName): Datum {
    const found = entry(name);
    const known = firstUnresolved(found.datum) === undefined && fits(name, found);
    return known ? found.datum : SCHEMA[name].default;
  }

  function truth(name: SettingName): boolean {
    const { datum } = entry(name);
    return isUnresolved(datum) ? SCHEMA[name].default === true : isTrue(datum);
  }

  for (const name of SETTING_NAMES) {
    const { kind } = entry(name).origin;
    if (kind === 'config' || kind === 'flag') need(name);
  }
  return { entry, rank, need, peek, truth };
}

function isDefault(entry: Entry): boolean {
  return entry.origin.kind === 'default';
}

function isTrue(datum: Datum): boolean {
  if (isList(datum)) return datum.length > 0;
  if (isTable(datum)) return datum.size > 0;
  return Boolean(datum);
}

/** Django's check has an id for the most common slip: a missing comma that turns a tuple into a string. */
function asProblem(name: SettingName, mismatch: Mismatch, entry: Entry): Problem {
  const problem = invalidSetting(name, mismatch, entry);
  if (name !== 'STATICFILES_DIRS' || mismatch.path.length > 0) return problem;
  return { ...problem, code: 'staticfiles.E001', hint: 'A tuple of one folder needs a comma behind it.' };
}
