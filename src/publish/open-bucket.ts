import { fail } from '../errors.ts';
import type { Bucket } from '../types/bucket.ts';
import type { BucketSpec } from '../types/destination.ts';
import type { BucketAccess } from './transport/access.ts';

export type { BucketAccess } from './transport/access.ts';

/** Opens the bucket of `spec`; only its own driver is loaded. Nothing is sent yet. */
export async function openBucket(spec: BucketSpec, access: BucketAccess): Promise<Bucket> {
  if (spec.kind === 's3') return (await import('./s3/index.ts')).openS3(spec, access);
  if (spec.kind === 'azure') return (await import('./azure/index.ts')).openAzure(spec, access);
  throw fail({
    code: 'bucket-package',
    message: `This version can't publish to Google Cloud Storage by its own protocol`,
    hint: `Publish to a store that speaks the protocol of S3; ${access.from}.`,
  });
}
