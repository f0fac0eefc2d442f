import { resolve } from 'node:path';
import type { Interpreter } from '../python/index.ts';
import type { Problem, StorageKind, StorageSpec } from '../types.ts';
import type { Backend } from './backend.ts';
import { backendOf, readBackend } from './backend.ts';
import type { Datum } from './datum.ts';
import { describeDatum, firstUnresolved, isTable, isUnresolved } from './datum.ts';
import { atLeast } from './django-version.ts';
import type { Entry } from './layer.ts';
import { pointing, unresolvedProblem } from './problems.ts';
import type { Reader } from './reader.ts';
import type { SettingName } from './schema.ts';
import { DEFAULT_BACKEND, SCHEMA } from './schema.ts';

const MANIFEST_NAME = 'staticfiles.json';

/** The storage, and what it says in place of other settings; `null` where it says nothing. */
export interface ResolvedStorage {
  readonly spec: StorageSpec;
  /** Instead of STATIC_ROOT, absolute. */
  readonly location: string | null;
  /** Instead of STATIC_URL. */
  readonly baseUrl: string | null;
  /** Mode bits instead of FILE_UPLOAD_PERMISSIONS and FILE_UPLOAD_DIRECTORY_PERMISSIONS. */
  readonly fileMode: number | null;
  readonly directoryMode: number | null;
}

export interface StorageRequest {
  readonly reader: Reader;
  /** The Django version the project is known to use; `undefined` where nothing says. */
  readonly knownVersion: string | undefined;
  readonly python: () => Promise<Interpreter>;
}

/** What holds where nothing is written: find and list need no storage. */
export const PLAIN_STORAGE: ResolvedStorage = {
  spec: {
    kind: 'plain',
    className: DEFAULT_BACKEND,
    manifestName: MANIFEST_NAME,
    manifestStrict: true,
    moduleAggregation: false,
    keepOnlyHashed: false,
    skipCompressExtensions: SCHEMA.WHITENOISE_SKIP_COMPRESS_EXTENSIONS.default as readonly string[],
  },
  location: null,
  baseUrl: null,
  fileMode: null,
  directoryMode: null,
};

const NAMES: readonly SettingName[] = ['STORAGE', 'STORAGES', 'STATICFILES_STORAGE'];

/** Reads the staticfiles storage from STORAGE, STORAGES or STATICFILES_STORAGE: the strongest layer that has one decides. */
export async function readStorage(
  request: StorageRequest,
  problems: Problem[],
): Promise<ResolvedStorage | undefined> {
  const { reader } = request;
  const name = storageSetting(request, problems);
  const entry = reader.entry(name);
  if (isUnresolved(entry.datum)) {
    problems.push(unresolvedProblem(name, entry.datum));
    return undefined;
  }
  if (name === 'STORAGE') {
    const kind = reader.need(name) as StorageKind | undefined;
    return kind && resolveStorage({ kind, className: kind, values: new Map() }, entry, reader, problems);
  }
  const named =
    name === 'STORAGES'
      ? aliasBackend(entry, problems)
      : { className: reader.need(name), options: new Map() };
  if (typeof named?.className !== 'string') return undefined;
  const backend = await readBackend(
    {
      className: named.className,
      options: named.options,
      at: entry.locate(name === 'STORAGES' ? ['staticfiles', 'BACKEND'] : []),
      assumePlain: reader.truth('ASSUME_PLAIN_STORAGE'),
      python: request.python,
    },
    problems,
  );
  return backend && resolveStorage(backend, entry, reader, problems);
}

function storageSetting({ reader, knownVersion }: StorageRequest, problems: Problem[]): SettingName {
  const fromDjango = reader.entry('STATICFILES_STORAGE').origin.kind === 'settings';
  const ignored = fromDjango && knownVersion !== undefined && atLeast(knownVersion, '5.1');
  const rank = (name: SettingName): number =>
    name === 'STATICFILES_STORAGE' && ignored ? Number.POSITIVE_INFINITY : reader.rank(name);
  const name = NAMES.reduce((best, other) => (rank(other) < rank(best) ? other : best));
  const chosen = Number.isFinite(rank(name)) ? name : 'STORAGES';
  const old = reader.entry('STATICFILES_STORAGE');
  const at = old.locate([]);
  if (ignored && chosen === 'STORAGES' && !Number.isFinite(reader.rank('STORAGES'))) {
    problems.push({
      code: 'setting-removed',
      severity: 'warning',
      message: `Django ${knownVersion} does not read STATICFILES_STORAGE any more; its default storage is used`,
      hint: 'Write STORAGES = {"staticfiles": {"BACKEND": ...}} instead.',
      ...pointing(at),
    });
  }
  const both = fromDjango && reader.rank('STORAGES') === reader.rank('STATICFILES_STORAGE');
  if (both && !ignored && knownVersion !== undefined && atLeast(knownVersion, '4.2')) {
    problems.push({
      code: 'storages-exclusive',
      severity: 'error',
      message: 'STATICFILES_STORAGE and STORAGES are both set; Django takes only one of them',
      ...pointing(at),
    });
  }
  return chosen;
}

/** Only the `staticfiles` alias is read: others may hold secrets that nobody needs here. */
function aliasBackend(entry: Entry, problems: Problem[]): ReturnType<typeof backendOf> {
  const alias = isTable(entry.datum) ? entry.datum.get('staticfiles') : undefined;
  const unresolved = firstUnresolved(alias);
  const at = entry.locate([]);
  if (unresolved !== undefined) problems.push(unresolvedProblem('STORAGES', unresolved));
  else if (alias === undefined) {
    problems.push({
      code: 'staticfiles.E005',
      severity: 'error',
      message: "STORAGES has no entry 'staticfiles'",
      hint: `Add "staticfiles": {"BACKEND": "${DEFAULT_BACKEND}"}.`,
      ...pointing(at),
    });
  } else if (backendOf(alias) === undefined) {
    const message = "STORAGES.staticfiles must name a class under 'BACKEND'";
    problems.push({ code: 'setting-invalid', severity: 'error', message, ...pointing(at) });
  } else return backendOf(alias);
  return undefined;
}

/** Applies WHITENOISE_* and this tool's own settings to what the class and its OPTIONS say. */
function resolveStorage(
  backend: Backend,
  entry: Entry,
  reader: Reader,
  problems: Problem[],
): ResolvedStorage {
  const { kind, className } = backend;
  const whitenoise = kind.startsWith('compressed');
  const typed = <T extends Datum>(name: string, type: 'string' | 'boolean' | 'number'): T | null => {
    const value = backend.values.get(name) ?? null;
    if (value === null || typeof value === type) return value as T | null;
    problems.push(wrongValue(className, name, value, entry));
    return null;
  };
  const location = typed<string>('location', 'string');
  const strictSetting = whitenoise && Number.isFinite(reader.rank('WHITENOISE_MANIFEST_STRICT'));
  const strictClass = typed<boolean>('manifest_strict', 'boolean');
  const own = reader.need('KEEP_ONLY_HASHED_FILES') as boolean | null | undefined;
  const fallback = kind === 'compressed-manifest' && reader.truth('WHITENOISE_KEEP_ONLY_HASHED_FILES');
  const skip = whitenoise ? reader.need('WHITENOISE_SKIP_COMPRESS_EXTENSIONS') : undefined;
  return {
    spec: {
      kind,
      className,
      manifestName: typed<string>('manifest_name', 'string') ?? MANIFEST_NAME,
      manifestStrict: strictSetting ? reader.truth('WHITENOISE_MANIFEST_STRICT') : (strictClass ?? true),
      moduleAggregation: typed<boolean>('support_js_module_import_aggregation', 'boolean') ?? false,
      keepOnlyHashed: own ?? typed<boolean>('keep_only_hashed_files', 'boolean') ?? fallback,
      skipCompressExtensions: extensions(skip ?? SCHEMA.WHITENOISE_SKIP_COMPRESS_EXTENSIONS.default),
    },
    location: location === null ? null : resolve(entry.folder, location),
    baseUrl: typed<string>('base_url', 'string'),
    fileMode: typed<number>('file_permissions_mode', 'number'),
    directoryMode: typed<number>('directory_permissions_mode', 'number'),
  };
}

function wrongValue(className: string, name: string, value: Datum, entry: Entry): Problem {
  if (isUnresolved(value)) return unresolvedProblem(`${name} of ${className}`, value);
  const at = entry.locate([]);
  return {
    code: 'setting-invalid',
    severity: 'error',
    message: `${name} of ${className} can't be ${describeDatum(value)}`,
    ...pointing(at),
  };
}

/** WhiteNoise takes them with or without the dot, in either case. */
function extensions(datum: Datum): readonly string[] {
  return (datum as readonly string[]).map((extension) => extension.toLowerCase().replace(/^\./, ''));
}
