import { throwErrors } from './errors.ts';
import { LEDGER_PATH } from './ledger/index.ts';
import { findWay, isBelow, type Way } from './place/way.ts';
import { SUFFIXES } from './processors/index.ts';
import { aliasesOf, type CompareOptions, rehearseOn, survey } from './storages/index.ts';
import type { Asset, AssetPath, CopyJob, OnProgress, Outcome, Plan, Problem, Storage } from './types.ts';

export interface PlaceOptions extends CompareOptions {
  /**
   * Remove, last of all, every file that is not of this plan. Django's --clear deletes all and copies all; here what
   * stays is left alone, but only after its bytes were compared, as with `checksum`.
   */
  readonly clear?: boolean;
  /** Remove, last of all, those of these files that are not of this plan: what the ledger knows as ours. */
  readonly clearOwned?: ReadonlySet<AssetPath>;
  /** Tells what is ours, whether it is wanted still or not. It gives way to what is written now. */
  readonly owns?: (path: AssetPath) => boolean;
  /** Earlier runs have compressed: a variant of bytes that this run replaces is removed, if it is ours. */
  readonly mayHaveVariants?: boolean;
  /**
   * Called once everything is staged and nothing is visible yet, with what the run comes to, and what the processors want
   * to be told next time (`undefined`: what they were told last). May stage more (the ledger) and returns what has to be visible before all
   * the rest.
   */
  readonly onStaged?: (outcomes: readonly Outcome[], memory: unknown) => readonly AssetPath[];
  /** Called once what had to go is gone, with all of it. What was staged has been visible by then. */
  readonly onRemoved?: (paths: readonly AssetPath[]) => Promise<void>;
  /** Counts assets, those that need nothing included. */
  readonly onProgress?: OnProgress;
}

/**
 * The whole job of a plain storage: asks what is there, stages what differs, makes it visible, removes what has to go.
 * Outcomes are in the order of the plan, then what was deleted, sorted. Before anything is written, everything that
 * stands in the way is thrown; after that, what fails leaves the destination with whole files only.
 */
export async function place(
  storage: Storage,
  plan: Plan,
  options: PlaceOptions = {},
): Promise<readonly Outcome[]> {
  const { assets } = plan;
  const checksum = options.checksum === true || options.clear === true;
  const { stale, mistimed, problems } = await survey(storage, assets, { ...options, checksum });
  const wanted = new Set(assets.map(({ path }) => path));
  // A link stays as it is when the file it leads to changes.
  const changed = options.link ? assets : stale;
  const surplus = withVariants(surplusOf(storage, wanted, options), storage, changed, wanted, options);
  const expected = { problems, paths: stale.map(({ path }) => path) };
  return placeStaged(storage, options, expected, async (target) => {
    await stage(target, stale, assets.length, options);
    for (const { path, source } of mistimed) target.touch(path, source.mtimeMs);
    return { outcomes: toOutcomes(assets, new Set(stale), options.link ? 'linked' : 'copied'), surplus };
  });
}

/** What is known before anything is staged. */
export interface Expected {
  /** What is wrong with the sources. */
  readonly problems: readonly Problem[];
  /** Paths that are going to be written. */
  readonly paths: readonly AssetPath[];
}

/** What a run has staged, and what it comes to. */
export interface Staged {
  /** But for the removal of `surplus`. */
  readonly outcomes: readonly Outcome[];
  /** To be removed once all the rest is in place. */
  readonly surplus: Surplus;
  /** For `onStaged`. */
  readonly memory?: unknown;
  /** To be visible after everything else, in this order. */
  readonly last?: readonly AssetPath[];
}

/**
 * How every run goes: all that stands in the way of what it writes is thrown; what `stage` left in the storage becomes
 * visible; then what has to go is removed. What was staged is discarded when anything fails. Returns the outcomes,
 * removals included. Where something is known to be in the way before anything is staged, `stage` only rehearses
 * (`doomed`), for some names are known only then, and all problems are told at once.
 */
export async function placeStaged(
  storage: Storage,
  options: PlaceOptions,
  expected: Expected,
  stage: (target: Storage, doomed: boolean) => Promise<Staged>,
): Promise<readonly Outcome[]> {
  const ahead = findWay(storage, [...expected.paths, LEDGER_PATH], new Set(expected.paths), options).problems;
  if (expected.problems.length > 0) throwErrors([...expected.problems, ...ahead]);
  const doomed = ahead.length > 0;
  try {
    const {
      outcomes,
      memory,
      last = [],
      ...staged
    } = await stage(doomed ? rehearseOn(storage) : storage, doomed);
    const wanted = new Set(outcomes.map(({ path }) => path));
    const written = outcomes.filter(({ action }) => action !== 'unmodified').map(({ path }) => path);
    const way = findWay(storage, [...written, LEDGER_PATH], wanted, options);
    throwErrors(way.problems.length > 0 ? way.problems : ahead);
    for (const path of way.tops) storage.displace(path);
    const surplus = withoutAliases(storage, clearOf(way, staged.surplus, storage, wanted, options), wanted);
    const deleted = [...way.files, ...surplus.files].sort();
    const all = [
      ...outcomes,
      ...deleted.map((path): Outcome => ({ path, action: 'deleted', why: 'collected' })),
    ];
    const first = options.onStaged?.(all, memory) ?? [];
    options.signal?.throwIfAborted();
    await storage.place(last, first);
    await storage.remove(surplus.all);
    if (deleted.length > 0) await options.onRemoved?.(deleted);
    return all;
  } catch (error) {
    await storage.discard();
    throw error;
  }
}

/** What is left to remove: not what gives way, but the variants of that. */
function clearOf(
  { tops, files }: Way,
  surplus: Surplus,
  storage: Storage,
  wanted: ReadonlySet<AssetPath>,
  { clear, owns }: PlaceOptions,
): Surplus {
  if (tops.length === 0) return surplus;
  const variants = variantsOf(files, storage).filter(
    (path) => !wanted.has(path) && (clear === true || owns?.(path) === true),
  );
  const rest = (paths: readonly AssetPath[]): readonly AssetPath[] =>
    [...new Set([...paths, ...variants])].filter((path) => !isBelow(path, tops)).sort();
  return { all: rest(surplus.all), files: rest(surplus.files) };
}

/** Where letter case does not count, the old name of a file leads to the new one. */
function withoutAliases(storage: Storage, surplus: Surplus, wanted: ReadonlySet<AssetPath>): Surplus {
  const aliases = aliasesOf(storage, surplus.all, wanted);
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

/** What this run does not compress, a server must not find compressed as it was. */
function withVariants(
  surplus: Surplus,
  storage: Storage,
  changed: readonly Asset[],
  wanted: ReadonlySet<AssetPath>,
  { owns, mayHaveVariants }: PlaceOptions,
): Surplus {
  if (owns === undefined || mayHaveVariants !== true) return surplus;
  const paths = changed.map(({ path }) => path);
  const variants = variantsOf(paths, storage).filter((path) => !wanted.has(path) && owns(path));
  if (variants.length === 0) return surplus;
  const joined = (paths: readonly AssetPath[]): readonly AssetPath[] =>
    [...new Set([...paths, ...variants])].sort();
  return { all: joined(surplus.all), files: joined(surplus.files) };
}

async function stage(
  storage: Storage,
  assets: readonly Asset[],
  total: number,
  { link, onProgress, signal }: PlaceOptions,
): Promise<void> {
  const settled = total - assets.length;
  onProgress?.(settled, total, 'collecting');
  if (link) {
    for (const { path, source } of assets) storage.link(path, source.file);
    onProgress?.(total, total, 'collecting');
    return;
  }
  await storage.copy(assets.map(toJob), (done) => {
    signal?.throwIfAborted();
    onProgress?.(settled + done, total, 'collecting');
  });
}

/** The copy an asset needs when it is not fingerprinted. */
export function toJob({ path, source }: Asset): CopyJob {
  return { file: source.file, size: source.size, mtimeMs: source.mtimeMs, to: path, hashed: null };
}

/** In the order of `assets`; those in `stale` were `done`, the others were right already. */
export function toOutcomes(
  assets: readonly Asset[],
  stale: ReadonlySet<Asset>,
  done: 'copied' | 'linked',
): readonly Outcome[] {
  return assets.map((asset) => ({
    path: asset.path,
    action: stale.has(asset) ? done : 'unmodified',
    why: 'collected',
    from: asset.source.file,
  }));
}

/** What a destination holds that a run does not want. */
export interface Surplus {
  /** All that is to be removed: files, links, and folders without anything wanted in them. */
  readonly all: readonly AssetPath[];
  /** Those of it that are no folders, sorted. */
  readonly files: readonly AssetPath[];
}

/** What `options` let a run remove: all it does not want, or what is ours of it, or nothing. */
export function surplusOf(
  storage: Storage,
  wanted: ReadonlySet<AssetPath>,
  { clear, clearOwned }: Pick<PlaceOptions, 'clear' | 'clearOwned'>,
): Surplus {
  if (clear) return unwanted(storage, wanted);
  const ours = [...(clearOwned ?? [])].filter(
    (path) => !wanted.has(path) && storage.stat(path) !== undefined,
  );
  return { all: ours.sort(), files: ours };
}

/** Everything in the destination that is neither wanted nor on the way to something wanted; but the ledger. */
export function unwanted(storage: Storage, wanted: ReadonlySet<AssetPath>): Surplus {
  const kept = new Set<string>([...wanted, LEDGER_PATH]);
  for (const path of wanted) {
    for (let end = path.lastIndexOf('/'); end !== -1; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (kept.has(folder)) break;
      kept.add(folder);
    }
  }
  const surplus = storage.list().filter(({ path }) => !kept.has(path));
  return {
    all: surplus.map(({ path }) => path),
    files: surplus.filter(({ kind }) => kind !== 'directory').map(({ path }) => path),
  };
}
