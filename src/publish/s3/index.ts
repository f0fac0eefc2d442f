import type { Bucket } from '../../types/bucket.ts';
import type { S3Spec } from '../../types/destination.ts';
import type { BucketAccess } from '../transport/access.ts';
import { openClient } from './client.ts';
import { loadSdk } from './load-sdk.ts';
import { getObject, headObject, listObjects } from './read.ts';
import { removeObjects } from './remove.ts';
import type { Session } from './session.ts';
import { copyObject, putObject } from './write.ts';

/** Opens a bucket of Amazon S3, or of a store that speaks its protocol. Nothing is sent before the first request. */
export async function openS3(spec: S3Spec, access: BucketAccess): Promise<Bucket> {
  const sdk = await loadSdk();
  const name = `s3://${spec.bucket}`;
  const concurrency = concurrencyOf(spec);
  const opened = await openClient(sdk, spec, access, concurrency + 8);
  const { endpoint, secrets } = opened;
  const session: Session = {
    ...opened,
    sdk,
    bucket: spec.bucket,
    store: { name, spec, endpoint, from: access.from, secrets },
    removesMany: !endpoint.hostname.endsWith('googleapis.com'),
  };
  return {
    name,
    concurrency,
    removesAtOnce: 1000,
    listsAtOnce: 1000,
    slowDowns: opened.slowDowns,
    list: (prefix) => listObjects(session, prefix),
    get: (key, maxBytes) => getObject(session, key, maxBytes),
    head: (key) => headObject(session, key),
    put: (request) => putObject(session, request),
    copyHeaders: (key, headers, traits) => copyObject(session, key, headers, traits),
    remove: (keys) => removeObjects(session, keys),
    close: () => opened.client.destroy(),
  };
}

/** Requests at once: Spaces bear 150 a second in all, other stores thousands; with less, the way there and back decides. */
function concurrencyOf({ endpoint }: S3Spec): number {
  return /\.digitaloceanspaces\.com\b/.test(endpoint ?? '') ? 16 : 128;
}
