import { LEDGER_PATH } from './ledger/index.ts';
import { SUFFIXES } from './processors/index.ts';
import { type CompareOptions, survey } from './storages/index.ts';
import type { Asset, AssetPath, CopyJob, OnProgress, Outcome, Plan, Storage } from './types.ts';

export interface PlaceOptions extends CompareOptions {
  /**
   * Remove, last of all, every file that is not of this plan. Django's --clear deletes all and copies all; here what
   * stays is left alone, but only after its bytes were compared, as with `checksum`.
   */
  readonly clear?: boolean;
  /** Remove, last of all, those of these files that are not of this plan: what the ledger knows as ours. */
  readonly clearOwned?: ReadonlySet<AssetPath>;
  /** Where earlier runs compressed: what is ours. A variant of bytes that this run replaces is removed, if it is. */
  readonly owns?: (path: AssetPath) => boolean;
  /**
   * Called once everything is staged and nothing is visible yet, with what the run comes to, and what the processors want
   * to be told next time (`undefined`: what they were told last). May stage more (the ledger) and returns what has to be visible before all
   * the rest.
   */
  readonly onStaged?: (outcomes: readonly Outcome[], memory: unknown) => readonly AssetPath[];
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
  const { stale, mistimed } = await survey(storage, assets, { ...options, checksum });
  const wanted = new Set(assets.map(({ path }) => path));
  const surplus = withVariants(surplusOf(storage, wanted, options), storage, stale, wanted, options);
  return placeStaged(storage, options, async () => {
    await stage(storage, stale, assets.length, options);
    for (const { path, source } of mistimed) storage.touch(path, source.mtimeMs);
    return { outcomes: toOutcomes(assets, new Set(stale), options.link ? 'linked' : 'copied'), surplus };
  });
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
 * How every run ends: what `stage` left in the storage becomes visible, then what has to go is removed. What was staged
 * is discarded when anything fails. Returns the outcomes, removals included.
 */
export async function placeStaged(
  storage: Storage,
  { onStaged, signal }: PlaceOptions,
  stage: () => Promise<Staged>,
): Promise<readonly Outcome[]> {
  try {
    const { outcomes, surplus, memory, last = [] } = await stage();
    const deleted = surplus.files.map((path): Outcome => ({ path, action: 'deleted', why: 'collected' }));
    const all = [...outcomes, ...deleted];
    const first = onStaged?.(all, memory) ?? [];
    signal?.throwIfAborted();
    await storage.place(last, first);
    await storage.remove(surplus.all);
    return all;
  } catch (error) {
    await storage.discard();
    throw error;
  }
}

/** What this run does not compress, a server must not find compressed as it was. */
function withVariants(
  surplus: Surplus,
  storage: Storage,
  stale: readonly Asset[],
  wanted: ReadonlySet<AssetPath>,
  { owns }: PlaceOptions,
): Surplus {
  if (owns === undefined) return surplus;
  const suffixes = Object.values(SUFFIXES);
  const variants = stale
    .flatMap(({ path }) => suffixes.map((suffix) => (path + suffix) as AssetPath))
    .filter((path) => !wanted.has(path) && storage.stat(path)?.kind === 'file' && owns(path));
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
