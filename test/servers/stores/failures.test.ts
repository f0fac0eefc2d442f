import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CollectstaticError } from '../../../src/errors.ts';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { Bucket, Problem, S3Spec } from '../../../src/types.ts';
import { request } from '../../publish/contract.ts';
import { freePort } from '../../serve/free-port.ts';
import { type Action, type CountingProxy, type Passed, SLOW_DOWN, startProxy } from '../proxy.mjs';
import type { Server } from '../server.ts';
import { ACCESS, makeBucket } from './buckets.ts';
import { KEYS, s3Spec, secret } from './keys.ts';
import { startSeaweed } from './seaweedfs.ts';

let server: Server;
let proxy: CountingProxy;
let decide: (passed: Passed) => Action = () => 'pass';
const opened: Bucket[] = [];

beforeAll(async () => {
  server = await startSeaweed();
  await makeBucket(server.url, 'failures');
  proxy = await startProxy(server.url, { decide: (passed) => decide(passed) });
});

beforeEach(() => {
  decide = () => 'pass';
  proxy.reset();
});

afterEach(() => {
  for (const bucket of opened.splice(0)) bucket.close();
});

afterAll(async () => {
  await proxy?.stop();
  await server?.stop();
});

/** The bucket behind the proxy. */
async function open(changes: Partial<S3Spec> = {}): Promise<Bucket> {
  const bucket = await openBucket(s3Spec(proxy.url, 'failures', changes), ACCESS);
  opened.push(bucket);
  return bucket;
}

/** The one problem that `work` ends with. */
async function problemOf(work: Promise<unknown>): Promise<Problem> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    expect(error.problems).toHaveLength(1);
    const shown = JSON.stringify([error.problems, error.message, String(error.cause)]);
    expect(shown).not.toContain(KEYS.secretKey);
    expect(shown).not.toContain('SECRETSECRET');
    return error.problems[0] as Problem;
  }
  throw new Error('nothing was thrown');
}

function answer(status: number, code: string, message: string = 'Words of the store.'): Action {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

async function listAll(bucket: Bucket, prefix = ''): Promise<void> {
  for await (const _page of bucket.list(prefix));
}

const put = (bucket: Bucket, key: string, text: string = key): ReturnType<Bucket['put']> =>
  bucket.put(request(key, Buffer.from(text)));

test('a wrong secret key', async () => {
  const credentials = { accessKey: KEYS.accessKey, secretKey: secret('SECRETSECRET'), token: null };
  const problem = await problemOf(listAll(await open({ credentials })));
  expect(problem).toMatchObject({
    code: 'bucket-credentials',
    message: 's3://failures does not take the keys',
  });
  expect(problem.hint).toContain('secret_key (AWS_S3_SECRET_ACCESS_KEY, AWS_SECRET_ACCESS_KEY) in STORAGES');
});

test('an access key that the store does not know', async () => {
  const credentials = { accessKey: 'SECRETSECRETKEY', secretKey: secret('SECRETSECRET'), token: null };
  const problem = await problemOf(put(await open({ credentials }), 'a.txt'));
  expect(problem.code).toBe('bucket-credentials');
  expect(problem.hint).toContain('access_key (AWS_S3_ACCESS_KEY_ID, AWS_ACCESS_KEY_ID)');
});

test('no such bucket', async () => {
  const problem = await problemOf(listAll(await open({ bucket: 'nowhere' })));
  expect(problem).toMatchObject({
    code: 'bucket-missing',
    message: `There is no bucket "nowhere" at ${new URL(proxy.url).host}`,
  });
  expect(problem.hint).toContain('bucket_name (AWS_STORAGE_BUCKET_NAME)');
});

test('nothing listens at the endpoint, or there is no such host', async () => {
  const port = await freePort();
  // A host that never answered is asked three times; one that did, eight times, which takes half a minute.
  const closed = await open({ endpoint: `http://127.0.0.1:${port}` });
  expect(await problemOf(listAll(closed))).toMatchObject({
    code: 'bucket-unreachable',
    message: `s3://failures can't be reached at 127.0.0.1:${port}`,
    cause: 'nothing listens there (ECONNREFUSED)',
  });
  const nowhere = await open({ endpoint: 'https://failures.nowhere.invalid', maxAttempts: 2 });
  const problem = await problemOf(listAll(nowhere));
  expect(problem.code).toBe('bucket-unreachable');
  expect(problem.hint).toContain('as https://nowhere.invalid.');
});

test('an endpoint that is no URL', async () => {
  const problem = await problemOf(open({ endpoint: 'nyc3.digitaloceanspaces.com' }));
  expect(problem).toMatchObject({ code: 'bucket-endpoint', cause: '"nyc3.digitaloceanspaces.com"' });
});

test('an endpoint where something else answers', async () => {
  const page = createServer((_request, response) =>
    response.end('<html><body><p>Welcome!<br></body></html>'),
  );
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
  const { port } = page.address() as { port: number };
  const problem = await problemOf(listAll(await open({ endpoint: `http://127.0.0.1:${port}` })));
  expect(problem).toMatchObject({
    code: 'bucket-endpoint',
    message: `What answers at 127.0.0.1:${port} is not an S3 store`,
  });
  page.closeAllConnections();
  page.close();
});

test('a clock that is off is known after the first answer', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  try {
    const bucket = await open();
    await put(bucket, 'clock.txt');
    expect(proxy.passed.length).toBe(2);
  } finally {
    vi.useRealTimers();
  }
  decide = () => answer(403, 'RequestTimeTooSkewed');
  expect(await problemOf(put(await open(), 'clock.txt'))).toMatchObject({ code: 'bucket-clock' });
});

test('keys that may only read', async () => {
  const credentials = { accessKey: 'reader', secretKey: secret('reader-secret-key'), token: null };
  const bucket = await open({ credentials });
  await listAll(bucket);
  const problem = await problemOf(put(bucket, 'static/a.txt'));
  expect(problem).toMatchObject({
    code: 'bucket-denied',
    message: 'The keys may not put s3://failures/static/a.txt',
  });
  expect(problem.hint).toContain('s3:PutObject');
});

test('a store that asks to slow down', async () => {
  const bucket = await open();
  decide = ({ number }) => (number <= 3 ? SLOW_DOWN : 'pass');
  await put(bucket, 'slow.txt');
  expect(bucket.slowDowns()).toBe(3);
  decide = () => SLOW_DOWN;
  expect(await problemOf(put(await open({ maxAttempts: 2 }), 'slow.txt'))).toMatchObject({
    code: 'bucket-busy',
  });
});

test('connections that break', async () => {
  const bucket = await open();
  decide = ({ number }) => (number % 2 === 1 ? 'cut' : 'pass');
  await put(bucket, 'torn.txt');
  expect(Buffer.from((await bucket.get('torn.txt', 100))?.bytes ?? []).toString()).toBe('torn.txt');
  decide = () => 'cut';
  expect(await problemOf(put(await open({ maxAttempts: 2 }), 'torn.txt'))).toMatchObject({
    code: 'bucket-unreachable',
    message: `The connection to s3://failures at ${new URL(proxy.url).host} broke again and again`,
  });
});

test('an answer that is lost does not make a conditional PUT refuse its own object', async () => {
  const bucket = await open();
  decide = ({ number }) => (number === 1 ? 'cut-answer' : 'pass');
  const bytes = Buffer.from('mine');
  const mine = await bucket.put(request('lost.txt', bytes, { condition: 'absent' }));
  expect(mine).toEqual({ etag: expect.any(String) });
  expect(await bucket.put(request('lost.txt', Buffer.from('theirs'), { condition: 'absent' }))).toBe(
    'refused',
  );
});

test('a bucket without ACLs', async () => {
  decide = ({ method }) => (method === 'PUT' ? answer(400, 'AccessControlListNotSupported') : 'pass');
  const bucket = await open();
  const problem = await problemOf(
    bucket.put({ ...request('acl.txt', Buffer.from('x')), traits: { acl: 'public-read' } }),
  );
  expect(problem).toMatchObject({
    code: 'bucket-acl',
    message: 's3://failures takes no ACLs, and the settings ask for public-read',
  });
  expect(problem.hint).toContain('default_acl (AWS_DEFAULT_ACL)');
});

test('a key for encryption that is not there', async () => {
  decide = () => answer(400, 'KMS.NotFoundException');
  expect(await problemOf(put(await open(), 'kms.txt'))).toMatchObject({ code: 'bucket-encryption' });
});

test('what else the store says is quoted, without secrets', async () => {
  decide = () => answer(400, 'Peculiar', `No: ${KEYS.secretKey} and AKIAIOSFODNN7EXAMPLE`);
  const problem = await problemOf(put(await open(), 'odd.txt'));
  expect(problem.code).toBe('bucket-refused');
  expect(problem.cause).toMatch(/^Peculiar \(HTTP 400\): No: \*{6} and/);
});

test('a store without DeleteObjects', async () => {
  const bucket = await open();
  for (const key of ['many/a.txt', 'many/b.txt']) await put(bucket, key);
  decide = ({ method }) => (method === 'POST' ? answer(501, 'NotImplemented') : 'pass');
  proxy.reset();
  await bucket.remove(['many/a.txt']);
  await bucket.remove(['many/b.txt', 'many/never.txt']);
  expect(proxy.passed.map(({ method }) => method)).toEqual(['POST', 'DELETE', 'DELETE', 'DELETE']);
  await listAll(bucket, 'many/');
  expect(await bucket.head('many/b.txt')).toBeUndefined();
});

test('a key of 1,025 bytes', async () => {
  const problem = await problemOf(put(await open(), `${'é'.repeat(512)}x`));
  expect(problem).toMatchObject({ code: 'bucket-key' });
  expect(proxy.passed.length).toBe(0);
});

test('what is sent: a known length, Content-MD5, and nothing that stores stumble over', async () => {
  const bucket = await open();
  await put(bucket, 'wire.txt');
  const large = Buffer.alloc((1 << 20) + 1);
  const folder = mkdtempSync(join(tmpdir(), 'wire-'));
  const file = join(folder, 'wire.bin');
  writeFileSync(file, large);
  await bucket.put({ ...request('wire.bin', large), body: { kind: 'file', file, size: large.length } });
  rmSync(folder, { recursive: true });
  await bucket.remove(['wire.txt', 'wire.bin']);
  expect(proxy.passed).toHaveLength(3);
  for (const { headers } of proxy.passed) {
    expect(headers['content-md5']).toMatch(/^[\w+/]{22}==$/);
    expect(headers['content-length']).toMatch(/^\d+$/);
    expect(Object.keys(headers).filter((name) => /checksum|chunked|trailer|expect/.test(name))).toEqual([]);
    expect(headers['content-encoding']).toBeUndefined();
  }
  proxy.reset();
  await put(await open({ checksums: 'when_supported' }), 'wire.txt');
  expect(proxy.passed[0]?.headers['x-amz-checksum-crc32']).toMatch(/==$/);
});

test('after a listing a small object is one request that the store finds signed, and none fails for good', async () => {
  const bucket = await open();
  await listAll(bucket);
  proxy.reset();
  const headers = {
    contentType: 'text/css; charset=utf-8',
    cacheControl: 'public,  max-age=31536000',
    contentDisposition: 'inline; filename="a b.css"',
    metadata: { collectstatic: '0123456789abcdef' },
  };
  const key = "quick/it's (a) *b* ünïcödé +%20.css";
  await bucket.put({ ...request(key, Buffer.from('quick')), headers });
  expect(proxy.passed.map(({ method, headers: sent }) => [method, sent['user-agent']])).toEqual([
    ['PUT', undefined],
  ]);
  expect((await bucket.head(key))?.headers).toMatchObject({ metadata: headers.metadata });
  proxy.reset();
  decide = ({ number }) => (number === 1 ? SLOW_DOWN : 'pass');
  await put(bucket, 'quick/slow.txt');
  expect(bucket.slowDowns()).toBe(1);
  decide = ({ number }) => (number === 3 ? 'cut' : 'pass');
  await put(bucket, 'quick/again.txt');
  decide = () => answer(403, 'AccessDenied');
  expect(await problemOf(put(bucket, 'quick/denied.txt'))).toMatchObject({ code: 'bucket-denied' });
});
