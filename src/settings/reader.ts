import type { Origin, Problem } from '../types.ts';
import type { Datum } from './datum.ts';
import { firstUnresolved, isList, isOpaque, isTable, isUnresolved } from './datum.ts';
import type { Entry, Layer } from './entry.ts';
import { languageOf } from './entry.ts';
import { invalidSetting } from './problems/invalid.ts';
import { unresolvedProblem } from './problems/unresolved.ts';
import type { SettingName } from './schema/schema.ts';
import { SCHEMA, SETTING_NAMES } from './schema/schema.ts';
import type { Mismatch } from './schema/shape.ts';
import { mismatches } from './schema/shape.ts';
import type { SettingDatum } from './schema/value.ts';

/** Looks settings up in layers, checks each once, and collects what is wrong. */
export interface Reader {
  /** Returns the entry of the strongest layer that has the name, or the default; not checked. */
  entry(name: SettingName): Entry;
  /** Returns the index of the layer that decides, the strongest being 0; `Infinity` for the default. */
  rank(name: SettingName): number;
  /** Returns the value, checked against its shape; `undefined` if a problem was noted instead. */
  need<Name extends SettingName>(name: Name): SettingDatum<Name> | undefined;
  /**
   * Returns the value as `need` does, for settings of little weight: if code that was not followed might have set it, the
   * default is taken and a remark made. Asking people for all of these would end every run of such a project.
   */
  needMinor<Name extends SettingName>(name: Name): SettingDatum<Name> | undefined;
  /** Returns the value if it is known and fits, else the default. Notes no problem. */
  peek<Name extends SettingName>(name: Name): SettingDatum<Name>;
}

const DEFAULT_ORIGIN: Origin = { kind: 'default', label: 'default', steps: [], environment: [] };

/**
 * Makes a reader of `layers`, the strongest first. Every value of a config file and of the command line is checked, needed
 * or not. A settings module serves Django and may hold anything, so that only needed values are checked, and booleans are
 * read by Python's notion of truth. Relative paths of defaults are relative to `cwd`. Problems and remarks are added to
 * `problems` and `notes`.
 */
export function settingsReader(
  layers: readonly Layer[],
  cwd: string,
  problems: Problem[],
  notes: string[],
): Reader {
  const checked = new Map<SettingName, readonly Problem[]>();

  function rank(name: SettingName): number {
    const index = layers.findIndex((layer) => layer.entries.has(name));
    return index < 0 ? Number.POSITIVE_INFINITY : index;
  }

  function entry(name: SettingName): Entry {
    const found = layers[rank(name)]?.entries.get(name);
    if (found !== undefined) return asBoolean(name, found);
    return { datum: SCHEMA[name].default, origin: DEFAULT_ORIGIN, folder: cwd, locate: () => undefined };
  }

  function need(name: SettingName): Datum | undefined {
    let found = checked.get(name);
    if (found === undefined) {
      found = problemsOf(name, entry(name));
      checked.set(name, found);
      problems.push(...found);
    }
    return found.length === 0 ? entry(name).datum : undefined;
  }

  function needMinor(name: SettingName): Datum | undefined {
    const { datum, origin } = entry(name);
    // What only the doubt about the whole module makes unknown was assigned nowhere.
    if (!isUnresolved(datum) || origin.steps.length > 0) return need(name);
    notes.push(`${name} may have been set by code that was not followed; the default is used.`);
    return SCHEMA[name].default;
  }

  function peek(name: SettingName): Datum {
    const found = entry(name);
    return problemsOf(name, found).length === 0 ? found.datum : SCHEMA[name].default;
  }

  for (const name of SETTING_NAMES) {
    const { kind } = entry(name).origin;
    if (kind === 'config' || kind === 'flag') need(name);
  }
  // A value that was checked against its shape, and a default, are of the type that the list of settings gives.
  return { entry, rank, need, needMinor, peek } as Reader;
}

/** Returns all problems of one setting. A default has none. */
function problemsOf(name: SettingName, entry: Entry): readonly Problem[] {
  if (entry.origin.kind === 'default') return [];
  const wrong = mismatches(SCHEMA[name].shape, entry.datum, languageOf(entry)).map((mismatch) =>
    asProblem(name, mismatch, entry),
  );
  const unresolved = firstUnresolved(entry.datum);
  return unresolved === undefined ? wrong : [...wrong, unresolvedProblem(name, unresolved, entry.origin)];
}

function asBoolean(name: SettingName, entry: Entry): Entry {
  const { datum, origin } = entry;
  const isTruth = SCHEMA[name].shape === 'boolean' && origin.kind === 'settings' && !isUnresolved(datum);
  return isTruth ? { ...entry, datum: isTrue(datum) } : entry;
}

/** True for what Python takes as true. */
export function isTrue(datum: Datum): boolean {
  if (isList(datum)) return datum.length > 0;
  if (isTable(datum)) return datum.size > 0;
  return Boolean(datum);
}

/** What to write instead of a STATICFILES_DIRS that is no list. */
function directoriesHint(datum: Datum, isPython: boolean): string {
  if (isPython && typeof datum === 'string') return 'A tuple of one folder needs a comma behind it.';
  if (datum === null) return 'Leave it out, or write [].';
  return isPython && isOpaque(datum)
    ? 'Put the folders into a list: list(...).'
    : 'Put the folders into a list.';
}

/** Django's check has an id for the most common slip: in Python, a missing comma turns a tuple into a string. */
function asProblem(name: SettingName, mismatch: Mismatch, entry: Entry): Problem {
  const problem = invalidSetting(name, mismatch, entry);
  if (name !== 'STATICFILES_DIRS') return problem;
  const isPython = languageOf(entry) === 'python';
  if (mismatch.path.length > 0) {
    return isPython ? { ...problem, hint: 'An entry is a folder, or a pair ("prefix", folder).' } : problem;
  }
  return { ...problem, code: 'staticfiles.E001', hint: directoriesHint(entry.datum, isPython) };
}
