import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { S3Spec } from '../../../src/types.ts';
import type { OpenBucket } from '../../publish/contract.ts';
import { KEYS } from './keys.ts';

export const ACCESS: Parameters<typeof openBucket>[1] = {
  env: {},
  project: new URL('../../..', import.meta.url).pathname,
  from: 'STORAGES["staticfiles"] (mysite/settings.py:12)',
};

/** Makes a bucket on an S3 server of the loopback. */
export async function makeBucket(endpoint: string, bucket: string): Promise<void> {
  await ask(endpoint, (client) => client.send(new CreateBucketCommand({ Bucket: bucket })));
}

/** Lets a bucket keep every version of an object. */
export async function keepVersions(endpoint: string, bucket: string): Promise<void> {
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await ask(endpoint, (client) =>
    client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration })),
  );
}

async function ask(endpoint: string, work: (client: S3Client) => Promise<unknown>): Promise<void> {
  const { accessKey: accessKeyId, secretKey: secretAccessKey } = KEYS;
  const client = new S3Client({
    endpoint,
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  await work(client);
  client.destroy();
}

/** Opens a bucket for the suite of the contract. */
export async function openForContract(
  spec: S3Spec,
  known: Partial<Pick<OpenBucket, 'keepsConditions' | 'keepsOldHeaders'>> = {},
): Promise<OpenBucket> {
  const bucket = await openBucket(spec, ACCESS);
  return {
    bucket,
    prefix: `${randomUUID()}/`,
    keepsConditions: true,
    inParts: (64 << 20) + 1,
    close: async () => undefined,
    ...known,
  };
}
