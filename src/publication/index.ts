import { randomUUID } from 'node:crypto';
import { CollectstaticError, fail, throwErrors } from '../errors.ts';
import { type WaitOptions, whileLocked } from '../lock.ts';
import {
  type Claimant,
  counted,
  listAhead,
  notePurge,
  openBucket,
  type Published,
  type PublishOptions,
  type PublishPruneOptions,
  prunePublished,
  publicUrls,
  publishSite,
  purgeProblems,
  type RemoteLedger,
  readLedger,
  rollBackPublished,
  SYSTEM_CLOCK,
  tellCdns,
} from '../publish/index.ts';
import { type RootedSettings, requireStaticRoot } from '../static-root.ts';
import type {
  AssetPath,
  Bucket,
  Destination,
  Problem,
  PublishPruneReport,
  PublishReport,
  PublishRollbackReport,
  PurgeResult,
  PurgeTarget,
  Settings,
} from '../types.ts';

/** What every command on a bucket is asked with. */
export interface BucketRequest extends WaitOptions {
  /** Variables of the environment: credentials that the settings do not name, proxies, tokens of CDNs. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Take over another publisher's claim; for a publish: also let an older build win. */
  readonly force?: boolean;
  /** Called once when there is another publisher to wait for. */
  readonly onOtherPublisher?: (message: string) => void;
}

export interface PublishRequest
  extends BucketRequest,
    Pick<
      PublishOptions,
      'dryRun' | 'into' | 'clear' | 'builtAt' | 'justCollected' | 'purgeNew' | 'onProgress'
    > {
  /** CDNs to tell; default: those of PURGE. */
  readonly purge?: readonly PurgeTarget[];
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

export interface PurgeReport {
  readonly bucket: string;
  readonly release: number;
  readonly changedUrls: readonly string[];
  readonly purged: readonly PurgeResult[];
  readonly problems: readonly Problem[];
}

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

/** Tells CDNs once more what the last publish has changed, and what they were not told before. */
export async function purgePublication(
  settings: Settings,
  request: BucketRequest & Pick<PublishRequest, 'purge'>,
): Promise<PurgeReport> {
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
async function purgeNoted(
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

function requireDestination(settings: Settings): {
  readonly destination: Destination;
  readonly rooted: RootedSettings;
} {
  const { destination } = settings;
  if (destination !== null) return { destination, rooted: requireStaticRoot(settings) };
  throw fail({
    code: 'publish-no-destination',
    message: 'No bucket is named to publish to',
    hint: 'Write PUBLISH = {"BACKEND": "s3", "bucket_name": ..., "location": "static"}, or let STORAGES["staticfiles"] name a storage of a bucket.',
  });
}

async function withBucket<Result>(
  settings: Settings,
  destination: Destination,
  request: BucketRequest,
  work: (bucket: Bucket) => Promise<Result>,
): Promise<Result> {
  const bucket = await openFor(settings, destination, request);
  try {
    return await work(bucket);
  } finally {
    bucket.close();
  }
}

function openFor(
  { cwd }: Settings,
  { store, from }: Destination,
  { env }: Pick<BucketRequest, 'env'>,
): Promise<Bucket> {
  return openBucket(store, { env, project: cwd, from });
}

function claimantOf(
  settings: RootedSettings,
  destination: Destination,
  bucket: Bucket,
  options: BucketRequest,
): Claimant {
  const id = randomUUID().replaceAll('-', '');
  return { settings, destination, bucket: counted(bucket), clock: SYSTEM_CLOCK, id, options };
}
