import { resolve } from 'node:path';
import type { PythonReader } from '../../../python/index.ts';
import type { Problem, StorageKind, StorageSpec } from '../../../types.ts';
import type { Datum } from '../../datum.ts';
import { describeDatum, isUnresolved } from '../../datum.ts';
import { type Entry, languageOf } from '../../entry.ts';
import { pointing } from '../../problems/place.ts';
import { unresolvedProblem } from '../../problems/unresolved.ts';
import type { Reader } from '../../reader.ts';
import type { SettingName } from '../../schema/schema.ts';
import { DEFAULT_BACKEND } from '../../schema/schema.ts';
import { isToldByPython } from '../../sources/django/answer.ts';
import type { ToldStorage } from '../classes/told-class.ts';
import type { BackendStore, NamedStore } from '../destination/backend-store.ts';
import { MANIFEST_STORAGE } from '../destination/options.ts';
import { NEWEST_DJANGO } from '../django-version.ts';
import type { Backend } from './backend/backend.ts';
import { readBackend } from './backend/index.ts';
import { NO_COMPRESSION, resolveCompression } from './compression.ts';
import { enhancedSpec, keepsOnlyHashed, otherVersion } from './enhanced-options.ts';
import { resolveManifestNames, USUAL_NAMES } from './manifest-names.ts';
import type { StorageQuestion } from './name.ts';
import { namedStorage } from './name.ts';
import type { OptionsOf } from './options.ts';

/** The storage, and what it says in place of other settings; `null` where it says nothing. */
export interface ResolvedStorage {
  readonly spec: StorageSpec;
  /** Instead of STATIC_ROOT, absolute. */
  readonly location: string | null;
  /** Django heeds the location only if STATIC_ROOT is set. */
  readonly needsStaticRoot?: boolean;
  /** Instead of STATIC_URL. */
  readonly baseUrl: string | null;
  /** Mode bits instead of FILE_UPLOAD_PERMISSIONS and FILE_UPLOAD_DIRECTORY_PERMISSIONS. */
  readonly fileMode: number | null;
  readonly directoryMode: number | null;
  /** Which layer names the storage, counted from the strongest: what a stronger one sets is not overridden. */
  readonly rank: number;
  /** If it puts its files into a bucket: which, as far as it says it itself. They are built in STATIC_ROOT first. */
  readonly bucket: NamedStore | null;
}

export interface StorageRequest extends StorageQuestion {
  readonly python: () => Promise<PythonReader>;
  /** The evaluator that read the settings, if one did. */
  readonly settingsPython: PythonReader | null;
  /** What Django itself told of the storage that its settings name. */
  readonly told: ToldStorage | null;
  /** How Django's own command is had instead, if it can be. */
  readonly wayToDjango: string | undefined;
}

/** What holds where nothing is written: find and list need no storage. */
export const PLAIN_STORAGE: ResolvedStorage = {
  spec: {
    kind: 'plain',
    className: DEFAULT_BACKEND,
    ...USUAL_NAMES,
    manifestStrict: true,
    moduleAggregation: false,
    keepOnlyHashed: false,
    compression: NO_COMPRESSION,
  },
  location: null,
  baseUrl: null,
  fileMode: null,
  directoryMode: null,
  rank: Number.POSITIVE_INFINITY,
  bucket: null,
};

/** Reads the staticfiles storage from whichever setting decides it; `undefined` where that is a problem. */
export async function readStorage(
  request: StorageRequest,
  problems: Problem[],
): Promise<ResolvedStorage | undefined> {
  const { reader, knownVersion, told, ...asked } = request;
  const { name, entry, named } = namedStorage(request, problems);
  if (named === undefined) return undefined;
  const { className, options } = named;
  if (name === 'STORAGE') {
    const backend = { kind: className as StorageKind, className, isEnhanced: false, values: options };
    return resolveStorage(backend, entry, reader, problems);
  }
  const at = entry.locate(name === 'STORAGES' ? ['staticfiles', 'BACKEND'] : []);
  const assumePlain = reader.need('ASSUME_PLAIN_STORAGE') === true;
  const isDjangos = entry.origin.kind === 'settings' || entry.origin.kind === 'default';
  const optionsOf: OptionsOf = isDjangos ? { kind: 'django', version: knownVersion } : { kind: 'config' };
  const djangoVersion = knownVersion ?? NEWEST_DJANGO;
  const isTold = isToldByPython(entry) || entry.origin.kind === 'default';
  const backend = await readBackend(
    { ...asked, className, options, at, optionsOf, djangoVersion, assumePlain, told: isTold ? told : null },
    problems,
  );
  if (backend?.isEnhanced) problems.push(...otherVersion((await asked.python()).searchPath));
  if (backend === undefined) return undefined;
  const resolved = { ...resolveStorage(backend, entry, reader, problems), rank: reader.rank(name) };
  return backend.store === undefined ? resolved : inBucket(resolved, backend.store, name, entry);
}

/** A storage of a bucket: what it says of places says nothing of the folder in which its files are built. */
function inBucket(
  resolved: ResolvedStorage,
  store: BackendStore,
  name: SettingName,
  entry: Entry,
): ResolvedStorage {
  const isTable = name === 'STORAGES';
  const bucket: NamedStore = {
    ...{ store, className: resolved.spec.className, entry },
    name: isTable ? 'STORAGES["staticfiles"]' : name,
    path: isTable ? ['staticfiles', 'OPTIONS'] : [],
  };
  const here = { location: null, needsStaticRoot: false, baseUrl: null, fileMode: null, directoryMode: null };
  return { ...resolved, ...here, bucket };
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
  const isOn = (name: SettingName): boolean => reader.needMinor(name) === true;
  const location = backend.store === undefined ? typed<string>('location', 'string') : null;
  if ((backend.values.get(MANIFEST_STORAGE) ?? null) !== null)
    problems.push(manifestElsewhere(className, entry));
  const strict = typed<boolean>('manifest_strict', 'boolean') ?? true;
  const forced = whitenoise ? reader.needMinor('WHITENOISE_MANIFEST_STRICT') : null;
  const keep = reader.need('KEEP_ONLY_HASHED_FILES') ?? null;
  const keepHashed = () => kind === 'compressed-manifest' && isOn('WHITENOISE_KEEP_ONLY_HASHED_FILES');
  const keepNoOriginals = () =>
    backend.isEnhanced && keepsOnlyHashed(backend, typed, entry, reader, problems);
  return {
    spec: {
      kind,
      className,
      ...resolveManifestNames(kind, typed<string>('manifest_name', 'string'), entry, reader, problems),
      manifestStrict: typeof forced === 'boolean' ? forced : strict,
      moduleAggregation: typed<boolean>('support_js_module_import_aggregation', 'boolean') ?? false,
      keepOnlyHashed:
        keep ?? typed<boolean>('keep_only_hashed_files', 'boolean') ?? (keepHashed() || keepNoOriginals()),
      compression: whitenoise ? resolveCompression(reader) : NO_COMPRESSION,
      ...(backend.patterns !== undefined && { patterns: backend.patterns }),
      ...(backend.isEnhanced && { enhanced: enhancedSpec(backend, typed, entry, reader, problems) }),
    },
    location: location === null ? null : resolve(entry.folder, location),
    needsStaticRoot: backend.hasClassLocation === true,
    baseUrl: typed<string>('base_url', 'string'),
    fileMode: typed<number>('file_permissions_mode', 'number'),
    directoryMode: typed<number>('directory_permissions_mode', 'number'),
    rank: Number.POSITIVE_INFINITY,
    bucket: null,
  };
}

function manifestElsewhere(className: string, entry: Entry): Problem {
  return {
    code: 'storage-option-unbuilt',
    severity: 'error',
    message: `${MANIFEST_STORAGE} of ${className} puts the manifest into another storage, which is not built`,
    hint: 'Leave it out: the manifest lies beside the files then.',
    ...pointing(entry.locate([])),
  };
}

function wrongValue(className: string, name: string, value: Datum, entry: Entry): Problem {
  if (isUnresolved(value)) return unresolvedProblem(`${name} of ${className}`, value, undefined, false);
  const at = entry.locate([]);
  return {
    code: 'setting-invalid',
    severity: 'error',
    message: `${name} of ${className} can't be ${describeDatum(value, languageOf(entry))}`,
    ...pointing(at),
  };
}
