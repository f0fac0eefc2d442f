import { prehashedBy } from '../prehashed.ts';
import type { Asset, AssetPath, ReferencePattern, RewriteFormat, StorageSpec } from '../types.ts';
import { type Language, languageOf } from './references/find.ts';
import { patternKinds } from './references/patterns/kinds.ts';
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
  readonly storage: Pick<StorageSpec, 'moduleAggregation' | 'enhanced' | 'patterns'>;
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
  /**
   * Language of a file, `pattern` if patterns of the project's own hold for it; `null` if it is copied as it is, since its kind
   * holds no references or its name has a hash.
   */
  languageOf(path: AssetPath): Language | 'pattern' | null;
  /** Reads a file that has a language; `null` if it is not UTF-8. */
  draft(asset: Asset): Promise<Rewrite | null>;
}

/** Counts up when other references are found in the same text. */
const FORMS = 2;

/** What the names of files tell about references. */
export type Kinds = Pick<Scan, 'isPrehashed' | 'languageOf'>;

export function kindsOf(settings: Omit<ScanSettings, 'staticUrl' | 'referenceUrl'>): Kinds {
  const { prehashed, rewrite = [], djangoVersion, storage } = settings;
  const isPrehashed = prehashedBy(prehashed);
  const { patterns, moduleAggregation } = storage;
  if (patterns === undefined)
    return { isPrehashed, languageOf: (path) => (isPrehashed(path) ? null : languageOf(path, rewrite)) };
  const kindOf = patternKinds(patterns, { djangoVersion, moduleAggregation });
  const languageBy = (path: AssetPath): Language | 'pattern' | null => {
    const kind = kindOf(path);
    if (kind === 'own') return 'pattern';
    const language = languageOf(path, rewrite);
    return kind === null && (language === 'css' || language === 'js') ? null : language;
  };
  return { isPrehashed, languageOf: (path) => (isPrehashed(path) ? null : languageBy(path)) };
}

/** Makes a scan. `read` gives the bytes of an asset's source. */
export function makeScan(
  assets: readonly Asset[],
  settings: ScanSettings,
  read: (asset: Asset) => Uint8Array,
): Scan {
  const { djangoVersion, storage, rewrite = [] } = settings;
  const { patterns } = storage;
  const { staticUrl, referenceUrl = staticUrl } = settings;
  const kinds = kindsOf(settings);
  const reading: Reading = {
    dialect: dialectOf(djangoVersion, storage.moduleAggregation, storage.enhanced),
    staticUrl: referenceUrl ?? '',
    paths: pathsOf(assets),
  };
  return {
    rules: JSON.stringify([
      FORMS,
      reading.dialect,
      reading.staticUrl,
      rewrite,
      ...(patterns === undefined ? [] : [patterns]),
    ]),
    paths: reading.paths,
    ...kinds,
    async draft(asset) {
      const is = kinds.languageOf(asset.path);
      if (is === 'pattern') return draftByPatterns(asset, patterns ?? [], read, reading, kinds);
      const open = is === null ? null : draft(asset, read(asset), is, reading);
      return is === null || open === null ? null : settle(asset, open, is, reading);
    },
  };
}

/** The expressions are matched by code of their own, which few projects need. */
async function draftByPatterns(
  asset: Asset,
  patterns: readonly ReferencePattern[],
  read: (asset: Asset) => Uint8Array,
  { staticUrl, paths }: Reading,
  { isPrehashed }: Kinds,
): Promise<Rewrite | null> {
  const { rulesFor, substitute } = await import('./references/patterns/index.ts');
  return substitute(asset, read(asset), rulesFor(asset, patterns), { staticUrl, paths, isPrehashed });
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
