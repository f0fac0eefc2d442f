import { errnoOf } from './errors.ts';
import { toAssetPath } from './path.ts';
import type { Asset, AssetPath, FinderKind, Outcome, OutputReason, Storage } from './types.ts';

/** In the root of the destination. It names no file or folder of the machine that wrote it. */
export const LEDGER_PATH: AssetPath = '.collectstatic.json' as AssetPath;
const FORMAT = 1;

/** What the ledger says of a file that a run of ours has put there. */
export interface OwnedFile {
  readonly why: OutputReason;
  /** Collected files: bytes and milliseconds of the source, the finder, and the app where an app offered it. */
  readonly size?: number;
  readonly mtimeMs?: number;
  readonly finder?: FinderKind;
  readonly app?: string;
  /** Made files: the path it was made from. */
  readonly of?: AssetPath;
  /** The release that brought it, as it is. */
  readonly since: number;
  /** The first release that did not want it any more; it may still be there. */
  readonly retired?: Retirement;
}

export interface Retirement {
  readonly release: number;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Which files of a destination are ours, and since when. Losing it costs time, never correctness: what it does not
 * name is not removed, and what it remembers of sources is read again.
 */
export interface Ledger {
  /** Counts the runs that changed something; 0 before the first. */
  readonly release: number;
  readonly files: ReadonlyMap<AssetPath, OwnedFile>;
  /** What the processors want to be told next time, as JSON; `null` for nothing. */
  readonly memory: unknown;
}

export const NO_LEDGER: Ledger = { release: 0, files: new Map(), memory: null };

/** The ledger of a destination; `NO_LEDGER` where there is none, or none that can be read. */
export function readLedger(storage: Storage): Ledger {
  if (storage.stat(LEDGER_PATH)?.kind !== 'file') return NO_LEDGER;
  try {
    return parseLedger(Buffer.from(storage.read(LEDGER_PATH)).toString('utf8')) ?? NO_LEDGER;
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return NO_LEDGER;
  }
}

/** `null` for anything but a whole ledger of this format. */
export function parseLedger(text: string): Ledger | null {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(stored) || stored.format !== FORMAT) return null;
  const { release, files, memory = null } = stored;
  if (!isCount(release) || !isRecord(files)) return null;
  const entries = Object.entries(files);
  return entries.every(isEntry) ? { release, files: new Map(entries), memory } : null;
}

/** One file a line, sorted: a person may look into it, and two of them can be compared. */
export function serialiseLedger({ release, files, memory }: Ledger): string {
  const lines = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, file]) => `${JSON.stringify(path)}:${JSON.stringify(file)}`);
  return `{"format":${FORMAT},"release":${release},"files":{\n${lines.join(',\n')}\n},\n"memory":${JSON.stringify(memory)}}\n`;
}

/** The files of a run, as the ledger is to know them. */
export function ownedFiles(
  assets: readonly Asset[],
  outcomes: readonly Outcome[],
): ReadonlyMap<AssetPath, Omit<OwnedFile, 'since'>> {
  const sources = new Map(assets.map(({ path, source }) => [path, source]));
  const owned = new Map<AssetPath, Omit<OwnedFile, 'since'>>();
  for (const { path, action, why, of } of outcomes) {
    if (action === 'deleted') continue;
    const source = why === 'collected' ? sources.get(path) : undefined;
    if (source === undefined) owned.set(path, { why, ...(of !== undefined && { of }) });
    else {
      const { size, mtimeMs, location } = source;
      const app = location.finder === 'apps' ? { app: location.name } : {};
      owned.set(path, { why, size, mtimeMs, finder: location.finder, ...app });
    }
  }
  return owned;
}

/**
 * The ledger after a run that leaves `current` and has removed `deleted`; `last` itself if that changes nothing. What was
 * there and is wanted no more is retired, what is wanted again is not any longer.
 */
export function nextLedger(
  last: Ledger,
  current: ReadonlyMap<AssetPath, Omit<OwnedFile, 'since'>>,
  deleted: ReadonlySet<AssetPath>,
  memory: unknown,
  now: Date,
): Ledger {
  const release = last.release + 1;
  const retired: Retirement = { release, at: now.toISOString() };
  let changed = false;
  const files = new Map<AssetPath, OwnedFile>();
  for (const [path, file] of current) {
    const before = last.files.get(path);
    const same = before !== undefined && isSame(before, file);
    files.set(path, { ...file, since: same ? before.since : release });
    changed ||= !same;
  }
  for (const [path, file] of last.files) {
    if (current.has(path)) continue;
    if (deleted.has(path)) changed = true;
    else if (file.retired !== undefined) files.set(path, file);
    else {
      files.set(path, { ...file, retired });
      changed = true;
    }
  }
  if (changed) return { release, files, memory };
  return JSON.stringify(memory) === JSON.stringify(last.memory) ? last : { ...last, memory };
}

function isSame(before: OwnedFile, now: Omit<OwnedFile, 'since'>): boolean {
  return (
    before.retired === undefined &&
    before.why === now.why &&
    before.size === now.size &&
    before.mtimeMs === now.mtimeMs &&
    before.of === now.of &&
    before.finder === now.finder &&
    before.app === now.app
  );
}

function isEntry(entry: [string, unknown]): entry is [AssetPath, OwnedFile] {
  const [path, file] = entry;
  if (toAssetPath(path) !== path || !isRecord(file) || !isCount(file.since)) return false;
  const { why, retired } = file;
  if (typeof why !== 'string') return false;
  return retired === undefined || (isRecord(retired) && isCount(retired.release) && isDate(retired.at));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isDate(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
