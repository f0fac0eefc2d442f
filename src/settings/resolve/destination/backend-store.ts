import type { Position } from '../../../types.ts';
import { type Datum, isOpaque, type Table } from '../../datum.ts';
import type { Entry } from '../../entry.ts';
import { toldDatum } from '../../sources/django/told.ts';
import type { Family } from '../classes/family.ts';
import type { ToldStorage } from '../classes/told-class.ts';
import { withOldConfig } from './s3/client-config.ts';
import { isStaticClass, type Service, serviceOf } from './stores.ts';

/** What a storage that puts files into a bucket says of it, before settings and environment are asked. */
export interface BackendStore {
  readonly service: Service;
  readonly options: Table;
  readonly attributes: Table;
  readonly classAt: Position | undefined;
  /** What Django told where settings or the environment say it; `null` if it was not asked. */
  readonly usual: Table | null;
  /** True if its URLs are made by code of its own. */
  readonly hasOwnUrl: boolean;
}

/** The setting that names a bucket. */
export interface NamedStore {
  readonly store: BackendStore;
  readonly className: string;
  readonly entry: Entry;
  /** What it is called: `STORAGES["staticfiles"]`, `PUBLISH`. */
  readonly name: string;
  /** The way from the setting to the options. */
  readonly path: readonly string[];
}

type Part = { readonly store: BackendStore } | Record<never, never>;

/** Of a class of django-storages itself. */
export function plainStore(className: string, options: Table): Part {
  const service = serviceOf([className]);
  if (service === undefined) return {};
  const attributes = staticAttributes([className]);
  return { store: { service, options, attributes, classAt: undefined, usual: null, hasOwnUrl: false } };
}

/** Of a class of the project. `set`: what its own `__init__` left on the object, the OPTIONS it was given among it. */
export function ownStore(
  service: Service | undefined,
  family: Family,
  options: Table,
  set: Table | undefined,
): Part {
  if (service === undefined) return {};
  const { members, known, at } = family;
  const own = [...members].flatMap(([name, { value, isFirst }]) => {
    // A class that comes behind S3StaticStorage is not asked for what that has.
    const isHidden = !isFirst && staticAttributes(known).has(name);
    return value === undefined || isHidden ? [] : [[name, value] as const];
  });
  const attributes = withOldConfig(new Map([...staticAttributes(known), ...own, ...(set ?? [])]));
  const store: BackendStore = {
    service,
    // What is no data was handed to no `__init__` here.
    options: set === undefined ? options : new Map([...options].filter(([, value]) => isOpaque(value))),
    attributes,
    classAt: at ?? undefined,
    usual: null,
    hasOwnUrl: members.has('url'),
  };
  return { store };
}

/** As Django has made it. */
export function toldStore(
  service: Service | undefined,
  told: Exclude<ToldStorage, { readonly failed: string }>,
  family: Family,
  options: Table,
): Part {
  if (service === undefined) return {};
  const data = (values: Readonly<Record<string, Parameters<typeof toldDatum>[0]>> = {}): Table =>
    new Map(Object.entries(values).map(([name, value]) => [name, toldDatum(value)]));
  const said = data(told.said);
  const isOption = ([name]: readonly [string, Datum]): boolean => options.has(name);
  const store: BackendStore = {
    service,
    options: new Map([...said].filter(isOption)),
    attributes: new Map([...said].filter((pair) => !isOption(pair))),
    classAt: told.at ?? undefined,
    usual: data(told.usual),
    hasOwnUrl: family.members.has('url'),
  };
  return { store };
}

function staticAttributes(known: readonly string[]): Table {
  return new Map(known.some(isStaticClass) ? [['querystring_auth', false]] : []);
}
