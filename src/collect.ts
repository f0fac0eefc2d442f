import { platform } from 'node:os';
import { countOutcomes } from './counts.ts';
import { fail, throwErrors } from './errors.ts';
import { checkRoots, findLocations, findPath, findSources, sameBytes, sameFile } from './finders/index.ts';
import { build } from './fingerprinting/index.ts';
import { forget, nextLedger, readLedger, stageLedger } from './ledger/index.ts';
import { type WaitOptions, whileLocked } from './lock.ts';
import { type PlaceOptions, place } from './place/index.ts';
import { makePlan } from './plan/index.ts';
import { unportableNames } from './plan/portable.ts';
import { conflictErrors } from './plan/refuse.ts';
import { type Helper, type Lock, openStorage, startHelper, trimReleases } from './storages/index.ts';
import type {
  AssetPath,
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

/** Everything a run would do, nothing done: the finders asked, every path decided, every problem listed in it. */
export async function plan(settings: Settings): Promise<Plan> {
  const { locations, ignore, problems } = await findLocations(settings);
  const found = findSources(locations, ignore, settings.staticRoot);
  const planned = makePlan(found.sources, settings, sameBytes, sameFile);
  const roots = settings.staticRoot === null ? [] : checkRoots(settings.staticRoot, locations, ignore);
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
  const { outcomes, problems, savedBytes } = options.dryRun
    ? await write(storage, planned, settings, options, null)
    : await whileLocked(settings, options, (lock) => write(storage, planned, settings, options, lock));
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

/** As the storage of the settings does it: copies alone, or fingerprints, a manifest and compressed variants with them. */
async function write(
  storage: Storage,
  planned: Plan,
  settings: RootedSettings,
  options: CollectOptions,
  lock: Lock | null,
): Promise<Pick<Report, 'outcomes' | 'problems' | 'savedBytes'>> {
  const ledger = readLedger(storage);
  let next = ledger;
  const { clearOwned, ...others } = options;
  const placing: PlaceOptions = {
    ...others,
    ...(clearOwned && { clearOwned: new Set(ledger.files.keys()) }),
    owns: (path: AssetPath) => ledger.files.has(path),
    isManifest: (path: AssetPath) =>
      path === settings.storage.manifestName || ledger.files.get(path)?.why === 'manifest',
    // Only runs that process leave something to remember.
    mayHaveVariants: ledger.memory !== null,
    signal: AbortSignal.any([options.signal, lock?.signal].filter((signal) => signal !== undefined)),
    onStaged(outcomes: readonly Outcome[], memory: unknown) {
      lock?.assertHeld();
      next = nextLedger(ledger, planned.assets, outcomes, memory, new Date());
      return stageLedger(storage, ledger, next);
    },
    async onRemoved(paths) {
      // Of the release that is served by now, where it was swapped.
      const { dryRun = false, durable = false } = options;
      const served = openStorage(settings, { dryRun, durable });
      const staged = stageLedger(served, next, forget(next, paths));
      if (staged.length > 0) await served.place(staged);
    },
  };
  const isPlain = settings.storage.kind === 'plain' || options.postProcess === false;
  const written = isPlain
    ? { outcomes: await place(storage, planned, placing), problems: [] }
    : await build(storage, planned, settings, placing, ledger.memory);
  const savedBytes =
    options.dedupe && !options.dryRun ? await share(storage, written.outcomes, options) : undefined;
  if (options.swap && !options.dryRun) await trimReleases(settings.staticRoot, options.keep ?? RELEASES);
  return savedBytes === undefined ? written : { ...written, savedBytes };
}

/** The manifest is new with every release. */
function share(storage: Storage, outcomes: readonly Outcome[], { signal }: CollectOptions): Promise<number> {
  const standing = outcomes.filter(({ action, why }) => action !== 'deleted' && why !== 'manifest');
  return storage.share(
    standing.map(({ path }) => path),
    signal,
  );
}

/** How many releases `swap` keeps: the one that is served and two to go back to. */
const RELEASES = 3;

/** Then all is copied. */
function startsEmpty(settings: RootedSettings, { dryRun, link }: CollectOptions): boolean {
  return !dryRun && !link && openStorage(settings).isEmpty();
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

type RootedSettings = Settings & { readonly staticRoot: string };

/** Throws `static-root-missing` for settings that were loaded without asking for it. */
export function requireStaticRoot(settings: Settings): RootedSettings {
  const { staticRoot } = settings;
  if (staticRoot !== null) return { ...settings, staticRoot };
  throw fail({
    code: 'static-root-missing',
    message: 'STATIC_ROOT is not set, so there is no place to collect into',
    hint: 'Set STATIC_ROOT in the settings, or say --static-root DIR.',
  });
}
