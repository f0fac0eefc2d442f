import { prehashedBy } from '../prehashed.ts';
import type { AssetPath, ServingSpec, Settings } from '../types.ts';
import { type Encoded, originalOf, variantsOf } from './encoding.ts';
import { contentType, mediaType } from './media-type.ts';
import { urlPath } from './url-path.ts';

/** How one file is sent. */
export interface Served {
  /** Below the folder that is served. */
  readonly path: string;
  /** With its charset. Of a variant: the type of its original. */
  readonly contentType: string;
  /** Of the bytes as they are stored, if a client asks for this very path; `null` for none. */
  readonly contentEncoding: Encoded['encoding'] | null;
  /** Value of Cache-Control; `null` if none is to be sent (WHITENOISE_MAX_AGE = None). */
  readonly cacheControl: string | null;
  /** True if the bytes behind this name never change. */
  readonly immutable: boolean;
  /** The variants beside it, the preferred first. */
  readonly encodings: readonly Encoded[];
  /** The file whose variant this is: a server that negotiates has no address for it. */
  readonly variantOf: string | null;
  /** True if it is nobody's business: the answer is 404. */
  readonly hidden: boolean;
}

/** What decides how files are sent. */
export interface ServingFacts {
  readonly settings: Pick<Settings, 'storage' | 'prehashed' | 'staticUrl'> & {
    readonly serving: ServingSpec;
  };
  /** `paths` of the manifest: the name each path is served under. Without a manifest: empty. */
  readonly hashedNames: ReadonlyMap<string, string>;
  /** Whether a file lies in what is served, by its path. */
  readonly exists: (path: string) => boolean;
}

export interface ServingRules {
  /** Answers for a path below STATIC_ROOT, whether or not the file is there. */
  serve(path: string): Served;
  /** Answers for a path below WHITENOISE_ROOT, which is served at `/`. `exists` is asked for the paths in there. */
  serveAtRoot(path: string, exists: (path: string) => boolean): Served;
}

/** Seconds in a year, the most that a cache has to take seriously (RFC 9111 names no limit; RFC 2616 named this one). */
const FOREVER = 31_536_000;

export const IMMUTABLE_CONTROL: string = `public, max-age=${FOREVER}, immutable`;

/**
 * Makes the one answer to how a file is sent. A file is immutable if the manifest gives it as the name of another path, if
 * PREHASHED names it, or if WHITENOISE_IMMUTABLE_FILE_TEST says so, which WhiteNoise asks instead of the manifest. No name
 * is taken for a hash by its looks.
 */
export function servingRules({ settings, hashedNames, exists }: ServingFacts): ServingRules {
  const { serving, storage, prehashed, staticUrl } = settings;
  const isPrehashed = prehashedBy(prehashed);
  const test = serving.immutablePattern === null ? null : new RegExp(serving.immutablePattern);
  const base = urlPath(staticUrl ?? '/static/');
  const copies = new Set([...hashedNames].filter(([path, name]) => name !== path).map(([, name]) => name));
  const hasManifest = storage.kind.endsWith('manifest');

  const isImmutable = (path: string): boolean =>
    isPrehashed(path as AssetPath) || (test === null ? copies.has(path) : test.test(base + path));
  const answer = (
    path: string,
    isThere: ServingFacts['exists'],
    immutable: boolean,
    hidden: boolean,
  ): Served => {
    const original = originalOf(path, isThere);
    return {
      path,
      contentType: contentType(mediaType(original?.path ?? path, serving.mimetypes), serving.charset),
      contentEncoding: original?.encoding ?? null,
      cacheControl: immutable ? IMMUTABLE_CONTROL : mutableControl(serving),
      immutable,
      encodings: original === null ? variantsOf(path, isThere) : [],
      variantOf: original?.path ?? null,
      hidden,
    };
  };
  return {
    serve(path) {
      const original = originalOf(path, exists)?.path ?? path;
      const isManifest = hasManifest && original === storage.manifestName;
      return answer(path, exists, isImmutable(original), isManifest || hasHiddenPart(path));
    },
    serveAtRoot(path, isThere) {
      const original = originalOf(path, isThere)?.path ?? path;
      return answer(path, isThere, test?.test(`/${original}`) === true, false);
    },
  };
}

/** Value of Cache-Control for files whose content may change; `null` for none. */
export function mutableControl({ maxAge }: Pick<ServingSpec, 'maxAge'>): string | null {
  return maxAge === null ? null : `public, max-age=${maxAge}`;
}

/** True if the path or a folder in it starts with a dot: ledger, `.git`, `.env`. */
export function hasHiddenPart(path: string): boolean {
  return /(?:^|\/)\./.test(path);
}
