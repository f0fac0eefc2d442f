import { prehashedBy } from '../prehashed.ts';
import type { Asset, AssetPath, RewriteFormat, StorageSpec } from '../types.ts';
import { type Language, languageOf } from './references/find.ts';
import { dialectOf } from './references/reference.ts';
import type { Paths } from './resolve.ts';
import { draft, type Reading, type Rewrite, settle } from './rewrite.ts';

/** Settings that decide what is a reference, and where it may lead. */
export interface ScanSettings {
  /** `major.minor` */
  readonly djangoVersion: string;
  readonly staticUrl: string | null;
  /** If references are told by another URL than the one that files are served under. */
  readonly referenceUrl?: string | null;
  readonly storage: Pick<StorageSpec, 'moduleAggregation' | 'enhanced'>;
  readonly prehashed: readonly string[] | 'auto';
  /** Formats that are rewritten besides CSS and JS. */
  readonly rewrite?: readonly RewriteFormat[];
}

/** Reads the references of assets. */
export interface Scan {
  /** Text that changes whenever other references would be found in the same files. */
  readonly rules: string;
  readonly paths: Paths;
  isPrehashed(path: AssetPath): boolean;
  /** Language of a file; `null` if it is copied as it is, since its kind holds no references or its name has a hash. */
  languageOf(path: AssetPath): Language | null;
  /** Reads a file that has a language; `null` if it is not UTF-8. */
  draft(asset: Asset): Promise<Rewrite | null>;
}

/** Counts up when other references are found in the same text. */
const FORMS = 2;

/** What the names of files tell about references. */
export type Kinds = Pick<Scan, 'isPrehashed' | 'languageOf'>;

export function kindsOf({ prehashed, rewrite = [] }: Pick<ScanSettings, 'prehashed' | 'rewrite'>): Kinds {
  const isPrehashed = prehashedBy(prehashed);
  return { isPrehashed, languageOf: (path) => (isPrehashed(path) ? null : languageOf(path, rewrite)) };
}

/** Makes a scan. `read` gives the bytes of an asset's source. */
export function makeScan(
  assets: readonly Asset[],
  settings: ScanSettings,
  read: (asset: Asset) => Uint8Array,
): Scan {
  const { djangoVersion, storage, rewrite = [] } = settings;
  const { staticUrl, referenceUrl = staticUrl } = settings;
  const kinds = kindsOf(settings);
  const reading: Reading = {
    dialect: dialectOf(djangoVersion, storage.moduleAggregation, storage.enhanced),
    staticUrl: referenceUrl ?? '',
    paths: pathsOf(assets),
  };
  return {
    rules: JSON.stringify([FORMS, reading.dialect, reading.staticUrl, rewrite]),
    paths: reading.paths,
    ...kinds,
    async draft(asset) {
      const is = kinds.languageOf(asset.path);
      const open = is === null ? null : draft(asset, read(asset), is, reading);
      return is === null || open === null ? null : settle(asset, open, is, reading);
    },
  };
}

/** The paths a URL may lead to. Folders are gathered only once a reference leads to no file. */
function pathsOf(assets: readonly Asset[]): Paths {
  const files = new Set<string>(assets.map(({ path }) => path));
  let folders: Set<string> | undefined;
  return {
    has: (path) => files.has(path),
    isFolder(path) {
      folders ??= foldersOf(files);
      return folders.has(path);
    },
  };
}

function foldersOf(files: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
      const folder = file.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}
