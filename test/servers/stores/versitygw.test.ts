import { afterAll, beforeAll, describe } from 'vitest';
import { bucketContract } from '../../publish/contract.ts';
import type { Server } from '../server.ts';
import { makeBucket, openForContract } from './buckets.ts';
import { s3Spec } from './keys.ts';
import { startVersitygw, versitygwMissing } from './versitygw.ts';

const missing = versitygwMissing();

describe.skipIf(missing !== undefined)(missing ?? 'an S3 gateway before a folder', () => {
  let server: Server;

  beforeAll(async () => {
    server = await startVersitygw();
    await makeBucket(server.url, 'contract');
  });

  afterAll(() => server?.stop());

  bucketContract('versitygw', () =>
    openForContract(s3Spec(server.url, 'contract'), { keepsOldHeaders: true }),
  );
});
