import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { bucketContract } from '../../publish/contract.ts';
import type { Server } from '../server.ts';
import { azureSpec, makeContainer, openAzureBucket, startAzurite } from './azurite.ts';

let server: Server;

beforeAll(async () => {
  server = await startAzurite();
  await makeContainer(server.url, 'contract');
});

afterAll(() => server?.stop());

bucketContract('Azurite', async () => ({
  bucket: await openAzureBucket(azureSpec(server.url, 'contract')),
  prefix: `${randomUUID()}/`,
  keepsConditions: true,
  inParts: (64 << 20) + 1,
  close: async () => undefined,
}));
