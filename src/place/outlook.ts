import { throwErrors } from '../errors.ts';
import { type CompareOptions, rehearseOn } from '../storages/index.ts';
import type { AssetPath, OnProgress, Outcome, Problem, Storage } from '../types.ts';
import { findWay, pathSet } from './obstacles.ts';
import {
  clearOf,
  manifestsFirst,
  type RemovalOptions,
  type Surplus,
  variantsOfChanged,
  withoutAliases,
} from './surplus.ts';

export interface PlaceOptions extends CompareOptions, RemovalOptions {
  /** Counts assets, those that need nothing included. */
  readonly onProgress?: OnProgress;
}

/** What is known before anything is staged. */
export interface Expected {
  /** What is wrong with the sources. */
  readonly problems: readonly Problem[];
  /** Paths that are going to be written: all that are collected, and as many of the others as are known. */
  readonly paths: readonly AssetPath[];
}

/** What a run is going to meet at the destination, as far as that is known before anything is staged. */
export interface Outlook {
  /**
   * Where to stage. If something is in the way already, a rehearsal: some names are known only once all is staged, and
   * every problem is to be told at once.
   */
  readonly target: Storage;
  /** Whether the run is going to fail: what takes long may be left out. */
  readonly isDoomed: boolean;
  readonly problems: readonly Problem[];
  /** Whether nothing at all has to give way to the expected paths. */
  readonly isClear: boolean;
}

/** What was put into the storage. */
export interface Made {
  /** But for the removal of `surplus`. */
  readonly outcomes: readonly Outcome[];
  /** To be removed once all the rest is in place. */
  readonly surplus: Surplus;
  /** What the next run is to be told; `undefined`: what this one was told still holds. */
  readonly lastRun?: unknown;
  /** To be visible after everything else, in this order. */
  readonly last?: readonly AssetPath[];
}

/** A run of which everything is decided and staged, and nothing is visible. */
export interface Staged {
  /** In the order of the plan, then what is deleted, sorted. */
  readonly outcomes: readonly Outcome[];
  /** Every file that goes, sorted. */
  readonly deleted: readonly AssetPath[];
  /** Of those, and of the folders without anything wanted in them, what is left to remove once all is in place; in this order. */
  readonly surplus: readonly AssetPath[];
  /** Those that have to be gone before anything is replaced: variants of bytes that change. */
  readonly outdated: readonly AssetPath[];
  readonly last: readonly AssetPath[];
  readonly lastRun: unknown;
}

/** Asks what stands in the way. If a source is unfit as well, everything is thrown at once. */
export function lookAhead(storage: Storage, expected: Expected, options: RemovalOptions): Outlook {
  const { paths } = expected;
  const { problems, tops } = findWay(
    storage,
    paths,
    pathSet(() => paths),
    options,
  );
  if (expected.problems.length > 0) throwErrors([...expected.problems, ...problems]);
  const isDoomed = problems.length > 0;
  return {
    target: isDoomed ? rehearseOn(storage) : storage,
    isDoomed,
    problems,
    isClear: !isDoomed && tops.length === 0,
  };
}

/** Decides what gives way and what is removed, now that every name is known. Throws what is in the way. */
export function settle(storage: Storage, outlook: Outlook, made: Made, options: RemovalOptions): Staged {
  const { outcomes } = made;
  const wanted = pathSet(() => outcomes.map(({ path }) => path));
  const way = findWay(storage, unseenOf(outcomes, outlook.isClear), wanted, options);
  throwErrors(way.problems.length > 0 ? way.problems : outlook.problems);
  for (const path of way.tops) storage.displace(path);
  const surplus = withoutAliases(storage, clearOf(way, made.surplus, storage, wanted, options), wanted);
  const deleted = [...way.files, ...surplus.files].sort();
  return {
    outcomes: outcomes.concat(
      deleted.map((path): Outcome => ({ path, action: 'deleted', why: 'collected' })),
    ),
    deleted,
    surplus: manifestsFirst(surplus.all, options),
    outdated: variantsOfChanged(surplus, outcomes),
    last: made.last ?? [],
    lastRun: made.lastRun,
  };
}

/** The written paths that have still to be looked at: where all was clear, only those that have their name since then. */
function unseenOf(outcomes: readonly Outcome[], isClear: boolean): readonly AssetPath[] {
  const unseen: AssetPath[] = [];
  for (const { path, action, why } of outcomes) {
    if (action !== 'unmodified' && !(isClear && why === 'collected')) unseen.push(path);
  }
  return unseen;
}
