import { createHash } from 'node:crypto';
import { throwErrors } from '../../errors.ts';
import { prehashedBy } from '../../prehashed.ts';
import { originalOf } from '../../serving/index.ts';
import type { AssetPath, Destination, Lifetime, Problem, Settings, WantedObject } from '../../types.ts';
import { digestWith, headersOf, withOwnMetadata } from '../headers.ts';
import { keyProblems } from '../keys.ts';
import { type Digest, digestFiles } from './digests.ts';
import { headerProblems } from './header-problems.ts';
import type { Site } from './read-site.ts';
import type { SiteFile } from './walk-site.ts';

export interface Wanted {
  /** Sorted by path. */
  readonly objects: readonly WantedObject[];
  /** Writes down the digests for the next publish; returns what kept it from that. */
  keep(directoryMode: number | null): readonly Problem[];
}

/** The objects that a site is to become. Throws all keys and headers that no store takes, before a byte is read. */
export async function wantedObjects(
  site: Site,
  { prehashed }: Pick<Settings, 'prehashed'>,
  destination: Destination,
): Promise<Wanted> {
  const { prefix, store, traits } = destination;
  const keys = site.files.map(({ path }) => path);
  throwErrors([...headerProblems(destination), ...keyProblems(keys, prefix, store.kind)]);
  const paths = new Set<string>(site.files.map(({ path }) => path));
  const exists = (path: string): boolean => paths.has(path);
  const lifetimeOf = lifetimes(site, prehashedBy(prehashed), exists);
  const pathOf = new Map([...(site.manifest?.names ?? [])].map(([path, name]) => [name, path as AssetPath]));
  const planned = site.files.map((file) => {
    const lifetime = lifetimeOf(file.path);
    return { file, lifetime, ...headersOf(file.path, { destination, lifetime, exists }) };
  });
  const read = planned.filter(({ file, gzipped }) => gzipped || file.path !== site.manifest?.path);
  const { digests, keep } = await digestFiles(site.root, read);
  const digestByPath = new Map(read.map(({ file }, index) => [file.path, digests[index] as Digest]));
  const digestFor = digestWith(traits);
  return {
    objects: planned.map(({ file, lifetime, headers, gzipped }): WantedObject => {
      const digest = digestFor(headers);
      const { size, md5, source } = sentOf(file, gzipped, site, digestByPath);
      return {
        path: file.path,
        key: prefix + file.path,
        lifetime,
        source,
        size,
        md5,
        headers: withOwnMetadata(headers, md5, digest),
        traits,
        digest,
        of: pathOf.get(file.path) ?? null,
      };
    }),
    keep,
  };
}

/** The manifest is sent as it was understood; all others as they are when their turn comes, which their MD5 vouches for. */
function sentOf(
  { path, file }: SiteFile,
  gzipped: boolean,
  { manifest }: Site,
  digests: ReadonlyMap<AssetPath, Digest>,
): Pick<WantedObject, 'size' | 'md5' | 'source'> {
  const digest = digests.get(path);
  if (digest !== undefined) return { ...digest, source: { kind: gzipped ? 'gzipped' : 'file', file } };
  const bytes = manifest?.bytes ?? new Uint8Array();
  return {
    size: bytes.length,
    md5: createHash('md5').update(bytes).digest('hex'),
    source: { kind: 'bytes', bytes },
  };
}

/**
 * How long a file may be kept. For ever: a name that the manifest gives to another path, one that PREHASHED lists, and the
 * variants of both. Never by the looks of a name.
 */
function lifetimes(
  { manifest, companions }: Site,
  isPrehashed: (path: AssetPath) => boolean,
  exists: (path: string) => boolean,
): (path: AssetPath) => Lifetime {
  const names = [...(manifest?.names ?? [])].filter(([path, name]) => path !== name).map(([, name]) => name);
  const fingerprinted = new Set(names);
  return (path) => {
    const original = (originalOf(path, exists)?.path ?? path) as AssetPath;
    if (original === manifest?.path) return path === original ? 'manifest' : 'companion';
    if (companions.has(original)) return 'companion';
    return fingerprinted.has(original) || isPrehashed(original) ? 'immutable' : 'mutable';
  };
}
