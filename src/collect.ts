import { build } from './build/index.ts';
import { countOutcomes } from './counts.ts';
import { fail, throwErrors } from './errors.ts';
import { checkRoots, findLocations, findPath, findSources, sameBytes, sameFile } from './finders/index.ts';
import { nextLedger, readLedger, stageLedger } from './ledger/index.ts';
import { type PlaceOptions, place } from './place.ts';
import { conflictErrors } from './plan/refuse.ts';
import { makePlan } from './plan.ts';
import { acquireLock, type Lock, type LockOptions, openStorage } from './storages/index.ts';
import type { Location, Outcome, Plan, Problem, Report, Settings, Storage } from './types.ts';

export interface CollectOptions {
  /** Go through everything, write nothing. */
  readonly dryRun?: boolean;
  /** Remove, last of all, every file of STATIC_ROOT that this run does not want. */
  readonly clear?: boolean;
  /** Absolute symlinks instead of copies. */
  readonly link?: boolean;
  /** Compare bytes where size and time would do. */
  readonly checksum?: boolean;
  /** `false`: no fingerprints, no manifest, no compression. */
  readonly postProcess?: boolean;
  /**
   * Asked once everything is known and checked, before the first byte is written to a STATIC_ROOT that is not empty.
   * Throws to stop the run.
   */
  readonly confirm?: (staticRoot: string) => Promise<void>;
  /** How long to wait for another run that writes to the same STATIC_ROOT; milliseconds. Default: a minute. */
  readonly lockTimeout?: number;
  /** Called once when there is a run to wait for. */
  readonly onWait?: NonNullable<LockOptions['onWait']>;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Everything a run would do, nothing done: the finders asked, every path decided, every problem listed in it. */
export async function plan(settings: Settings): Promise<Plan> {
  const { locations, ignore, problems } = await findLocations(settings);
  const found = findSources(locations, ignore, settings.staticRoot);
  const planned = makePlan(found.sources, settings, sameBytes, sameFile);
  const roots = settings.staticRoot === null ? [] : checkRoots(settings.staticRoot, locations, ignore);
  return {
    ...planned,
    problems: [...settings.problems, ...problems, ...roots, ...found.problems, ...planned.problems],
  };
}

/**
 * Collects: plans, stages what differs, makes it visible, removes what has to go.
 * Nothing is written before everything is known. Throws `CollectstaticError` with every problem found; then STATIC_ROOT
 * is as it was.
 */
export async function collect(settings: Settings, options: CollectOptions = {}): Promise<Report> {
  const staticRoot = requireStaticRoot(settings);
  const planned = await plan(settings);
  throwErrors([...planned.problems, ...(settings.failOnConflict ? conflictErrors(planned.conflicts) : [])]);
  const storage = openStorage(settings, options);
  if (!storage.isEmpty()) await options.confirm?.(staticRoot);
  const lock = options.dryRun ? null : await acquireLock(staticRoot, lockOptions(settings, options));
  try {
    const { outcomes, problems } = await write(storage, planned, settings, options, lock);
    return {
      staticRoot,
      dryRun: options.dryRun ?? false,
      counts: countOutcomes(outcomes, planned.conflicts),
      outcomes,
      conflicts: planned.conflicts,
      problems: [...planned.problems, ...problems],
    };
  } finally {
    lock?.release();
  }
}

/** As the storage of the settings does it: copies alone, or fingerprints, a manifest and compressed variants with them. */
async function write(
  storage: Storage,
  planned: Plan,
  settings: Settings,
  options: CollectOptions,
  lock: Lock | null,
): Promise<Pick<Report, 'outcomes' | 'problems'>> {
  const ledger = readLedger(storage);
  const placing: PlaceOptions = {
    ...options,
    signal: AbortSignal.any([options.signal, lock?.signal].filter((signal) => signal !== undefined)),
    onStaged(outcomes: readonly Outcome[], memory: unknown) {
      lock?.assertHeld();
      return stageLedger(storage, ledger, nextLedger(ledger, planned.assets, outcomes, memory, new Date()));
    },
  };
  if (settings.storage.kind === 'plain' || options.postProcess === false)
    return { outcomes: await place(storage, planned, placing), problems: [] };
  return build(storage, planned, settings, placing, ledger.memory);
}

/** Where each path is found: files or folders, the winner first. Django's `findstatic`. */
export async function find(
  settings: Settings,
  paths: readonly string[],
): Promise<{
  readonly found: readonly { readonly path: string; readonly files: readonly string[] }[];
  readonly locations: readonly Location[];
  readonly problems: readonly Problem[];
}> {
  const { locations, problems } = await findLocations(settings);
  throwErrors(problems);
  const found = paths.map((path) => ({ path, files: findPath(locations, path) }));
  return { found, locations, problems: [...settings.problems, ...problems] };
}

function requireStaticRoot({ staticRoot }: Settings): string {
  if (staticRoot !== null) return staticRoot;
  throw fail({
    code: 'static-root-missing',
    message: 'STATIC_ROOT is not set, so there is no place to collect into.',
    hint: 'Set STATIC_ROOT in the settings, or say --static-root DIR.',
  });
}

/** How long a run waits for another one that writes to the same STATIC_ROOT; milliseconds. */
const LOCK_TIMEOUT = 60_000;

function lockOptions(settings: Settings, { lockTimeout, onWait, signal }: CollectOptions): LockOptions {
  return {
    directoryMode: settings.directoryMode,
    timeoutMs: lockTimeout ?? LOCK_TIMEOUT,
    ...(onWait && { onWait }),
    ...(signal && { signal }),
  };
}
