import { CollectstaticError, fail, throwErrors } from '../errors.ts';
import {
  type Claimant,
  notePurge,
  publicUrls,
  purgeProblems,
  type RemoteLedger,
  readLedger,
  tellCdns,
} from '../publish/index.ts';
import type { AssetPath, Bucket, Problem, PurgeResult, PurgeTarget, Settings } from '../types.ts';
import { type BucketRequest, claimantOf, requireDestination, withBucket } from './reach.ts';

/** What a command is asked with that may tell CDNs. */
export interface PurgeRequest extends BucketRequest {
  /** CDNs to tell; default: those of PURGE. */
  readonly purge?: readonly PurgeTarget[];
}

export interface PurgeReport {
  readonly bucket: string;
  readonly release: number;
  readonly changedUrls: readonly string[];
  readonly purged: readonly PurgeResult[];
  readonly problems: readonly Problem[];
}

/** Tells CDNs once more what the last publish has changed, and what they were not told before. */
export async function purgePublication(settings: Settings, request: PurgeRequest): Promise<PurgeReport> {
  const { destination, rooted } = requireDestination(settings);
  const targets = request.purge ?? destination.purge;
  if (targets.length === 0) {
    throw fail({
      code: 'purge-no-cdn',
      message: 'No CDN is named that could be told what has changed',
      hint: 'Say --purge cloudfront=DISTRIBUTION, or name it in the settings: PURGE = {"cloudfront": {"distribution": ...}}.',
    });
  }
  throwErrors(purgeProblems(targets, destination, request.env));
  return withBucket(settings, destination, request, async (bucket) => {
    const { ledger, problems } = await readLedger(bucket, destination.prefix);
    const claimant = claimantOf(rooted, destination, bucket, request);
    const told = await purgeNoted(claimant, ledger, targets, request);
    return {
      bucket: bucket.name,
      release: ledger.release,
      changedUrls: publicUrls(ledger.purge?.paths ?? [], destination),
      purged: told.purged,
      problems: [...problems, ...unfinished(bucket, ledger), ...told.problems],
    };
  });
}

/** Tells CDNs what the ledger notes that was changed, and notes whether all of them know it. */
export async function purgeNoted(
  claimant: Claimant,
  { purge, files }: RemoteLedger,
  targets: readonly PurgeTarget[],
  { env }: BucketRequest,
): Promise<Pick<PurgeReport, 'purged' | 'problems'>> {
  const { bucket, destination, clock } = claimant;
  const { paths: changed, id } = purge ?? { paths: [], id: '' };
  const all = [...files].flatMap(([path, { of }]): AssetPath[] => (of === null ? [path] : []));
  const purged = await tellCdns({ targets, destination, changed, all, id, env, clock });
  const owed = purged.some(({ problem }) => problem !== null);
  try {
    if (purge !== null && owed !== purge.owed) await notePurge(claimant, purge, owed);
    return { purged, problems: [] };
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    return { purged, problems: [unnoted(bucket, error)] };
  }
}

/** A publish that is at work, or was killed: what it has changed so far, nobody knows. */
function unfinished({ name }: Bucket, { claim }: RemoteLedger): readonly Problem[] {
  if (claim === null || claim.changed.length === 0) return [];
  return [
    {
      code: 'purge-unfinished',
      severity: 'warning',
      message: `A publish to ${name} (${claim.id}) is not through: CDNs were not told of what it changes`,
      hint: 'It tells them itself; or, if it was killed, the next publish does.',
    },
  ];
}

/** The publish is done, and CDNs know it: that its ledger does not is no reason to fail. */
function unnoted({ name }: Bucket, { problems: [problem] }: CollectstaticError): Problem {
  return {
    code: 'purge-unnoted',
    severity: 'warning',
    message: `The ledger of ${name} could not be told what CDNs were told`,
    cause: [problem?.message, problem?.cause].filter((text) => text !== undefined).join(': '),
    hint: 'The next publish tells them again. Else nothing is left to do.',
  };
}
