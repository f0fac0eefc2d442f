import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import { plainRequests } from '../../../src/publish/s3/plain.ts';
import type { Bucket, S3Spec } from '../../../src/types.ts';
import { s3Spec } from '../../servers/stores/keys.ts';
import { temporaryFolder } from '../../storages/folder.ts';
import { request } from '../contract.ts';
import { problemOf } from '../problem.ts';
import { type Answer, type Asked, type StubStore, startStub } from '../stub-store.ts';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function openStub(
  answer: (asked: Asked) => Answer,
  changes: Partial<S3Spec> = {},
): Promise<StubStore & { readonly bucket: Bucket }> {
  const store = await startStub(answer);
  const access = { env: {}, project: '/', from: 'STORAGES' };
  const bucket = await openBucket(s3Spec(store.url, 'static', changes), access);
  closing.push(() => bucket.close(), store.close);
  return { ...store, bucket };
}

/** A store that takes parts. */
function takingParts({ method, target }: Asked): Answer {
  if (target.includes('uploads'))
    return [
      200,
      {},
      '<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>',
    ];
  if (method === 'PUT') return [200, { etag: '"part"' }, ''];
  if (method === 'DELETE') return [204, {}, ''];
  return [200, {}, '<CompleteMultipartUploadResult><ETag>"done-2"</ETag></CompleteMultipartUploadResult>'];
}

test.each([
  ['the file that was digested', false],
  ['another of its size', true],
])('a large object is sent in parts, whole, and is seen only if it is %s', async (_name, isOther) => {
  const { bucket, asked } = await openStub(takingParts, { multipartThreshold: 1 << 20 });
  const bytes = Buffer.alloc((16 << 20) + 5, 'part ');
  const file = join(temporaryFolder(), 'large.bin');
  writeFileSync(file, bytes);
  if (isOther) bytes[bytes.length - 1] = 0;
  const put = bucket.put({
    ...request('large.bin', bytes),
    body: { kind: 'file', file, size: bytes.length },
  });
  if (isOther) expect((await problemOf(put)).code).toBe('source-changed');
  else expect(await put).toEqual({ etag: 'done-2' });
  const parts = asked.filter(({ method }) => method === 'PUT').sort((a, b) => (a.target < b.target ? -1 : 1));
  expect(parts.map(({ body }) => body.length)).toEqual([16 << 20, 5]);
  for (const { body, headers } of parts)
    expect(headers['content-md5']).toBe(createHash('md5').update(body).digest('base64'));
  const last = asked.at(-1);
  expect([last?.method, last?.target.includes('uploadId=u1')]).toEqual([isOther ? 'DELETE' : 'POST', true]);
});

test.each([
  ['ours', 'abc', { etag: 'opaque-1' }],
  ["somebody else's", 'xyz', 'refused'],
])(
  'a conditional PUT whose answer was lost, where tags are no MD5: what is there is %s',
  async (_name, there, told) => {
    let puts = 0;
    const { bucket, asked } = await openStub(({ method }) => {
      if (method === 'HEAD') return [200, { etag: '"opaque-1"', 'content-length': '3' }, ''];
      if (method === 'GET') return [200, { etag: '"opaque-1"' }, there];
      // It was done, and nobody heard.
      return ++puts === 1 ? [500, {}, ''] : [412, {}, '<Error><Code>PreconditionFailed</Code></Error>'];
    });
    const put = { ...request('ledger', Buffer.from('abc')), condition: 'absent' as const };
    expect(await bucket.put(put)).toEqual(told);
    expect(asked.map(({ method }) => method)).toContain('GET');
  },
);

test('where keys have run out, the SDK makes the request, and tells', async () => {
  const known = {
    route: { origin: 'http://127.0.0.1:9', host: '127.0.0.1:9', root: '/static/', region: 'us-east-1' },
    hasAnswered: true,
    unreached: 0,
    slowDowns: 0,
    clockOffset: 0,
    ahead: 0,
  };
  const failing = { known, keys: () => Promise.reject(new Error('no role')), ask: () => Promise.reject() };
  const plain = plainRequests(failing);
  expect(await plain.list('', undefined)).toBeUndefined();
  expect(await plain.get('a', 10)).toBeUndefined();
  expect(await plain.put(request('a', Buffer.from('a')), Buffer.from('a'), undefined)).toBeUndefined();
});
