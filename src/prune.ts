import { CollectstaticError } from './errors.ts';
import { type Ledger, noteGone, readLedger } from './ledger/index.ts';
import { type WaitOptions, whileLocked } from './lock.ts';
import { readManifest } from './manifest.ts';
import { originalOf } from './processors/index.ts';
import { KEPT_RELEASES, RETIRED_FOR } from './retention.ts';
import { requireStaticRoot } from './static-root.ts';
import { aliasesOf, openStorage } from './storages/index.ts';
import type { AssetPath, Settings, Storage } from './types.ts';

export interface PruneRequest extends WaitOptions {
  /** Keep what the last so many releases have used; the current one counts. Default: 3. */
  readonly keep?: number;
  /** Keep what was retired less than so many milliseconds ago. Default: 14 days. */
  readonly olderThanMs?: number;
  readonly dryRun?: boolean;
}

/**
 * Removes fingerprinted files, and their variants, that no release needs any more: only those past both limits, and never
 * a file that is not ours. Returns their paths, sorted.
 */
export async function pruneStatic(
  settings: Settings,
  request: PruneRequest = {},
): Promise<readonly AssetPath[]> {
  const rooted = requireStaticRoot(settings);
  const storage = openStorage(rooted, { dryRun: request.dryRun ?? false });
  const limits = {
    keep: request.keep ?? KEPT_RELEASES,
    olderThanMs: request.olderThanMs ?? RETIRED_FOR,
    manifestPath: settings.storage.manifestName as AssetPath,
    now: new Date(),
  };
  if (request.dryRun) return prune(storage, limits);
  return whileLocked(rooted, request, () => prune(storage, limits));
}

export interface PruneOptions {
  /** Keep what the last so many releases have used; the current one counts. At least 1. */
  readonly keep: number;
  /** Keep what was retired less than so many milliseconds ago. */
  readonly olderThanMs: number;
  /** The manifest in use: no file it names is removed, whatever the ledger says. */
  readonly manifestPath: AssetPath;
  readonly now: Date;
}

/**
 * Removes the fingerprinted files of past releases, and their variants, that are past both limits, and returns their
 * paths, sorted. A file that the ledger does not know is not ours, and stays. The caller holds the lock.
 */
export async function prune(storage: Storage, options: PruneOptions): Promise<readonly AssetPath[]> {
  const ledger = readLedger(storage);
  const inUse = namedByManifest(storage, options.manifestPath);
  const unused = pastFiles(ledger, options).filter(
    (path) => !inUse.has(path) && !inUse.has(originalOf(path)),
  );
  const current = [...ledger.files].filter(([, { retired }]) => retired === undefined);
  const aliases = aliasesOf(
    storage,
    unused,
    current.map(([path]) => path),
  );
  const past = unused.filter((path) => !aliases.has(path));
  // A run that was killed may have removed some of them without noting it.
  const there = past.filter((path) => storage.stat(path) !== undefined);
  await storage.remove(there);
  await noteGone(storage, ledger, past);
  return there;
}

/** Retired fingerprinted files, and their variants, that are past both limits; sorted. */
function pastFiles(
  { release, files }: Ledger,
  { keep, olderThanMs, now }: Pick<PruneOptions, 'keep' | 'olderThanMs' | 'now'>,
): readonly AssetPath[] {
  const past = [...files].filter(([path, { retired }]) => {
    if (retired === undefined || !isFingerprinted(files, path)) return false;
    const lastUsed = retired.release - 1;
    return lastUsed <= release - keep && now.getTime() - Date.parse(retired.at) >= olderThanMs;
  });
  return past.map(([path]) => path).sort();
}

/** A variant is as its original is; one without is of no use to anybody. */
function isFingerprinted(files: Ledger['files'], path: AssetPath): boolean {
  const file = files.get(path);
  if (file?.why !== 'compressed' || file.of === undefined) return file?.why === 'hashed';
  return (files.get(file.of)?.why ?? 'hashed') === 'hashed';
}

function namedByManifest(storage: Storage, path: AssetPath): ReadonlySet<string> {
  const manifest = readManifest(storage, path);
  if (manifest === null) return new Set();
  if ('paths' in manifest) return new Set(manifest.paths.values());
  // Nobody can tell which files it names.
  throw new CollectstaticError([
    {
      ...manifest,
      severity: 'error',
      message: `The manifest ${path} can't be read, so nothing is pruned`,
      hint: 'Run collectstatic again, which writes it anew.',
    },
  ]);
}
