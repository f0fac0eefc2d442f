import { throwErrors } from '../errors.ts';
import { LEDGER_PATH } from '../ledger/index.ts';
import { type CompareOptions, rehearseOn, survey } from '../storages/index.ts';
import type {
  Asset,
  AssetPath,
  CopyJob,
  CopyJobs,
  OnProgress,
  Outcome,
  Plan,
  Problem,
  Storage,
} from '../types.ts';
import { findWay, pathSet } from './obstacles.ts';
import {
  clearOf,
  manifestsFirst,
  type RemovalOptions,
  type Surplus,
  surplusOf,
  variantsOfChanged,
  withoutAliases,
  withVariants,
} from './surplus.ts';

export interface PlaceOptions extends CompareOptions, RemovalOptions {
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
  const wanted = pathSet(() => assets.map(({ path }) => path));
  // A link stays as it is when the file it leads to changes.
  const changed = options.link ? assets : stale;
  const surplus = withVariants(surplusOf(storage, wanted, options), storage, changed, wanted, options);
  const expected = { problems, paths: stale.map(({ path }) => path) };
  return placeStaged(storage, options, expected, async (target) => {
    await stage(target, stale, assets.length, options);
    for (const { path, source } of mistimed) target.touch(path, source.mtimeMs);
    return { outcomes: toOutcomes(assets, stale, options.link ? 'linked' : 'copied'), surplus };
  });
}

/** What is known before anything is staged. */
export interface Expected {
  /** What is wrong with the sources. */
  readonly problems: readonly Problem[];
  /** Paths that are going to be written: all that are collected, and as many of the others as are known. */
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
  const paths = [...expected.paths, LEDGER_PATH];
  const ahead = findWay(
    storage,
    paths,
    pathSet(() => paths),
    options,
  );
  if (expected.problems.length > 0) throwErrors([...expected.problems, ...ahead.problems]);
  const doomed = ahead.problems.length > 0;
  try {
    const {
      outcomes,
      memory,
      last = [],
      ...staged
    } = await stage(doomed ? rehearseOn(storage) : storage, doomed);
    const wanted = pathSet(() => outcomes.map(({ path }) => path));
    const isClear = !doomed && ahead.tops.length === 0;
    const way = findWay(storage, unseenOf(outcomes, isClear), wanted, options);
    throwErrors(way.problems.length > 0 ? way.problems : ahead.problems);
    for (const path of way.tops) storage.displace(path);
    const surplus = withoutAliases(storage, clearOf(way, staged.surplus, storage, wanted, options), wanted);
    const deleted = [...way.files, ...surplus.files].sort();
    const all = [
      ...outcomes,
      ...deleted.map((path): Outcome => ({ path, action: 'deleted', why: 'collected' })),
    ];
    const first = options.onStaged?.(all, memory) ?? [];
    options.signal?.throwIfAborted();
    await storage.place(last, first, variantsOfChanged(surplus, outcomes));
    await storage.remove(manifestsFirst(surplus.all, options));
    if (deleted.length > 0) await options.onRemoved?.(deleted);
    return all;
  } catch (error) {
    await storage.discard();
    throw error;
  }
}

/** The written paths that have still to be looked at: where all was clear, only those that have their name since then. */
function unseenOf(outcomes: readonly Outcome[], isClear: boolean): readonly AssetPath[] {
  const unseen: AssetPath[] = isClear ? [] : [LEDGER_PATH];
  for (const { path, action, why } of outcomes) {
    if (action !== 'unmodified' && !(isClear && why === 'collected')) unseen.push(path);
  }
  return unseen;
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
  const jobs: CopyJobs = { length: assets.length, at: (index) => toJob(assets[index] as Asset) };
  await storage.copy(jobs, (done) => {
    signal?.throwIfAborted();
    onProgress?.(settled + done, total, 'collecting');
  });
}

/** The copy an asset needs when it is not fingerprinted. */
export function toJob({ path, source }: Asset): CopyJob {
  return { file: source.file, size: source.size, mtimeMs: source.mtimeMs, to: path, hashed: null };
}

/** In the order of `assets`; those in `stale`, in the same order, were `done`, the others were right already. */
export function toOutcomes(
  assets: readonly Asset[],
  stale: readonly Asset[],
  done: 'copied' | 'linked',
): readonly Outcome[] {
  let next = 0;
  return assets.map((asset) => {
    const isStale = asset === stale[next];
    if (isStale) next++;
    return {
      path: asset.path,
      action: isStale ? done : 'unmodified',
      why: 'collected',
      from: asset.source.file,
    };
  });
}
