import { plan, requireStaticRoot } from './collect.ts';
import { type OwnedFile, readLedger } from './ledger/index.ts';
import { type WaitOptions, whileLocked } from './lock.ts';
import { parseManifest } from './manifest.ts';
import { toAssetPath } from './path.ts';
import { prune } from './prune.ts';
import { openStorage, rollBack } from './storages/index.ts';
import type { AssetPath, Conflict, Settings, Source, Storage } from './types.ts';

export interface PruneRequest extends WaitOptions {
  /** Keep what the last so many releases have used; the current one counts. Default: 3. */
  readonly keep?: number;
  /** Keep what was retired less than so many milliseconds ago. Default: 14 days. */
  readonly olderThanMs?: number;
  readonly dryRun?: boolean;
}

const KEEP = 3;
const FOURTEEN_DAYS = 14 * 24 * 3_600_000;

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
    keep: request.keep ?? KEEP,
    olderThanMs: request.olderThanMs ?? FOURTEEN_DAYS,
    manifestPath: settings.storage.manifestName as AssetPath,
    now: new Date(),
  };
  if (request.dryRun) return prune(storage, limits);
  return whileLocked(rooted, request, () => prune(storage, limits));
}

/** Goes back to the release before the one that is served (`swap`). Returns the names of both. */
export async function rollback(
  settings: Settings,
  options: WaitOptions = {},
): Promise<{ readonly from: string; readonly to: string }> {
  const rooted = requireStaticRoot(settings);
  return whileLocked(rooted, options, async () => rollBack(rooted.staticRoot));
}

/** Why a path of STATIC_ROOT is as it is. */
export interface Explanation {
  /** As it was asked for. */
  readonly path: string;
  readonly exists: boolean;
  /** What the ledger says; `null` for a file that is not ours. */
  readonly owned: OwnedFile | null;
  /** The release that wrote the ledger. */
  readonly release: number;
  /** The path that stands for it in the settings' plan: itself, or the one it was made from. */
  readonly asset: AssetPath | null;
  /** Where that path comes from, as the settings are now. */
  readonly source: Source | null;
  readonly conflict: Conflict | null;
  /** The name the manifest serves that path under. */
  readonly servedAs: string | null;
}

/** Explains each path: its source, the rule that chose it, its final name, its release; or that it is not ours. */
export async function why(settings: Settings, paths: readonly string[]): Promise<readonly Explanation[]> {
  const rooted = requireStaticRoot(settings);
  const storage = openStorage(rooted);
  const ledger = readLedger(storage);
  const { assets, conflicts } = await plan(rooted);
  const sources = new Map(assets.map((asset) => [asset.path, asset.source]));
  const disputes = new Map(conflicts.map((conflict) => [conflict.path, conflict]));
  const names = manifestNames(storage, settings.storage.manifestName);
  return paths.map((path) => {
    const known = toAssetPath(path);
    const owned = (known && ledger.files.get(known)) ?? null;
    const asset = known === null ? null : originOf(known, ledger.files);
    return {
      path,
      exists: known !== null && storage.stat(known) !== undefined,
      owned,
      release: ledger.release,
      asset: asset !== null && sources.has(asset) ? asset : null,
      source: (asset && sources.get(asset)) ?? null,
      conflict: (asset && disputes.get(asset)) ?? null,
      servedAs: (asset && names.get(asset)) ?? null,
    };
  });
}

/** A variant was made from a hashed copy, that one from a collected file. */
function originOf(path: AssetPath, files: ReadonlyMap<AssetPath, OwnedFile>): AssetPath {
  const of = files.get(path)?.of;
  return of === undefined ? path : originOf(of, files);
}

function manifestNames(storage: Storage, name: string): ReadonlyMap<string, string> {
  const path = name as AssetPath;
  if (storage.stat(path)?.kind !== 'file') return new Map();
  const manifest = parseManifest(Buffer.from(storage.read(path)).toString('utf8'), name);
  return 'paths' in manifest ? manifest.paths : new Map();
}
