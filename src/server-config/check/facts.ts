import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  contentType,
  extensionOf,
  hasHiddenPart,
  looksHashed,
  mediaType,
  originalOf,
  urlHost,
  urlPath,
  variantsOf,
} from '../../serving/index.ts';
import type { Collected } from '../collected.ts';
import type { ServedSettings } from '../site.ts';

/** A kind of file, and the file that stands for it. */
export interface Sample {
  /** With the dot, in lower case; `''` for names without one. */
  readonly extension: string;
  readonly plain: string;
  /** The name the manifest gives it; `null` if it has none other. */
  readonly hashed: string | null;
  /** As it has to be sent, with its charset. */
  readonly type: string;
}

/** What is known of the site before anybody is asked. */
export interface Facts {
  /** The path of STATIC_URL, decoded, with slashes at its ends. */
  readonly base: string;
  readonly hasHost: boolean;
  /** The last part of STATIC_ROOT's name. */
  readonly folder: string;
  readonly samples: readonly Sample[];
  /** The file with compressed variants that is asked for in many ways; `null` if none has any. */
  readonly compressed: string | null;
  /** An archive, which nobody may unpack on the way. */
  readonly archive: string | null;
  /** A plain file whose name looks hashed. */
  readonly lookalike: string | null;
  readonly hidden: string | null;
  readonly manifest: string | null;
  readonly subfolder: string | null;
  readonly hashedNames: ReadonlyMap<string, string>;
  readonly maxAge: number | null;
  readonly anyOrigin: boolean;
  readonly has: (path: string) => boolean;
  /** The bytes of a file of STATIC_ROOT. */
  readonly read: (path: string) => Buffer;
}

/** Bounds the requests: of more kinds of files the first by name are asked for. */
const MOST_KINDS = 30;

/** Bytes. A larger file stands for its kind only if there is no smaller one. */
const LARGE = 1_000_000;

export function factsOf(settings: ServedSettings, { names, hashedNames }: Collected): Facts {
  const { serving, staticRoot, staticUrl, storage } = settings;
  const there = new Set(names);
  const has = (path: string): boolean => there.has(path);
  const visible = names.filter((path) => !hasHiddenPart(path));
  const copies = new Set([...hashedNames].flatMap(([path, name]) => (path === name ? [] : [name])));
  const manifest = storage.kind.endsWith('manifest') ? storage.manifestName : null;
  const plain = visible.filter(
    (path) =>
      !copies.has(path) && path !== manifest && originalOf(path, has) === null && isPlain(path, hashedNames),
  );
  const byKind = new Map<string, string>();
  for (const path of plain) {
    const extension = extensionOf(path);
    const known = byKind.get(extension);
    if (known === undefined || isBetter(path, known)) byKind.set(extension, path);
  }
  function isBetter(path: string, known: string): boolean {
    const score = (each: string): number =>
      (variantsOf(each, has).length > 0 ? 2 : 0) + (sizeOf(each) < LARGE ? 4 : 0) + (isSimple(each) ? 1 : 0);
    return score(path) > score(known);
  }
  function sizeOf(path: string): number {
    return statSync(join(staticRoot, path), { throwIfNoEntry: false })?.size ?? 0;
  }
  const samples = [...byKind]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, MOST_KINDS)
    .map(([extension, path]): Sample => {
      const name = hashedNames.get(path);
      return {
        extension,
        plain: path,
        hashed: name !== undefined && name !== path && looksHashed(name) ? name : null,
        type: contentType(mediaType(path, serving.mimetypes), serving.charset),
      };
    });
  const targets = samples.map(({ plain: path, hashed }) => hashed ?? path);
  return {
    base: urlPath(staticUrl),
    hasHost: urlHost(staticUrl) !== null,
    folder: staticRoot.replace(/\/+$/, '').split('/').at(-1) ?? '',
    samples,
    compressed:
      targets.find((path) => has(`${path}.br`) && has(`${path}.gz`)) ??
      targets.find((path) => has(`${path}.gz`)) ??
      null,
    archive: plain.find((path) => path.endsWith('.gz')) ?? null,
    lookalike: copies.size > 0 ? (plain.find((path) => looksHashed(path)) ?? null) : null,
    hidden: names.find(hasHiddenPart) ?? null,
    manifest: manifest !== null && has(manifest) ? manifest : null,
    subfolder: plain.find((path) => path.includes('/'))?.replace(/[^/]*$/, '') ?? null,
    hashedNames,
    maxAge: serving.maxAge,
    anyOrigin: serving.allowAllOrigins,
    has,
    read: (path) => readFileSync(join(staticRoot, path)),
  };
}

/** With a manifest, the hashed names of earlier releases are no plain files: nothing says what they have to be. */
function isPlain(path: string, hashedNames: ReadonlyMap<string, string>): boolean {
  return hashedNames.size === 0 || hashedNames.has(path);
}

function isSimple(path: string): boolean {
  return /^[\w./-]+$/.test(path);
}
