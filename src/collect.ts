import { fail, throwErrors } from './errors.ts';
import { checkRoots, findLocations, findPath, findSources, sameBytes } from './finders/index.ts';
import { place } from './place.ts';
import { makePlan } from './plan.ts';
import { openStorage } from './storages/index.ts';
import type { Conflict, Location, Plan, Problem, Report, Settings } from './types.ts';

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
