import { throwErrors } from '../errors.ts';
import { whileLocked } from '../lock.ts';
import {
  listAhead,
  type Published,
  type PublishOptions,
  type PublishPruneOptions,
  prunePublished,
  publishSite,
  purgeProblems,
  rollBackPublished,
} from '../publish/index.ts';
import type { Bucket, PublishPruneReport, PublishReport, PublishRollbackReport, Settings } from '../types.ts';
import { type PurgeRequest, purgeNoted } from './purge.ts';
import { type BucketRequest, claimantOf, openFor, requireDestination, withBucket } from './reach.ts';

export { type PurgeReport, purgePublication } from './purge.ts';
export type { BucketRequest } from './reach.ts';

export interface PublishRequest
  extends PurgeRequest,
    Pick<
      PublishOptions,
      'dryRun' | 'into' | 'clear' | 'builtAt' | 'justCollected' | 'purgeNew' | 'onProgress'
    > {
  /** The bucket, if it was asked before. */
  readonly asked?: AskedBucket;
}

/** A bucket that was asked what it holds, though nobody needs to know it yet. */
export interface AskedBucket {
  readonly bucket: Promise<Bucket>;
  /** Breaks off what is still on its way. */
  close(): void;
}

export type PublishPruneRequest = BucketRequest & PublishPruneOptions;

/** Opens the bucket and asks what it holds: while files are collected, the answer is on its way. Only reads. */
export function askBucket(settings: Settings, request: Pick<BucketRequest, 'env'>): AskedBucket {
  const { destination } = requireDestination(settings);
  const bucket = openFor(settings, destination, request).then((opened) =>
    listAhead(opened, destination.prefix),
  );
  // Whoever waits for it is told.
  bucket.catch(() => undefined);
  const close = (): void =>
    void bucket.then(
      (opened) => opened.close(),
      () => undefined,
    );
  return { bucket, close };
}

/**
 * Publishes STATIC_ROOT to the bucket that the settings name, then tells CDNs. Throws `CollectstaticError` if anything could
 * not be sent: then the manifest is as before, and what else is new already is named; or if something could not be removed. A
 * CDN that fails is told in the report: the publish is done all the same.
 */
export async function publish(settings: Settings, request: PublishRequest): Promise<PublishReport> {
  const { destination, rooted } = requireDestination(settings);
  const targets = request.purge ?? destination.purge;
  throwErrors(purgeProblems(targets, destination, request.env));
  const { bucket: asked, close } = request.asked ?? askBucket(settings, request);
  try {
    const bucket = await asked;
    const options = { ...request, purges: targets.length > 0 };
    const work = (): Promise<Published> => publishSite(rooted, destination, bucket, options);
    const { report, ledger } = await (request.dryRun ? work() : whileLocked(rooted, request, work));
    if (request.dryRun || ledger === null || targets.length === 0) return report;
    const untold = ledger.purge?.owed === true ? ledger : { ...ledger, purge: null };
    const claimant = claimantOf(rooted, destination, bucket, request);
    const { purged, problems } = await purgeNoted(claimant, untold, targets, request);
    const requests = report.requests + claimant.bucket.requests();
    return { ...report, requests, purged, problems: [...report.problems, ...problems] };
  } finally {
    close();
  }
}

/** Removes what no kept release wants from the bucket. */
export async function prunePublication(
  settings: Settings,
  request: PublishPruneRequest,
): Promise<PublishPruneReport> {
  const { destination, rooted } = requireDestination(settings);
  return withBucket(settings, destination, request, (bucket) => {
    const work = (): Promise<PublishPruneReport> =>
      prunePublished(claimantOf(rooted, destination, bucket, request), request);
    return request.dryRun ? work() : whileLocked(rooted, request, work);
  });
}

/** Puts the manifest of the release before the one in use. */
export async function rollBackPublication(
  settings: Settings,
  request: BucketRequest,
): Promise<PublishRollbackReport> {
  const { destination, rooted } = requireDestination(settings);
  return withBucket(settings, destination, request, (bucket) =>
    whileLocked(rooted, request, () => rollBackPublished(claimantOf(rooted, destination, bucket, request))),
  );
}
