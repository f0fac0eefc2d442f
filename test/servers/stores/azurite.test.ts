import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucketContract, request } from '../../publish/contract.ts';
import { problemOf } from '../../publish/problem.ts';
import { SLOW_DOWN, startProxy } from '../proxy.mjs';
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

test('a page of a listing that is not answered is asked for again', async () => {
  const proxy = await startProxy(server.url, {
    decide: ({ number, method }) => (method === 'GET' && number <= 4 ? SLOW_DOWN : 'pass'),
  });
  const bucket = await openAzureBucket(azureSpec(proxy.url, 'contract'));
  for (const key of ['again/a.txt', 'again/b.txt']) await bucket.put(request(key, Buffer.from(key)));
  const keys: string[] = [];
  for await (const page of bucket.list('again/')) keys.push(...page.map(({ key }) => key));
  expect([keys, bucket.slowDowns()]).toEqual([['again/a.txt', 'again/b.txt'], 2]);
  bucket.close();
  await proxy.stop();
});

test('a blob that has gone is no container that is missing', async () => {
  const bucket = await openAzureBucket(azureSpec(server.url, 'contract'));
  expect(await problemOf(bucket.copyHeaders('gone.txt', { contentType: 'text/plain' }, {}))).toMatchObject({
    code: 'bucket-refused',
    message: 'azure://contract/gone.txt is gone, so nobody can change the headers of it',
  });
});

test('a blob in blocks is seen only if it is what was digested', async () => {
  const bucket = await openAzureBucket(azureSpec(server.url, 'contract'));
  const folder = mkdtempSync(join(tmpdir(), 'blocks-'));
  const file = join(folder, 'large.bin');
  const bytes = Buffer.alloc((64 << 20) + 1, 'part');
  writeFileSync(file, bytes);
  bytes[0] = 0;
  const put = bucket.put({
    ...request('blocks.bin', bytes),
    body: { kind: 'file', file, size: bytes.length },
  });
  expect((await problemOf(put)).code).toBe('source-changed');
  expect(await bucket.head('blocks.bin')).toBeUndefined();
  rmSync(folder, { recursive: true });
});
