import { build, NO_MEMORY } from './build/index.ts';
import { fail, throwErrors } from './errors.ts';
import { checkRoots, findLocations, findPath, findSources, sameBytes, sameFile } from './finders/index.ts';
import { place } from './place.ts';
import { makePlan } from './plan.ts';
import { openStorage } from './storages/index.ts';
import type {
  Conflict,
  Counts,
  Location,
  Outcome,
  Plan,
  Problem,
  Report,
  Settings,
  Storage,
} from './types.ts';

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
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Everything a run would do, nothing done: the finders asked, every path decided, every problem listed in it. */
export async function plan(settings: Settings): Promise<Plan> {
  const { locations, ignore, problems } = await findLocations(settings);
  const found = findSources(locations, ignore);
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
  const planned = await plan(settings);
  throwErrors(planned.problems);
  if (settings.failOnConflict) refuseConflicts(planned.conflicts);
  const staticRoot = requireStaticRoot(settings);
  const storage = openStorage(settings, options);
  if (!storage.isEmpty()) await options.confirm?.(staticRoot);
  const { outcomes, problems } = await write(storage, planned, settings, options);
  return {
    staticRoot,
    dryRun: options.dryRun ?? false,
    counts: count(outcomes, planned.conflicts),
    outcomes,
    conflicts: planned.conflicts,
    problems: [...planned.problems, ...problems],
  };
}

/** As the storage of the settings does it: copies alone, or fingerprints, a manifest and compressed variants with them. */
async function write(
  storage: Storage,
  planned: Plan,
  settings: Settings,
  options: CollectOptions,
): Promise<Pick<Report, 'outcomes' | 'problems'>> {
  if (settings.storage.kind === 'plain' || options.postProcess === false)
    return { outcomes: await place(storage, planned, options), problems: [] };
  return build(storage, planned, settings, options, NO_MEMORY);
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
    hint: 'set STATIC_ROOT in the settings, or say --static-root DIR',
  });
}

/** `--fail-on-conflict`: every conflict that no rule settles, at once. */
function refuseConflicts(conflicts: readonly Conflict[]): void {
  throwErrors(
    conflicts
      .filter((conflict) => conflict.settledBy === undefined)
      .map(
        ({ path, winner, losers, identical }): Problem => ({
          code: 'conflict',
          severity: 'error',
          message: `${path} is offered by ${[winner, ...losers].map(({ file }) => file).join(' and ')}`,
          cause: identical ? 'the files are identical' : 'the files are different',
          hint: 'remove one of them, or settle it with PRECEDENCE or ALLOW_CONFLICTS',
        }),
      ),
  );
}

function count(outcomes: readonly Outcome[], conflicts: readonly Conflict[]): Counts {
  const collected = outcomes.filter(({ why }) => why === 'collected');
  const of = (action: Outcome['action']): number =>
    collected.reduce((sum, outcome) => (outcome.action === action ? sum + 1 : sum), 0);
  return {
    copied: of('copied'),
    linked: of('linked'),
    unmodified: of('unmodified'),
    deleted: of('deleted'),
    postProcessed: outcomes.filter(({ action }) => action === 'processed').length,
    skippedByConflict: conflicts.reduce(
      (sum, { losers, kind }) => (kind === 'same-path' ? sum + losers.length : sum),
      0,
    ),
  };
}
