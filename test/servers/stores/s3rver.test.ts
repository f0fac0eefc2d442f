import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { Bucket } from '../../../src/types.ts';
import { request } from '../../publish/contract.ts';
import type { Server } from '../server.ts';
import { ACCESS } from './buckets.ts';
import { s3Spec, secret } from './keys.ts';
import { startS3rver } from './s3rver.ts';

// It can't list more than a page, and a reader sees half of a PUT, so that it does not pass the suite of the contract.

let server: Server;
let bucket: Bucket;

beforeAll(async () => {
  server = await startS3rver();
  const credentials = { accessKey: 'S3RVER', secretKey: secret('S3RVER'), token: null };
  bucket = await openBucket(s3Spec(server.url, 'contract', { credentials }), ACCESS);
});

afterAll(async () => {
  bucket?.close();
  await server?.stop();
});

test('a store that ignores conditions takes every PUT', async () => {
  const put = (text: string, condition: 'absent' | { readonly etag: string }): ReturnType<Bucket['put']> =>
    bucket.put(request('static/claim.json', Buffer.from(text), { condition }));
  expect(await put('one', 'absent')).toEqual({ etag: expect.any(String) });
  expect(await put('two', 'absent')).toEqual({ etag: expect.any(String) });
  expect(await put('three', { etag: 'none' })).toEqual({ etag: expect.any(String) });
  const read = await bucket.get('static/claim.json', 10);
  expect(Buffer.from(read?.bytes ?? []).toString()).toBe('three');
});
