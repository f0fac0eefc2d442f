import {
  CODINGS,
  type Coding,
  contentType,
  extensionOf,
  hasHiddenPart,
  IMMUTABLE_CONTROL,
  mediaType,
  mutableControl,
  originalOf,
  UNKNOWN_TYPE,
} from '../serving/index.ts';
import type { RootedSettings } from '../static-root.ts';
import type { ServingSpec } from '../types.ts';
import { type Ages, agesOf } from './ages.ts';
import type { Collected } from './collected.ts';

/** What a configuration has to say, for any server. */
export interface Site {
  /** The path of STATIC_URL, decoded, with slashes at both ends. */
  readonly base: string;
  /** STATIC_URL's host: a CDN's, whose origin is described; `null` for none. */
  readonly host: string | null;
  /** STATIC_ROOT, absolute, without a slash at its end. */
  readonly root: string;
  readonly types: readonly TypeGroup[];
  /** Of text files. */
  readonly charset: string;
  readonly ages: Ages;
  /** Values of Cache-Control: of files that never change, and of others (`null` for none). */
  readonly forever: string;
  readonly shortly: string | null;
  /** The codings there are variants of, the preferred first. */
  readonly codings: readonly Coding[];
  /** Path of the manifest below STATIC_ROOT; `null` without one. */
  readonly manifest: string | null;
  readonly anyOrigin: boolean;
  readonly indexFile: string | null;
  readonly top: TopFiles | null;
}

/** A media type, with its charset, and the names it is for. */
export interface TypeGroup {
  readonly type: string;
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Whole names, lower case. */
  readonly names: readonly string[];
}

/** Files of WHITENOISE_ROOT, which are served at `/`. */
export interface TopFiles {
  /** Absolute, without a slash at its end. */
  readonly root: string;
  /** Below `root`. */
  readonly paths: readonly string[];
}

/** The settings that a configuration is made of. */
export type ServedSettings = RootedSettings & {
  readonly staticUrl: string;
  readonly serving: ServingSpec;
};

/** Describes what is served, from the settings and from what was collected. `topPaths`: the files of WHITENOISE_ROOT. */
export function describeSite(
  settings: ServedSettings,
  collected: Collected,
  place: Pick<Site, 'base' | 'host'>,
  topPaths: readonly string[] = [],
): Site {
  const { serving, storage, staticRoot } = settings;
  const there = new Set(collected.names);
  const originals = [
    ...collected.names.filter(
      (path) => !hasHiddenPart(path) && originalOf(path, (other) => there.has(other)) === null,
    ),
    ...topPaths,
  ];
  return {
    ...place,
    root: staticRoot.replace(/\/+$/, ''),
    types: groupTypes(originals, serving),
    charset: serving.charset,
    ages: agesOf({ settings, base: place.base, ...collected }),
    forever: IMMUTABLE_CONTROL,
    shortly: mutableControl(serving),
    codings: CODINGS.filter(({ encoding, suffix }) => {
      const isMade = storage.kind.startsWith('compressed') && storage.compression.formats.includes(encoding);
      return (
        isMade ||
        collected.names.some((path) => path.endsWith(suffix) && there.has(path.slice(0, -suffix.length)))
      );
    }),
    manifest: storage.kind.endsWith('manifest') ? storage.manifestName : null,
    anyOrigin: serving.allowAllOrigins,
    indexFile: serving.indexFile,
    top: serving.root === null || topPaths.length === 0 ? null : { root: serving.root, paths: topPaths },
  };
}

/** An extension that needs no care in any configuration. Files with another are sent as bytes without a type. */
const PLAIN_EXTENSION = /^\.[a-z0-9_+-]+$/;

/** Groups the extensions that are there by their types, sorted. What has no known type is left to the default. */
function groupTypes(paths: readonly string[], { mimetypes, charset }: ServingSpec): readonly TypeGroup[] {
  const groups = new Map<string, { readonly extensions: Set<string>; readonly names: Set<string> }>();
  const add = (media: string, kind: 'extensions' | 'names', name: string): void => {
    const type = contentType(media, charset);
    const group = groups.get(type) ?? { extensions: new Set(), names: new Set() };
    groups.set(type, group);
    group[kind].add(name);
  };
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    if (Object.hasOwn(mimetypes, name)) add(mimetypes[name] as string, 'names', name);
    const extension = extensionOf(name);
    const media = mediaType(extension === '' ? '' : `x${extension}`, mimetypes);
    if (PLAIN_EXTENSION.test(extension) && media !== UNKNOWN_TYPE)
      add(media, 'extensions', extension.slice(1));
  }
  return [...groups]
    .map(([type, { extensions, names }]) => ({
      type,
      extensions: [...extensions].sort(),
      names: [...names].sort(),
    }))
    .sort((one, other) => (one.type < other.type ? -1 : 1));
}
