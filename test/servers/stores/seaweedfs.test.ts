import { afterAll, beforeAll } from 'vitest';
import { bucketContract } from '../../publish/contract.ts';
import type { Server } from '../server.ts';
import { makeBucket, openForContract } from './buckets.ts';
import { s3Spec } from './keys.ts';
import { startSeaweed } from './seaweedfs.ts';

let server: Server;

beforeAll(async () => {
  server = await startSeaweed();
  await makeBucket(server.url, 'contract');
});

afterAll(() => server?.stop());

bucketContract('SeaweedFS', () => openForContract(s3Spec(server.url, 'contract')));
