import { randomUUID } from 'node:crypto';
import { fail } from '../errors.ts';
import type { WaitOptions } from '../lock.ts';
import { type Claimant, counted, openBucket, SYSTEM_CLOCK } from '../publish/index.ts';
import { type RootedSettings, requireStaticRoot } from '../static-root.ts';
import type { Bucket, Destination, Settings } from '../types.ts';

/** What every command on a bucket is asked with. */
export interface BucketRequest extends WaitOptions {
  /** Variables of the environment: credentials that the settings do not name, proxies, tokens of CDNs. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Take over another publisher's claim; for a publish: also let an older build win. */
  readonly force?: boolean;
  /** Called once when there is another publisher to wait for. */
  readonly onOtherPublisher?: (message: string) => void;
}

/** The bucket that the settings name, and their STATIC_ROOT. Throws `publish-no-destination` if they name none. */
export function requireDestination(settings: Settings): {
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

/** Opens the bucket for some work, and closes it at the end. */
export async function withBucket<Result>(
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

/** Opens the bucket. Nothing is sent before the first request. */
export function openFor(
  { cwd }: Settings,
  { store, from }: Destination,
  { env }: Pick<BucketRequest, 'env'>,
): Promise<Bucket> {
  return openBucket(store, { env, project: cwd, from });
}

/** Who is about to change the bucket, under a name of its own. */
export function claimantOf(
  settings: RootedSettings,
  destination: Destination,
  bucket: Bucket,
  options: BucketRequest,
): Claimant {
  const id = randomUUID().replaceAll('-', '');
  return { settings, destination, bucket: counted(bucket), clock: SYSTEM_CLOCK, id, options };
}
