import type { Problem } from '../../../types.ts';
import type { Datum, Table, Unresolved } from '../../datum.ts';
import { firstUnresolved, isTable, isUnresolved } from '../../datum.ts';
import type { Entry } from '../../entry.ts';
import { pointing } from '../../problems/place.ts';
import { unresolvedProblem } from '../../problems/unresolved.ts';
import type { Reader } from '../../reader.ts';
import { DEFAULT_BACKEND } from '../../schema/schema.ts';
import { STORES } from '../destination/stores.ts';
import { atLeast } from '../django-version.ts';

export interface StorageQuestion {
  readonly reader: Reader;
  /** The Django version the project is known to use; `undefined` where nothing says. */
  readonly knownVersion: string | undefined;
}

type StorageSetting = 'STORAGE' | 'STORAGES' | 'STATICFILES_STORAGE';

const NAMES: readonly StorageSetting[] = ['STORAGE', 'STORAGES', 'STATICFILES_STORAGE'];

export interface NamedStorage {
  /** The setting that decides. */
  readonly name: StorageSetting;
  readonly entry: Entry;
  /** `undefined` where a problem was noted instead. With STORAGE `className` is the short name. */
  readonly named: { readonly className: string; readonly options: Table } | undefined;
}

/**
 * Which storage the settings name: the strongest layer that has STORAGE, STORAGES or (unless Django ignores it) STATICFILES_STORAGE
 * decides.
 */
export function namedStorage(question: StorageQuestion, problems: Problem[]): NamedStorage {
  const { reader } = question;
  const isIgnored = ignoresOldSetting(question);
  const rank = (name: StorageSetting): number =>
    name === 'STATICFILES_STORAGE' && isIgnored ? Number.POSITIVE_INFINITY : reader.rank(name);
  const strongest = NAMES.reduce((best, other) => (rank(other) < rank(best) ? other : best));
  const name = Number.isFinite(rank(strongest)) ? strongest : 'STORAGES';
  const entry = reader.entry(name);
  problems.push(...oldSettingProblems(question, isIgnored));
  if (name === 'STORAGES') {
    // What a config file writes was checked whole.
    const isWrong = entry.origin.kind !== 'settings' && reader.need(name) === undefined;
    return { name, entry, named: isWrong ? undefined : staticfilesAlias(entry, problems) };
  }
  const className = reader.need(name);
  const named = typeof className === 'string' ? { className, options: new Map() } : undefined;
  return { name, entry, named };
}

/** Django reads STATICFILES_STORAGE no more since 5.1. Where its version is not known, whoever writes it means it. */
function ignoresOldSetting({ reader, knownVersion }: StorageQuestion): boolean {
  const isDjangos = reader.entry('STATICFILES_STORAGE').origin.kind === 'settings';
  return isDjangos && knownVersion !== undefined && atLeast(knownVersion, '5.1');
}

function oldSettingProblems(
  { reader, knownVersion }: StorageQuestion,
  isIgnored: boolean,
): readonly Problem[] {
  const old = reader.entry('STATICFILES_STORAGE');
  if (old.origin.kind !== 'settings' || isUnresolved(old.datum) || knownVersion === undefined) return [];
  const at = pointing(old.locate([]));
  if (isIgnored && !NAMES.slice(0, 2).some((name) => Number.isFinite(reader.rank(name)))) {
    return [
      {
        code: 'setting-removed',
        severity: 'warning',
        message: `Django ${knownVersion} does not read STATICFILES_STORAGE any more; its default storage is used`,
        hint: 'Write STORAGES = {"staticfiles": {"BACKEND": ...}} instead.',
        ...at,
      },
    ];
  }
  const isBeside = reader.rank('STORAGES') === reader.rank('STATICFILES_STORAGE');
  if (isIgnored || !isBeside || !atLeast(knownVersion, '4.2')) return [];
  return [
    {
      code: 'storages-exclusive',
      severity: 'error',
      message: 'STATICFILES_STORAGE and STORAGES are both set; Django takes only one of them',
      hint: 'Remove STATICFILES_STORAGE.',
      ...at,
    },
  ];
}

const EXAMPLE = `Write "staticfiles": {"BACKEND": "${DEFAULT_BACKEND}"}.`;

/** Only the `staticfiles` alias is read: others may hold secrets that nobody needs here. */
function staticfilesAlias(entry: Entry, problems: Problem[]): NamedStorage['named'] {
  if (isUnresolved(entry.datum)) {
    problems.push(unresolvedProblem('STORAGES', entry.datum));
    return undefined;
  }
  const alias = isTable(entry.datum) ? entry.datum.get('staticfiles') : undefined;
  const named = backendOf(alias);
  const unresolved = unresolvedIn(alias, named);
  const at = pointing(entry.locate([]));
  if (unresolved !== undefined) problems.push(unresolvedProblem('STORAGES', unresolved));
  else if (alias === undefined) {
    problems.push({
      code: 'staticfiles.E005',
      severity: 'error',
      message: "STORAGES has no entry 'staticfiles'",
      hint: EXAMPLE,
      ...at,
    });
  } else if (named === undefined) {
    const message = "STORAGES.staticfiles must name a class under 'BACKEND'";
    problems.push({ code: 'setting-invalid', severity: 'error', message, hint: EXAMPLE, ...at });
  } else return named;
  return undefined;
}

/** Of a storage of django-storages most options say nothing of static files: they are looked at one by one. */
function unresolvedIn(alias: Datum | undefined, named: NamedStorage['named']): Unresolved | undefined {
  if (named === undefined || !STORES.has(named.className)) return firstUnresolved(alias);
  const options = isTable(alias) ? alias.get('OPTIONS') : undefined;
  return isUnresolved(options) ? options : undefined;
}

function backendOf(alias: Datum | undefined): NamedStorage['named'] {
  const className = isTable(alias) ? alias.get('BACKEND') : undefined;
  if (typeof className !== 'string') return undefined;
  const options = isTable(alias) ? alias.get('OPTIONS') : undefined;
  return { className, options: isTable(options) ? options : new Map() };
}
