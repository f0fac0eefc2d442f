import { platform } from 'node:os';
import { posix } from 'node:path';
import { CollectstaticError, throwErrors } from './errors.ts';
import { checkRoots, findLocations, findPath, findSources, sameBytes, sameFile } from './finders/index.ts';
import { type StagedSite, stageSite } from './fingerprinting/index.ts';
import { forget, type Ledger, nextLedger, readLedger, stageLedger } from './ledger/index.ts';
import { type WaitOptions, whileLocked } from './lock.ts';
import { type PlaceOptions, stageCopies } from './place/index.ts';
import { makePlan } from './plan/index.ts';
import { unportableNames } from './plan/portable.ts';
import { conflictErrors } from './plan/refuse.ts';
import { KEPT_RELEASES } from './retention.ts';
import { type RootedSettings, requireStaticRoot } from './static-root.ts';
import {
  foldingOf,
  type Helper,
  type Lock,
  openStorage,
  startHelper,
  trimReleases,
} from './storages/index.ts';
import { nearest } from './text/nearest.ts';
import type {
  AssetPath,
  Counts,
  Folding,
  Location,
  OnProgress,
  Outcome,
  Plan,
  Problem,
  Report,
  Settings,
  Storage,
} from './types.ts';

export interface CollectOptions extends WaitOptions {
  /** Go through everything, write nothing. */
  readonly dryRun?: boolean;
  /** Remove, last of all, every file of STATIC_ROOT that this run does not want. */
  readonly clear?: boolean;
  /** Remove, last of all, what earlier runs have put there and this one does not want; nothing else. */
  readonly clearOwned?: boolean;
  /** Absolute symlinks instead of copies. */
  readonly link?: boolean;
  /** Compare bytes where size and time would do. */
  readonly checksum?: boolean;
  /** `false`: no fingerprints, no manifest, no compression. */
  readonly postProcess?: boolean;
  /** Build a release in a folder of its own beside STATIC_ROOT, and switch to it as a whole. */
  readonly swap?: boolean;
  /** With `swap`: how many releases stay. Default: 3. */
  readonly keep?: number;
  /** A file counts as written when it is on the disk. */
  readonly durable?: boolean;
  /**
   * Files with the same bytes share them, by hard links; those of earlier runs too. Without it a file and its fingerprinted
   * copy do, where both are new; with `false` none.
   */
  readonly dedupe?: boolean;
  /**
   * Asked once everything is known and checked, before the first byte is written to a STATIC_ROOT that is not empty.
   * Throws to stop the run.
   */
  readonly confirm?: (staticRoot: string) => Promise<void>;
  readonly onProgress?: OnProgress;
}

/** Plans a run without doing it: asks the finders, decides every path, lists every problem. */
export async function plan(settings: Settings): Promise<Plan> {
  const { locations, ignore, problems } = await findLocations(settings);
  const { staticRoot } = settings;
  const found = findSources(locations, ignore, staticRoot);
  const folding = (): Folding => (staticRoot === null ? 'none' : foldingOf(staticRoot));
  const planned = makePlan(found.sources, settings, sameBytes, sameFile, folding);
  const roots = staticRoot === null ? [] : checkRoots(staticRoot, locations, ignore);
  return {
    ...planned,
    problems: [
      ...settings.problems,
      ...problems,
      ...roots,
      ...found.problems,
      ...planned.problems,
      ...unportableNames(planned.assets, settings.allowConflicts, platform()),
    ],
  };
}

/**
 * Collects: plans, stages what differs, makes it visible, removes what has to go.
 * Nothing is written before everything is known. Throws `CollectstaticError` with every problem found; then STATIC_ROOT
 * is as it was.
 */
export async function collect(settings: Settings, options: CollectOptions = {}): Promise<Report> {
  const rooted = requireStaticRoot(settings);
  // It is up by the time the files are found.
  const helper = startsEmpty(rooted, options) ? startHelper() : undefined;
  try {
    return await collectWith(helper, rooted, options);
  } finally {
    helper?.end();
  }
}

async function collectWith(
  helper: Helper | undefined,
  settings: RootedSettings,
  options: CollectOptions,
): Promise<Report> {
  const storage = openStorage(settings, { ...options, ...(helper && { helper }) });
  const planned = await plan(settings);
  throwErrors([...planned.problems, ...(settings.failOnConflict ? conflictErrors(planned.conflicts) : [])]);
  if (!storage.isEmpty()) await options.confirm?.(settings.staticRoot);
  const { outcomes, problems, savedBytes } = await withWarnings(planned.problems, () =>
    options.dryRun
      ? write(storage, planned, settings, options, null)
      : whileLocked(settings, options, (lock) => write(storage, planned, settings, options, lock)),
  );
  return {
    staticRoot: settings.staticRoot,
    dryRun: options.dryRun ?? false,
    counts: countOutcomes(outcomes, planned.skipped),
    outcomes,
    conflicts: planned.conflicts,
    ...(savedBytes !== undefined && { savedBytes }),
    problems: [...planned.problems, ...problems],
  };
}

/** What goes wrong is told together with the warnings so far: one of them may be its cause. */
async function withWarnings<Result>(
  warnings: readonly Problem[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CollectstaticError) || warnings.length === 0) throw error;
    throw new CollectstaticError([...warnings, ...error.problems], { cause: error });
  }
}

/** Carries out a plan: stages what differs, notes it in the ledger, makes it visible, then removes what has to go. */
async function write(
  storage: Storage,
  planned: Plan,
  settings: RootedSettings,
  options: CollectOptions,
  lock: Lock | null,
): Promise<Pick<Report, 'outcomes' | 'problems' | 'savedBytes'>> {
  const warnings: Problem[] = [];
  const ledger = readLedger(storage, (problem) => warnings.push(problem));
  const signal = AbortSignal.any([options.signal, lock?.signal].filter((each) => each !== undefined));
  const placing: PlaceOptions = { ...options, ledger, manifestName: settings.storage.manifestName, signal };
  try {
    const staged = await stage(storage, planned, settings, placing, options);
    lock?.assertHeld();
    const next = nextLedger(ledger, planned.assets, staged.outcomes, staged.lastRun, new Date());
    stageLedger(storage, ledger, next);
    signal.throwIfAborted();
    await storage.place(staged.last, staged.outdated);
    await storage.remove(staged.surplus);
    await forgetDeleted(settings, next, staged.deleted, options);
    const tidied = await tidy(storage, staged.outcomes, settings, options);
    return { ...staged, ...tidied, problems: onceEach([...staged.problems, ...warnings]) };
  } catch (error) {
    await storage.discard();
    // Where another run took over, and cleared up, that is the cause of whatever failed.
    lock?.assertHeld();
    throw error;
  }
}

/** A damaged ledger shows in more than one place: it is one cause. */
function onceEach(problems: readonly Problem[]): readonly Problem[] {
  const damage = problems.find(({ code }) => code === 'ledger-damaged');
  return problems.filter((problem) => problem.code !== 'ledger-damaged' || problem === damage);
}

/** Copies only for `plain`; otherwise also fingerprints, the manifest and variants. */
async function stage(
  storage: Storage,
  planned: Plan,
  settings: RootedSettings,
  placing: PlaceOptions,
  { postProcess }: CollectOptions,
): Promise<StagedSite> {
  const isPlain = settings.storage.kind === 'plain' || postProcess === false;
  if (!isPlain) return stageSite(storage, planned, settings, placing);
  return { ...(await stageCopies(storage, planned, placing)), problems: [] };
}

/** Notes in the ledger of the served release that files are removed. */
async function forgetDeleted(
  settings: RootedSettings,
  ledger: Ledger,
  deleted: readonly AssetPath[],
  { dryRun = false, durable = false }: CollectOptions,
): Promise<void> {
  if (deleted.length === 0) return;
  const served = openStorage(settings, { dryRun, durable });
  if (stageLedger(served, ledger, forget(ledger, deleted))) await served.place([]);
}

/** Lets files share their bytes, and removes old releases, as far as the options ask for it. */
async function tidy(
  storage: Storage,
  outcomes: readonly Outcome[],
  { staticRoot }: RootedSettings,
  options: CollectOptions,
): Promise<Pick<Report, 'savedBytes'>> {
  const { dryRun, dedupe, swap, keep = KEPT_RELEASES } = options;
  if (dryRun) return {};
  const savedBytes = dedupe ? await share(storage, outcomes, options) : undefined;
  if (swap) await trimReleases(staticRoot, keep);
  return savedBytes === undefined ? {} : { savedBytes };
}

/** Lets files of equal bytes share them; not the manifest, which is new with every release. */
function share(storage: Storage, outcomes: readonly Outcome[], { signal }: CollectOptions): Promise<number> {
  const standing = outcomes.filter(({ action, why }) => action !== 'deleted' && why !== 'manifest');
  return storage.share(
    standing.map(({ path }) => path),
    signal,
  );
}

/** True if STATIC_ROOT is empty: every file will be copied, so a second thread pays. */
function startsEmpty(settings: RootedSettings, { dryRun, link }: CollectOptions): boolean {
  return !dryRun && !link && openStorage(settings).isEmpty();
}

/** A path that was asked for, and what was found for it. */
export interface FoundPath {
  readonly path: string;
  /** Real paths, the winner first. */
  readonly files: readonly string[];
  /** Of a path that is not there: the one most like it. */
  readonly nearest?: string;
}

/** The path most like one that is not there: the same name in another folder, or a slip of the keyboard. */
function nearestPath(path: string, known: readonly string[]): string | undefined {
  const name = nearest(posix.basename(path), new Set(known.map((other) => posix.basename(other))));
  const namesakes = known.filter((other) => posix.basename(other) === name);
  return nearest(path, namesakes, Number.POSITIVE_INFINITY);
}

/** Finds each path, as Django's `findstatic` does: files or folders, the winner first. */
export async function find(
  settings: Settings,
  paths: readonly string[],
): Promise<{
  readonly found: readonly FoundPath[];
  readonly locations: readonly Location[];
  readonly problems: readonly Problem[];
}> {
  const { locations, ignore, problems } = await findLocations(settings);
  throwErrors(problems);
  let known: readonly string[] | undefined;
  const found = paths.map((path): FoundPath => {
    const files = findPath(locations, path);
    if (files.length > 0) return { path, files };
    // Only a path that is not there is worth listing everything.
    known ??= findSources(locations, ignore).sources.map((source) => source.path);
    const meant = nearestPath(path, known);
    return meant === undefined ? { path, files } : { path, files, nearest: meant };
  });
  return { found, locations, problems: [...settings.problems, ...problems] };
}

/** Sums up a run as Django's last line does. `skipped`: the plan's. */
function countOutcomes(outcomes: readonly Outcome[], skipped: number): Counts {
  const collected = outcomes.filter(({ why }) => why === 'collected');
  const of = (action: Outcome['action']): number =>
    collected.reduce((sum, outcome) => (outcome.action === action ? sum + 1 : sum), 0);
  return {
    copied: of('copied'),
    linked: of('linked'),
    unmodified: of('unmodified'),
    deleted: of('deleted'),
    postProcessed: outcomes.filter(({ action, of }) => action === 'processed' && of !== undefined).length,
    skippedByConflict: skipped,
  };
}
