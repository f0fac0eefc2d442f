import { folderOf } from '../path.ts';
import { originalOf, SUFFIXES } from '../processors/variant-names.ts';
import { aliasesOf } from '../storages/index.ts';
import type { Asset, AssetPath, Outcome, Storage } from '../types.ts';
import { isBelow, mayGo, type PathSet, type Removable, type Way } from './obstacles.ts';

/** What a run may remove. */
export interface RemovalOptions extends Removable {
  /** Remove, last of all, what earlier runs have put there and is not of this plan. */
  readonly clearOwned?: boolean;
  /** The name of the manifest: a file that names others is removed before they are. */
  readonly manifestName?: string;
}

/** What a destination holds that a run does not want. */
export interface Surplus {
  /** All that is to be removed: files, links, and folders without anything wanted in them. */
  readonly all: readonly AssetPath[];
  /** Those of it that are no folders, sorted. */
  readonly files: readonly AssetPath[];
}

/** Files that `options` let a run remove: all it does not want, only ours among them, or none. */
export function surplusOf(
  storage: Storage,
  wanted: PathSet,
  { clear, clearOwned, ledger }: RemovalOptions,
): Surplus {
  if (clear) return unwanted(storage, wanted());
  const ours = [...(clearOwned ? ledger.files.keys() : [])].filter(
    (path) => !wanted().has(path) && storage.stat(path) !== undefined,
  );
  return { all: ours.sort(), files: ours };
}

/** Everything in the destination that is neither wanted nor on the way to something wanted. */
export function unwanted(storage: Storage, wanted: ReadonlySet<AssetPath>): Surplus {
  const kept = new Set<string>([...wanted, '']);
  for (const path of wanted) {
    for (let folder = folderOf(path); !kept.has(folder); folder = folderOf(folder)) kept.add(folder);
  }
  const surplus = storage.list().filter(({ path }) => !kept.has(path));
  return {
    all: surplus.map(({ path }) => path),
    files: surplus.filter(({ kind }) => kind !== 'directory').map(({ path }) => path),
  };
}

/** Files left to remove: none that gives way, but the variants of one that does. */
export function clearOf(
  { tops, files }: Way,
  surplus: Surplus,
  storage: Storage,
  wanted: PathSet,
  options: RemovalOptions,
): Surplus {
  if (tops.length === 0) return surplus;
  const variants = variantsOf(files, storage).filter((path) => mayGo(path, wanted, options));
  const rest = (paths: readonly AssetPath[]): readonly AssetPath[] =>
    [...new Set([...paths, ...variants])].filter((path) => !isBelow(path, tops)).sort();
  return { all: rest(surplus.all), files: rest(surplus.files) };
}

/** Where letter case does not count, the old name of a file leads to the new one. */
export function withoutAliases(storage: Storage, surplus: Surplus, wanted: PathSet): Surplus {
  if (surplus.all.length === 0) return surplus;
  const aliases = aliasesOf(storage, surplus.all, wanted());
  if (aliases.size === 0) return surplus;
  const rest = (paths: readonly AssetPath[]): readonly AssetPath[] =>
    paths.filter((path) => !aliases.has(path));
  return { all: rest(surplus.all), files: rest(surplus.files) };
}

const VARIANT_SUFFIXES = Object.values(SUFFIXES);

/** The compressed files that stand beside these. */
function variantsOf(paths: readonly AssetPath[], storage: Storage): readonly AssetPath[] {
  return paths
    .flatMap((path) => VARIANT_SUFFIXES.map((suffix) => (path + suffix) as AssetPath))
    .filter((path) => storage.stat(path)?.kind === 'file');
}

/** Variants, among what is removed, of files that get new bytes: a server would send them instead. */
export function variantsOfChanged({ files }: Surplus, outcomes: readonly Outcome[]): readonly AssetPath[] {
  const variants = files.filter((path) => originalOf(path) !== path);
  if (variants.length === 0) return [];
  const written = new Set(outcomes.filter(({ action }) => action !== 'unmodified').map(({ path }) => path));
  return variants.filter((path) => written.has(originalOf(path)));
}

/** No reader is to find a manifest that names what is gone. */
export function manifestsFirst(
  paths: readonly AssetPath[],
  { ledger, manifestName }: RemovalOptions,
): readonly AssetPath[] {
  const isManifest = (path: AssetPath): boolean =>
    path === manifestName || ledger.files.get(path)?.why === 'manifest';
  const manifests = paths.filter(isManifest);
  return manifests.length === 0 ? paths : [...manifests, ...paths.filter((path) => !isManifest(path))];
}

/** What this run does not compress, a server must not find compressed as it was. */
export function withVariants(
  surplus: Surplus,
  storage: Storage,
  changed: readonly Asset[],
  wanted: PathSet,
  { ledger }: RemovalOptions,
): Surplus {
  // Only runs that process leave something to be told.
  if (ledger.lastRun === null) return surplus;
  const paths = changed.map(({ path }) => path);
  const beside = variantsOf(paths, storage).filter((path) => !wanted().has(path) && ledger.files.has(path));
  const variants = [...beside, ...besideLinks(storage, wanted, ledger)];
  if (variants.length === 0) return surplus;
  const joined = (paths: readonly AssetPath[]): readonly AssetPath[] =>
    [...new Set([...paths, ...variants])].sort();
  return { all: joined(surplus.all), files: joined(surplus.files) };
}

/** Our variants of links that stay behind. */
function besideLinks(
  storage: Storage,
  wanted: PathSet,
  ledger: RemovalOptions['ledger'],
): readonly AssetPath[] {
  return [...ledger.files].flatMap(([path, { why, of }]) => {
    if (why !== 'compressed' || of === undefined || !outgrowsVariants(storage, of)) return [];
    return !wanted().has(of) && storage.stat(path)?.kind === 'file' ? path : [];
  });
}

/**
 * True for a path whose variants must not stay behind with it: what a link leads to may change, and no run makes the
 * variants of what it does not collect anew.
 */
export function outgrowsVariants(storage: Storage, path: AssetPath): boolean {
  return storage.stat(path)?.kind === 'link';
}
