import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { GcsSpec } from '../../../src/types.ts';
import { bucketContract } from '../../publish/contract.ts';
import type { Server } from '../server.ts';
import { ACCESS } from './buckets.ts';
import { makeGcsBucket, startFakeGcs } from './fake-gcs.ts';

let server: Server;

beforeAll(async () => {
  server = await startFakeGcs();
  await makeGcsBucket(server.url, 'contract');
});

afterAll(() => server?.stop());

bucketContract('fake-gcs-server', async () => {
  const spec: GcsSpec = {
    kind: 'gcs',
    bucket: 'contract',
    project: null,
    endpoint: server.url,
    credentialsFile: null,
  };
  return {
    bucket: await openBucket(spec, ACCESS),
    prefix: `${randomUUID()}/`,
    keepsConditions: true,
    keepsOldHeaders: true,
    checksBodies: false,
    inParts: (64 << 20) + 1,
    close: async () => undefined,
  };
});
