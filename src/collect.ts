import { platform } from 'node:os';
import { throwErrors, withWarnings } from './errors.ts';
import { checkRoots, findLocations, findSources, sameBytes, sameFile } from './finders/index.ts';
import type { StagedSite } from './fingerprinting/index.ts';
import { type Ledger, nextLedger, noteGone, onceEach, readLedger, stageLedger } from './ledger/index.ts';
import { type WaitOptions, whileLocked } from './lock.ts';
import { countOutcomes, type PlaceOptions, stageCopies, tidy } from './place/index.ts';
import { makePlan } from './plan/index.ts';
import { unportableNames } from './plan/portable.ts';
import { conflictErrors } from './plan/refuse.ts';
import { type RootedSettings, requireStaticRoot } from './static-root.ts';
import { foldingOf, type Helper, type Lock, openStorage, startHelper } from './storages/index.ts';
import type {
  AssetPath,
  BudgetResult,
  Folding,
  OnProgress,
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
  /** A saved report, absolute, by which growth is measured for BUDGETS; without it the last release is. */
  readonly against?: string;
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
  const helper = startsEmpty(rooted, options) ? startHelper(rooted.jobs) : undefined;
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
  const budgets = await judge(settings, planned, storage, options);
  const known = [...planned.problems, ...budgets.problems];
  throwErrors([...known, ...(settings.failOnConflict ? conflictErrors(planned.conflicts) : [])]);
  if (!storage.isEmpty()) await options.confirm?.(settings.staticRoot);
  const { outcomes, problems, savedBytes, changed } = await withWarnings(known, () =>
    options.dryRun
      ? write(storage, planned, settings, options, null)
      : whileLocked(settings, options, (lock) => write(storage, planned, settings, options, lock)),
  );
  return {
    staticRoot: settings.staticRoot,
    dryRun: options.dryRun ?? false,
    changed,
    counts: countOutcomes(outcomes, planned.skipped),
    outcomes,
    conflicts: planned.conflicts,
    ...(savedBytes !== undefined && { savedBytes }),
    ...(budgets.results.length > 0 && { budgets: budgets.results }),
    problems: [...known, ...problems],
  };
}

/** Judges BUDGETS, whose code only a run that has some loads. */
async function judge(
  settings: RootedSettings,
  { assets }: Plan,
  storage: Storage,
  { against }: CollectOptions,
): Promise<{ readonly results: readonly BudgetResult[]; readonly problems: readonly Problem[] }> {
  if (settings.budgets.length === 0) return { results: [], problems: [] };
  const { budgetsOf } = await import('./report/gate.ts');
  return budgetsOf(settings, assets, readLedger(storage), against);
}

/** Carries out a plan: stages what differs, notes it in the ledger, makes it visible, then removes what has to go. */
async function write(
  storage: Storage,
  planned: Plan,
  settings: RootedSettings,
  options: CollectOptions,
  lock: Lock | null,
): Promise<Pick<Report, 'outcomes' | 'problems' | 'savedBytes' | 'changed'>> {
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
    await storage.place(staged.last, staged.outdated, lock?.assertStillHeld);
    await storage.remove(staged.surplus, lock?.assertStillHeld);
    await forgetDeleted(settings, next, staged.deleted, options);
    const tidied = await tidy(storage, staged.outcomes, settings, options);
    return {
      ...staged,
      ...tidied,
      changed: !options.dryRun && next.release !== ledger.release,
      problems: onceEach([...staged.problems, ...warnings, ...storage.warnings()]),
    };
  } catch (error) {
    await storage.discard();
    // Where another run took over, and cleared up, that is the cause of whatever failed.
    lock?.assertHeld();
    throw error;
  }
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
  if (!isPlain) {
    const { stageSite } = await import('./fingerprinting/index.ts');
    return stageSite(storage, planned, settings, placing);
  }
  return { ...(await stageCopies(storage, planned, placing)), problems: [] };
}

/** Notes in the ledger of the served release that files are removed. */
async function forgetDeleted(
  settings: RootedSettings,
  ledger: Ledger,
  deleted: readonly AssetPath[],
  { dryRun = false, durable = false }: CollectOptions,
): Promise<void> {
  if (deleted.length > 0) await noteGone(openStorage(settings, { dryRun, durable }), ledger, deleted);
}

/** True if STATIC_ROOT is empty: every file will be copied, so a second thread pays. */
function startsEmpty(settings: RootedSettings, { dryRun, link }: CollectOptions): boolean {
  return !dryRun && !link && openStorage(settings).isEmpty();
}
