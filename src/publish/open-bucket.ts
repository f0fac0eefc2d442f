import type { Bucket } from '../types/bucket.ts';
import type { BucketSpec } from '../types/destination.ts';
import type { BucketAccess } from './transport/access.ts';

export type { BucketAccess } from './transport/access.ts';

/** Opens the bucket of `spec`; only its own driver is loaded. Nothing is sent yet. */
export async function openBucket(spec: BucketSpec, access: BucketAccess): Promise<Bucket> {
  switch (spec.kind) {
    case 's3':
      return (await import('./s3/index.ts')).openS3(spec, access);
    case 'azure':
      return (await import('./azure/index.ts')).openAzure(spec, access);
    case 'gcs':
      return (await import('./gcs/index.ts')).openGcs(spec, access);
  }
}
