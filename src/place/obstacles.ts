import type { Ledger } from '../ledger/index.ts';
import type { AssetPath, Problem, Storage } from '../types.ts';

/** Paths that most runs never have to look up: they are put into a set when one is first asked for. */
export type PathSet = () => ReadonlySet<AssetPath>;

export function pathSet(paths: () => Iterable<AssetPath>): PathSet {
  let set: ReadonlySet<AssetPath> | undefined;
  return () => {
    set ??= new Set(paths());
    return set;
  };
}

/** What may be removed where a run needs its place. */
export interface Removable {
  /**
   * Everything that is not wanted; the rest of it last of all. Django's --clear deletes all and copies all; here what
   * stays is left alone, but only after its bytes were compared, as with `checksum`.
   */
  readonly clear?: boolean;
  /** Without `clear`: what earlier runs have put there. */
  readonly ledger: Ledger;
}

/** Whether nobody wants a path, and a run may remove it. */
export function mayGo(path: AssetPath, wanted: PathSet, { clear, ledger }: Removable): boolean {
  return !wanted().has(path) && (clear === true || ledger.files.has(path));
}

/** What a run has to write its files past. */
export interface Way {
  /** What stands there and may not go, and all else that would keep files from being written. */
  readonly problems: readonly Problem[];
  /** Files, links and whole folders that have to give way to what is written. */
  readonly tops: readonly AssetPath[];
  /** All files and links that go with them. */
  readonly files: readonly AssetPath[];
}

/**
 * Looks at what stands at `paths` and above them. What is of the other kind (a file for a folder, a folder for a file)
 * gives way as a whole, or not at all: where one file of it is wanted, or somebody else's. An empty folder is nobody's.
 */
export function findWay(
  storage: Storage,
  paths: readonly AssetPath[],
  wanted: PathSet,
  removable: Removable,
): Way {
  const yielding = storage
    .inTheWay(paths)
    .filter(({ files }) => files.every((path) => mayGo(path, wanted, removable)));
  const tops = yielding.map(({ path }) => path);
  return {
    problems: storage.check(paths, new Set(tops)),
    tops,
    files: yielding.flatMap(({ files }) => files),
  };
}

/** Whether a path is one of `tops`, or lies below one. */
export function isBelow(path: AssetPath, tops: readonly AssetPath[]): boolean {
  return tops.some((top) => path === top || path.startsWith(`${top}/`));
}
