import { CollectstaticError } from '../errors.ts';
import { parseManifest } from '../manifest.ts';
import { KEPT_RELEASES, RETIRED_FOR } from '../retention.ts';
import { CODINGS, IMMUTABLE_CONTROL } from '../serving/index.ts';
import type { AssetPath, PublishPruneReport } from '../types.ts';
import { endingClaim, underClaim } from './claim/claim-bucket.ts';
import type { Hold } from './claim/hold.ts';
import { forgetClaim } from './claim/own-claim.ts';
import { removeKeys } from './counted.ts';
import type { Claimant } from './intent.ts';
import {
  namesOfRelease,
  type RemoteFile,
  type RemoteLedger,
  removalsOf,
  withDoubts,
} from './remote/ledger.ts';
import { noteOfClaim } from './remote/next-ledger.ts';
import { readRemote } from './remote/read-remote.ts';

export interface PublishPruneOptions {
  /** Keep what the last so many releases have used; the current one counts. Default: 3. */
  readonly keep?: number;
  /** Keep what was retired less than so many milliseconds ago. Default: 14 days. */
  readonly olderThanMs?: number;
  readonly dryRun?: boolean;
}

/** Bytes. The manifest of a million files has fewer. */
const MANIFEST_LIMIT = 190_000_000;

/**
 * Removes objects that no kept release wants: only what the ledger of the bucket says is ours, is retired, and past both
 * limits; never what the manifest in use names, or that of a kept release. The caller holds the lock of STATIC_ROOT.
 */
export async function prunePublished(
  claimant: Claimant,
  { keep = KEPT_RELEASES, olderThanMs = RETIRED_FOR, dryRun = false }: PublishPruneOptions,
): Promise<PublishPruneReport> {
  const { bucket, destination, clock } = claimant;
  return underClaim(claimant, async () => {
    const state = await readRemote(bucket, destination.prefix, new Set());
    const inUse = await namesInUse(claimant, state.ledger, keep);
    const [release, before] = [state.ledger.release - keep, clock.now() - olderThanMs];
    const past = [...state.ledger.files].filter(
      ([path, file]) => isPast(file, release, before) && !isNamed(path, inUse),
    );
    const doomed = past.map(([path]) => path).sort();
    const report = { bucket: bucket.name, dryRun, removed: doomed, problems: state.problems };
    if (dryRun || doomed.length === 0) return { result: { ...report, requests: bucket.requests() } };
    // Should such a name come back, a CDN may still have what it meant before.
    const owed = destination.purge.length > 0;
    const changed = owed ? doomed.filter((path) => !isForEver(path, state.ledger)) : [];
    const work = async (hold: Hold): Promise<PublishPruneReport> => {
      await hold.assertHeld();
      await removeKeys(
        bucket,
        doomed.map((path) => destination.prefix + path),
      );
      const files = new Map(hold.ledger.files);
      for (const path of doomed) files.delete(path);
      await hold.release({ ...hold.ledger, files, purge: noteOfClaim(hold.ledger) });
      forgetClaim(claimant.settings);
      return { ...report, problems: [...state.problems, ...hold.problems], requests: bucket.requests() };
    };
    return {
      state,
      changes: removalsOf(state.ledger, doomed),
      purge: { changed, owed },
      work: (hold) =>
        endingClaim(
          hold,
          () => ({ ...withDoubts(hold.ledger, doomed), purge: noteOfClaim(hold.ledger) }),
          () => work(hold),
        ),
    };
  });
}

/** True for a name that never means anything else. */
function isForEver(path: AssetPath, { files, headers }: RemoteLedger): boolean {
  return headers.get(files.get(path)?.digest ?? '')?.cacheControl === IMMUTABLE_CONTROL;
}

/** True if the last release that wanted it is the release of this number or an earlier one, and long enough ago. */
function isPast({ retired }: RemoteFile, release: number, before: number): boolean {
  return retired !== undefined && retired.release - 1 <= release && Date.parse(retired.at) <= before;
}

/** The names in the manifest that is in the bucket, and in those of the releases that are kept. */
async function namesInUse(
  { bucket, destination, settings }: Claimant,
  ledger: RemoteLedger,
  keep: number,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (let release = ledger.release; release > ledger.release - keep && release > 0; release--)
    for (const name of namesOfRelease(ledger, release)?.values() ?? []) names.add(name);
  const { manifestName, kind } = settings.storage;
  if (!kind.endsWith('manifest') || ledger.files.size === 0) return names;
  const found = await bucket.get(destination.prefix + manifestName, MANIFEST_LIMIT);
  if (found === undefined) return names;
  const manifest = parseManifest(Buffer.from(found.bytes).toString('utf8'), manifestName);
  if ('paths' in manifest) return new Set([...names, ...manifest.paths.values()]);
  throw new CollectstaticError([
    {
      ...manifest,
      severity: 'error',
      message: `The manifest ${manifestName} of ${bucket.name} can't be read, so nothing is pruned`,
      hint: 'Publish again: that puts a new one.',
    },
  ]);
}

/** A variant is in use if its original is. */
function isNamed(path: AssetPath, names: ReadonlySet<string>): boolean {
  if (names.has(path)) return true;
  return CODINGS.some(({ suffix }) => path.endsWith(suffix) && names.has(path.slice(0, -suffix.length)));
}
