import { errnoOf, errnoWords } from '../errors.ts';
import { isoTime } from '../text/iso-time.ts';
import type {
  Asset,
  AssetPath,
  Location,
  Offerer,
  Outcome,
  OwnedFile,
  Problem,
  Retirement,
  Source,
  Storage,
} from '../types.ts';
import { digestOf } from './digest.ts';
import { openLedger, serialiseLedger } from './format.ts';
import type { Ledger, OwnedFiles } from './ledger.ts';

export { serialiseLedger } from './format.ts';
export type { Ledger, OwnedFiles } from './ledger.ts';

export const NO_LEDGER: Ledger = { release: 0, digest: '', lastRun: null, files: new Map() };

/**
 * The ledger of a destination; `NO_LEDGER` where there is none, or none that can be read. If the destination is empty, what
 * a ledger says is of files that are gone. `warn` is told what is wrong with it: that costs time, never a file.
 */
export function readLedger(storage: Storage, warn: (problem: Problem) => void = () => {}): Ledger {
  if (storage.isEmpty()) return NO_LEDGER;
  try {
    const bytes = storage.readLedger();
    if (bytes === undefined) return NO_LEDGER;
    const ledger = openLedger(bytes, (count) => warn(damaged(storage, entriesDropped(count))));
    if (ledger === null) warn(damaged(storage, 'it is no ledger'));
    return ledger ?? NO_LEDGER;
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    warn(damaged(storage, errnoWords(error)));
    return NO_LEDGER;
  }
}

export function entriesDropped(count: number): string {
  return `${count} ${count === 1 ? 'entry is' : 'entries are'} such as no run writes`;
}

/** Leaves one warning about a damaged ledger, which shows in more than one place: it is one cause. */
export function onceEach(problems: readonly Problem[]): readonly Problem[] {
  const damage = problems.find(({ code }) => code === 'ledger-damaged');
  return problems.filter((problem) => problem.code !== 'ledger-damaged' || problem === damage);
}

/** The warning about a ledger that can't be read, or not all of it. */
export function damaged(storage: Pick<Storage, 'name'>, cause: string): Problem {
  return {
    code: 'ledger-damaged',
    severity: 'warning',
    message: `The ledger of ${storage.name} is damaged: what it says of earlier runs is passed over`,
    at: { file: storage.name },
    hint: 'The files are compared anew, which takes longer; none is removed that is not known to be ours. Look who writes to it.',
    cause,
  };
}

/** Stages `next`, unless it is `last` itself. Returns whether it did. */
export function stageLedger(storage: Storage, last: Ledger, next: Ledger): boolean {
  if (next === last) return false;
  storage.writeLedger(serialiseLedger(next));
  return true;
}

/**
 * The ledger after a run; `last` itself if there is nothing to note. What was there and is wanted no more is retired;
 * what is wanted again is not any longer. What the run deletes is retired as well, until it is gone (`forget`): it is ours
 * still where the run is killed before that. Without `lastRun`, that of `last` still holds.
 */
export function nextLedger(
  last: Ledger,
  assets: readonly Asset[],
  outcomes: readonly Outcome[],
  lastRun: unknown,
  now: Date,
): Ledger {
  // A project without files leaves no trace, as in Django: not even the folder.
  if (last.release === 0 && outcomes.length === 0) return last;
  const digest = digestOf(namesOf(assets, outcomes));
  const same = digest === last.digest && outcomes.every(({ action }) => !CHANGES.has(action));
  if (same) return lastRun === undefined ? last : { ...last, files: last.files, lastRun };
  const release = last.release + 1;
  const next = { release, digest, lastRun: lastRun === undefined ? last.lastRun : lastRun };
  const retired: Retirement = { release, at: isoTime(now) };
  const files = whenAskedFor(() => withRetired(last, currentFiles(last, assets, outcomes, release), retired));
  return { ...next, files };
}

/** Files of a ledger that is mostly written and never looked at. If a path comes twice, what comes last holds. */
function whenAskedFor(entries: () => Iterable<readonly [AssetPath, OwnedFile]>): OwnedFiles {
  let map: ReadonlyMap<AssetPath, OwnedFile> | undefined;
  const files = (): ReadonlyMap<AssetPath, OwnedFile> => {
    map ??= new Map(entries());
    return map;
  };
  return {
    get size() {
      return files().size;
    },
    has: (path) => files().has(path),
    get: (path) => files().get(path),
    keys: () => files().keys(),
    [Symbol.iterator]: () => (map ?? entries())[Symbol.iterator](),
  };
}

function* withRetired(
  last: Ledger,
  current: Iterable<readonly [AssetPath, OwnedFile]>,
  retired: Retirement,
): Generator<readonly [AssetPath, OwnedFile], void> {
  const left = new Set(last.files.keys());
  for (const entry of current) {
    left.delete(entry[0]);
    yield entry;
  }
  for (const path of left) {
    const file = last.files.get(path) as OwnedFile;
    yield [path, file.retired === undefined ? { ...file, retired } : file];
  }
}

/** The ledger once files are gone; `ledger` itself if it knows none of them. */
export function forget(ledger: Ledger, gone: readonly AssetPath[]): Ledger {
  if (!gone.some((path) => ledger.files.has(path))) return ledger;
  const files = new Map(ledger.files);
  for (const path of gone) files.delete(path);
  return { ...ledger, files };
}

/** Notes in the ledger of `storage` that files are gone. */
export async function noteGone(storage: Storage, ledger: Ledger, gone: readonly AssetPath[]): Promise<void> {
  if (stageLedger(storage, ledger, forget(ledger, gone))) await storage.place([]);
}

const CHANGES: ReadonlySet<Outcome['action']> = new Set(['copied', 'linked', 'deleted']);

/**
 * A run that copies nothing and comes to the same digest of these has nothing to note; so that the list of files, the greater
 * part of a ledger, need not be looked at. The names of made files tell of their content.
 */
function* namesOf(assets: readonly Asset[], outcomes: readonly Outcome[]): Generator<string, void> {
  let location: Location | undefined;
  for (const { path, source } of assets) {
    if (source.location !== location) {
      location = source.location;
      yield `${location.finder}\0${offererOf(location).app}\0`;
    }
    yield `${path}\0`;
  }
  for (const { path, why } of outcomes) if (why !== 'collected') yield `${path}\0`;
}

function* currentFiles(
  last: Ledger,
  assets: readonly Asset[],
  outcomes: readonly Outcome[],
  release: number,
): Generator<readonly [AssetPath, OwnedFile], void> {
  const sourceOf = sourceFinder(assets);
  const offerers = new Map<Location, Offerer>();
  for (const { path, action, why, of } of outcomes) {
    if (action === 'deleted') continue;
    const before = last.files.get(path);
    const stays = before !== undefined && before.retired === undefined && before.why === why;
    const since = stays && !CHANGES.has(action) ? before.since : release;
    const source = why === 'collected' ? sourceOf(path) : undefined;
    if (source !== undefined) {
      const { size, location } = source;
      const from = offerers.get(location) ?? offererOf(location);
      offerers.set(location, from);
      yield [path, { why, since, from, size }];
    } else yield [path, of === undefined ? { why, since } : { why, since, of }];
  }
}

/** Outcomes come in the order of the assets: the next asset is mostly the one that is asked for. */
function sourceFinder(assets: readonly Asset[]): (path: AssetPath) => Source | undefined {
  let next = 0;
  let byPath: Map<AssetPath, Source> | undefined;
  return (path) => {
    const asset = assets[next++];
    if (asset?.path === path) return asset.source;
    byPath ??= new Map(assets.map((other) => [other.path, other.source]));
    return byPath.get(path);
  };
}

function offererOf({ finder, name }: Location): Offerer {
  return { finder, app: finder === 'apps' ? name : '' };
}
