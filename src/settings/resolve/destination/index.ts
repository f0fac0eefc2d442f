import type { Destination, Problem } from '../../../types.ts';
import { type Datum, isTable, type Table } from '../../datum.ts';
import { languageOf } from '../../entry.ts';
import { pointing } from '../../problems/place.ts';
import type { ReadSettings } from '../../sources/read-settings.ts';
import { NEWEST_DJANGO } from '../django-version.ts';
import { readBackend } from '../storage/backend/index.ts';
import { readAzure } from './azure/index.ts';
import type { NamedStore } from './backend-store.ts';
import { readGcs } from './gcs.ts';
import { publicUrl } from './public-url.ts';
import { readPurge } from './purge.ts';
import { type OptionSources, type Options, storeOptions } from './read-options.ts';
import type { StoreReading, Variable } from './reading.ts';
import { readS3 } from './s3/index.ts';
import { SHORT_NAMES } from './stores.ts';

/**
 * Where files are published: what PUBLISH says, else the bucket of the staticfiles storage; `null` for neither, and after a
 * problem.
 */
export async function resolveDestination(
  read: ReadSettings,
  storage: NamedStore | null,
  staticUrl: string | null,
): Promise<Destination | null> {
  const before = read.problems.length;
  const published = await namedByPublish(read);
  const named = published ?? (read.problems.length > before ? null : storage);
  if (named === null) return null;
  const variable = await environment(read);
  const options = storeOptions(sourcesOf(read, named, variable), read.problems);
  const reading = readStore(options, (name) => {
    const value = variable(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  });
  if (reading === null) return null;
  const isStorage = storage !== null;
  return {
    isStorage,
    ...reading.common,
    publicUrl: publicUrl({
      ...{ options, reading: reading.whole, named, isStorage, staticUrl },
      ...{ reader: read.reader, problems: read.problems },
    }),
    mutableCacheControl: read.reader.need('CACHE_CONTROL') ?? '',
    mediaTypes: mediaTypes(read.reader.need('CONTENT_TYPES')),
    charset: read.reader.need('CONTENT_CHARSET') === true,
    purge: readPurge(read.reader),
    from: from(named),
  };
}

interface CommonReading {
  readonly whole: StoreReading;
  readonly common: Omit<StoreReading, 'url'>;
}

function readStore(options: Options, variable: Variable): CommonReading | null {
  const whole =
    options.service === 's3'
      ? readS3(options, variable)
      : options.service === 'azure'
        ? readAzure(options)
        : readGcs(options, variable);
  if (whole === null) return null;
  const { url: _, ...common } = whole;
  return { whole, common };
}

function from({ name, entry }: NamedStore): string {
  const { kind, label } = entry.origin;
  return kind === 'default' ? name : `${name} (${label})`;
}

function mediaTypes(table: ReadonlyMap<string, string> | undefined): Readonly<Record<string, string>> {
  const pairs = [...(table ?? [])].map(([extension, type]) => [
    extension.replace(/^\./, '').toLowerCase(),
    type,
  ]);
  return Object.fromEntries(pairs);
}

function sourcesOf(
  { reader }: ReadSettings,
  { store, className, entry, name, path }: NamedStore,
  variable: (name: string) => Datum | undefined,
): OptionSources {
  return {
    ...{ service: store.service, className, options: store.options, attributes: store.attributes },
    ...{ classAt: store.classAt, usual: store.usual, reader, variable },
    isStorage: name !== 'PUBLISH',
    optionsName: name === 'PUBLISH' ? name : 'OPTIONS',
    locateOption: (option) => entry.locate([...path, option]),
    language: languageOf(entry),
    folder: entry.folder,
  };
}

/** Variables as the code of the settings left them, which may have read a `.env` file. */
async function environment({ request, sources }: ReadSettings): Promise<(name: string) => Datum | undefined> {
  const { python } = sources;
  if (python === null) return (name) => request.env[name];
  const { plainDatum } = await import('../../sources/load/plain.ts');
  return (name) => {
    const value = python.variable(name);
    return value === undefined ? undefined : plainDatum(value);
  };
}

const EXAMPLE = 'Write PUBLISH = {"BACKEND": "s3", "bucket_name": ..., "location": "static"}.';

async function namedByPublish(read: ReadSettings): Promise<NamedStore | null> {
  const { reader, problems, python, sources } = read;
  const table = reader.need('PUBLISH');
  if (!isTable(table)) return null;
  const entry = reader.entry('PUBLISH');
  const named = table.get('BACKEND');
  const refuse = (problem: Pick<Problem, 'code' | 'message' | 'hint'>): null => {
    problems.push({ severity: 'error', ...problem, ...pointing(entry.locate(['BACKEND'])) });
    return null;
  };
  if (typeof named !== 'string') {
    return refuse({
      code: 'setting-invalid',
      message: "PUBLISH must name a storage under 'BACKEND'",
      hint: EXAMPLE,
    });
  }
  const className = Object.hasOwn(SHORT_NAMES, named) ? (SHORT_NAMES[named] as string) : named;
  const options: Table = new Map([...table].filter(([name]) => name !== 'BACKEND'));
  const backend = await readBackend(
    {
      ...{ className, options, at: entry.locate(['BACKEND']), optionsOf: { kind: 'publish' }, told: null },
      // No files are fingerprinted on their way to a bucket.
      djangoVersion: NEWEST_DJANGO,
      locateOption: (name) => entry.locate([name]),
      assumePlain: reader.need('ASSUME_PLAIN_STORAGE') === true,
      python,
      settingsPython: sources.python,
      wayToDjango: undefined,
    },
    problems,
  );
  if (backend === undefined) return null;
  if (backend.store === undefined) {
    const message = `The BACKEND of PUBLISH, ${named}, is no storage of a bucket`;
    return refuse({ code: 'storage-unknown', message, hint: EXAMPLE });
  }
  return { store: backend.store, className, entry, name: 'PUBLISH', path: [] };
}
