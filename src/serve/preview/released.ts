import { type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { CollectstaticError, errnoOf, errnoWords, fail } from '../../errors.ts';
import { parseManifest } from '../../manifest.ts';
import { readRegularFile } from '../../regular-file.ts';
import { requireStaticRoot } from '../../static-root.ts';
import type { Settings } from '../../types.ts';
import { isSame, type LookUp, statsOf } from '../http/look-up.ts';

/** What the last run has put into STATIC_ROOT. */
export interface Released {
  /** The name each path is served under; empty for a storage without a manifest. */
  readonly hashedNames: ReadonlyMap<string, string>;
  /** The hash in the name of each file that has one. */
  readonly hashes: ReadonlyMap<string, string>;
}

const NOTHING: Released = { hashedNames: new Map(), hashes: new Map() };

/** Bytes. The manifest of a million files has fewer. */
const MANIFEST_LIMIT = 190_000_000;

/** Makes a reader of the manifest that reads it again only if it was written anew. It throws CollectstaticError as `readReleased`. */
export function releaseReader(settings: Settings, lookUp: LookUp): () => Released {
  const file = manifestFile(settings);
  if (file === null) return () => NOTHING;
  let known: { readonly stats: Stats; readonly released: Released } | undefined;
  return () => {
    const stats = lookUp(file);
    if (known !== undefined && stats !== null && isSame(known.stats, stats)) return known.released;
    const released = readReleased(settings);
    if (stats !== null) known = { stats, released };
    return released;
  };
}

/** Reads what is in STATIC_ROOT. Throws CollectstaticError if it is not there, or not whole. */
export function readReleased(settings: Settings): Released {
  const { staticRoot } = requireStaticRoot(settings);
  if (!statSync(staticRoot, { throwIfNoEntry: false })?.isDirectory())
    throw fail({
      code: 'static-root-absent',
      message: `STATIC_ROOT is no folder: ${staticRoot}`,
      at: { file: staticRoot },
      hint: 'Run collectstatic first: a preview serves what it has made.',
    });
  const file = manifestFile(settings);
  if (file === null) return NOTHING;
  const paths = readPaths(file);
  const missing = [...new Set(paths.values())].filter((name) => !statsOf(join(staticRoot, name))?.isFile());
  if (missing.length > 0) throw incomplete(file, missing, paths.size);
  const hashes = [...paths].flatMap(([path, name]): [string, string][] => {
    const hash = path === name ? undefined : /\.([0-9a-f]{12})(?:\.[^./]*)?$/.exec(name)?.[1];
    return hash === undefined ? [] : [[name, hash]];
  });
  return { hashedNames: paths, hashes: new Map(hashes) };
}

function manifestFile(settings: Settings): string | null {
  const { staticRoot, storage } = requireStaticRoot(settings);
  return storage.kind.endsWith('manifest') ? join(staticRoot, storage.manifestName) : null;
}

function readPaths(file: string): ReadonlyMap<string, string> {
  let text: string;
  try {
    text = readRegularFile(file, { limit: MANIFEST_LIMIT }).toString('utf8');
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    throw fail({
      code: 'manifest-absent',
      message: `The manifest ${file} can't be read`,
      at: { file },
      cause: errnoWords(error),
      hint: 'The storage of the settings writes one: run collectstatic first.',
    });
  }
  const manifest = parseManifest(text, file);
  if ('paths' in manifest) return manifest.paths;
  throw new CollectstaticError([
    {
      ...manifest,
      severity: 'error',
      message: `The manifest ${file} is damaged`,
      hint: 'Run collectstatic again.',
    },
  ]);
}

/** Names that are shown. */
const MOST_NAMES = 3;

function incomplete(file: string, missing: readonly string[], count: number): Error {
  const shown = missing.slice(0, MOST_NAMES).join(', ');
  const rest = missing.length > MOST_NAMES ? `, and ${missing.length - MOST_NAMES} more` : '';
  return fail({
    code: 'manifest-incomplete',
    message: `The manifest ${file} names ${missing.length} of ${count} files that are not there: ${shown}${rest}`,
    at: { file },
    hint: 'STATIC_ROOT was changed by hand or copied in part: run collectstatic again.',
  });
}
