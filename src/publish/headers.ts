import { createHash } from 'node:crypto';
import { charsetOf, IMMUTABLE_CONTROL, mediaType, originalOf } from '../serving/index.ts';
import type { Destination, Lifetime, ObjectHeaders, ObjectTraits } from '../types.ts';

/** The name of the metadata by which an object tells what it was put with, where a ledger is lost. */
export const OWN_METADATA = 'collectstatic';

/** What decides the headers of an object beside its path. */
export interface HeaderFacts {
  readonly destination: Destination;
  readonly lifetime: Lifetime;
  /** Whether a path is among the files. */
  readonly exists: (path: string) => boolean;
}

/**
 * Headers of the object at a path, and whether it is compressed on the way. As django-storages: a Content-Type of the settings
 * holds for all, and then no encoding is taken from the name; `gzip` leaves alone what has an encoding. A variant
 * (`site.css.br`) has the type of its original.
 */
export function headersOf(
  path: string,
  { destination, lifetime, exists }: HeaderFacts,
): { readonly headers: ObjectHeaders; readonly gzipped: boolean } {
  const given = destination.headers;
  const original = originalOf(path, exists);
  const type = given.contentType ?? typeOf(original?.path ?? path, destination);
  const stored =
    given.contentEncoding ?? (given.contentType === undefined ? storedEncoding(path, original) : undefined);
  const gzipped = stored === undefined && (destination.gzipTypes?.includes(bareType(type)) ?? false);
  const contentEncoding = gzipped ? 'gzip' : stored;
  return {
    headers: {
      ...given,
      contentType: type,
      cacheControl: cacheControl(lifetime, destination),
      ...(contentEncoding !== undefined && { contentEncoding }),
    },
    gzipped,
  };
}

/** `settings say` wins for names that may change; never for the others: their bytes are the same for ever. */
function cacheControl(lifetime: Lifetime, { headers, mutableCacheControl }: Destination): string {
  if (lifetime === 'immutable') return IMMUTABLE_CONTROL;
  if (lifetime !== 'mutable') return 'no-cache';
  return headers.cacheControl ?? mutableCacheControl;
}

function typeOf(path: string, { mediaTypes, charset }: Destination): string {
  const own = Object.fromEntries(Object.entries(mediaTypes).map(([name, type]) => [`.${name}`, type]));
  const type = mediaType(path, own);
  const name = charset ? charsetOf(type) : null;
  return name === null ? type : `${type}; charset=${name}`;
}

function bareType(type: string): string {
  return (type.split(';', 1)[0] as string).trim().toLowerCase();
}

function storedEncoding(path: string, original: { readonly encoding: string } | null): string | undefined {
  // An SVG that is compressed has a name of its own and no original beside it.
  return original?.encoding ?? (/\.svgz$/i.test(path) ? 'gzip' : undefined);
}

/** Digest of headers and traits, 16 hex digits: the same for the same ones in any order. */
export function digestOf(headers: ObjectHeaders, traits: ObjectTraits): string {
  return createHash('sha256')
    .update(JSON.stringify([sorted(headers), sorted(traits)]))
    .digest('hex')
    .slice(0, 16);
}

/** `digestOf` for objects of which many have the same headers. */
export function digestWith(traits: ObjectTraits): (headers: ObjectHeaders) => string {
  const known = new Map<string, string>();
  return (headers) => {
    const text = JSON.stringify(headers);
    const digest = known.get(text) ?? digestOf(headers, traits);
    known.set(text, digest);
    return digest;
  };
}

/** The headers, with the metadata that tells what was sent: bytes, and headers with traits. */
export function withOwnMetadata(headers: ObjectHeaders, md5: string, digest: string): ObjectHeaders {
  return { ...headers, metadata: { ...headers.metadata, [OWN_METADATA]: ownMetadata(md5, digest) } };
}

export function ownMetadata(md5: string, digest: string): string {
  return `${md5}-${digest}`;
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, sorted(item)]);
}

/** Headers by their names here and in HTTP. */
export const HEADER_NAMES = [
  ['contentType', 'Content-Type'],
  ['cacheControl', 'Cache-Control'],
  ['contentEncoding', 'Content-Encoding'],
  ['contentDisposition', 'Content-Disposition'],
  ['contentLanguage', 'Content-Language'],
  ['expires', 'Expires'],
] as const;

/**
 * How the headers of an object differ from those wanted, in words; `null` if they do not. Blanks and letter case do not count:
 * stores write some of them their own way.
 */
export function headerChange(there: ObjectHeaders, wanted: ObjectHeaders): string | null {
  const changes = HEADER_NAMES.filter(
    ([field]) => normal(field, there[field]) !== normal(field, wanted[field]),
  ).map(([field, name]) => `${name}: ${there[field] ?? 'none'} -> ${wanted[field] ?? 'none'}`);
  if (changes.length > 0) return changes.join('; ');
  const [own, other] = [wanted.metadata ?? {}, there.metadata ?? {}];
  const names = new Set([...Object.keys(own), ...Object.keys(other)]);
  const differing = [...names].filter((name) => own[name] !== other[name]).sort();
  if (differing.length === 0) return null;
  return differing.join() === OWN_METADATA
    ? 'put by other means, or other options'
    : `metadata: ${differing.join(', ')}`;
}

function normal(field: string, value: string | undefined): string {
  if (value === undefined) return '';
  if (field === 'expires') return String(Date.parse(value));
  return value.toLowerCase().replace(/\s+/g, '');
}
