import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import { parsePage } from '../../../src/publish/s3/listing.ts';
import type { Bucket, S3Spec } from '../../../src/types.ts';
import { s3Spec } from '../../servers/stores/keys.ts';
import { request } from '../contract.ts';

interface Seen {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

let server: Server;
let url: string;
let seen: Seen[] = [];
/** Status, headers and body; `cut` breaks the connection instead, `nothing` keeps it waiting. */
let answer: (seen: Seen) => readonly [number, Record<string, string>, string] | 'cut' | 'nothing';

beforeAll(async () => {
  server = createServer(async (incoming, response) => {
    for await (const _chunk of incoming);
    const one = { method: incoming.method ?? '', target: incoming.url ?? '', headers: incoming.headers };
    seen.push(one);
    const told = answer(one);
    if (told === 'nothing') return;
    if (told === 'cut') return void incoming.socket.destroy();
    response.writeHead(told[0], { 'content-type': 'application/xml', ...told[1] }).end(told[2]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});

beforeEach(() => {
  seen = [];
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function withBucket<Result>(
  work: (bucket: Bucket) => Promise<Result>,
  changes: Partial<S3Spec> = {},
): Promise<Result> {
  const spec = s3Spec(url, 'static', changes);
  const bucket = await openBucket(spec, { env: {}, project: '/', from: 'STORAGES' });
  try {
    return await work(bucket);
  } finally {
    bucket.close();
  }
}

/** Who made each request: the SDK names itself. */
const senders = (): readonly string[] =>
  seen.map(({ method, headers }) => `${method} ${headers['user-agent'] === undefined ? 'plain' : 'sdk'}`);

async function pagesOf<Page>(list: AsyncIterable<Page>): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for await (const page of list) pages.push(page);
  return pages;
}

const PAGE = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>static</Name><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>
<Contents><Key>a%2Bb+c%26%C3%A9.css</Key><Size>3</Size><ETag>&quot;900150983cd24fb0d6963f7d28e17f72&quot;</ETag><Owner><ID>x</ID></Owner></Contents>
</ListBucketResult>`;
const ENTRY = {
  key: 'a+b c&é.css',
  size: 3,
  etag: '900150983cd24fb0d6963f7d28e17f72',
  md5: '900150983cd24fb0d6963f7d28e17f72',
  headers: null,
};

test('where all goes well, nothing is asked by the SDK', async () => {
  answer = ({ method, target }) =>
    method === 'PUT'
      ? [200, { etag: '"abc"' }, '']
      : target.includes('list-type')
        ? [200, {}, PAGE]
        : [200, { etag: '"def"' }, 'text'];
  await withBucket(async (bucket) => {
    const pages = await pagesOf(bucket.list('static/ü &'));
    expect(pages).toEqual([[ENTRY]]);
    expect(await bucket.put(request('a b.css', Buffer.from('a')))).toEqual({ etag: 'abc' });
    expect(await bucket.get('a.css', 10)).toEqual({ bytes: Buffer.from('text'), etag: 'def' });
  });
  expect(senders()).toEqual(['GET plain', 'PUT plain', 'GET plain']);
  expect(seen[0]?.target).toBe('/static?encoding-type=url&list-type=2&prefix=static%2F%C3%BC%20%26');
  expect(seen[1]?.target).toBe('/static/a%20b.css');
});

test.each(['plain', 'sdk'])("the store's time is known by its answers (%s)", async (by) => {
  const date = new Date(Date.now() + 2 * 3_600_000).toUTCString();
  answer = ({ headers }) =>
    by === 'sdk' && headers['user-agent'] === undefined ? 'cut' : [200, { date }, PAGE];
  await withBucket(async (bucket) => {
    expect(bucket.ahead?.()).toBe(0);
    await pagesOf(bucket.list(''));
    expect(Math.round((bucket.ahead?.() ?? 0) / 3_600_000)).toBe(2);
  });
});

test('a listing of several pages', async () => {
  answer = ({ target }) =>
    target.includes('continuation-token=a%2Fb%3D')
      ? [200, {}, PAGE]
      : [
          200,
          {},
          PAGE.replace('>false<', '>true<').replace(
            '<Name>',
            '<NextContinuationToken>a/b=</NextContinuationToken><Name>',
          ),
        ];
  expect(await withBucket((bucket) => pagesOf(bucket.list('')))).toHaveLength(2);
  expect(senders()).toEqual(['GET plain', 'GET plain']);
});

test('whatever else is answered, the SDK asks again', async () => {
  answer = ({ headers }) =>
    headers['user-agent'] === undefined ? [500, {}, ''] : [200, { etag: '"abc"' }, PAGE];
  await withBucket(async (bucket) => {
    expect(await pagesOf(bucket.list(''))).toEqual([[ENTRY]]);
    expect(await bucket.put(request('a.css', Buffer.from('a')))).toEqual({ etag: 'abc' });
    // It does not try its luck each time.
    expect(await bucket.put(request('b.css', Buffer.from('b')))).toEqual({ etag: 'abc' });
  });
  expect(senders()).toEqual(['GET plain', 'GET sdk', 'PUT plain', 'PUT sdk', 'PUT sdk']);
});

test('a condition that does not hold is no failure; one whose answer was lost may have been ours', async () => {
  answer = () => [412, {}, '<Error><Code>PreconditionFailed</Code></Error>'];
  const put = { ...request('ledger', Buffer.from('abc')), condition: 'absent' as const };
  expect(await withBucket((bucket) => bucket.put(put))).toBe('refused');
  expect(senders()).toEqual(['PUT plain']);
  expect(seen[0]?.headers['if-none-match']).toBe('*');

  seen = [];
  answer = ({ method, headers }) =>
    headers['user-agent'] === undefined
      ? 'cut'
      : method === 'HEAD'
        ? [200, { etag: ENTRY.etag, 'content-length': '3' }, '']
        : [412, {}, '<Error><Code>PreconditionFailed</Code></Error>'];
  expect(await withBucket((bucket) => bucket.put(put))).toEqual({ etag: ENTRY.etag });
  expect(senders()).toEqual(['PUT plain', 'PUT sdk', 'HEAD sdk']);
});

test.each([
  ['no encoding', PAGE.replace('<EncodingType>url</EncodingType>', '')],
  ['a torn document', PAGE.slice(0, -20)],
  ['a page of something else', '<html><body>ListBucketResult</body></html>'],
  ['a prefix of a namespace', PAGE.replaceAll('<', '<s3:').replaceAll('<s3:/', '</s3:')],
  ['CDATA', PAGE.replace('<Name>', '<Name><![CDATA[x]]>')],
  ['an object without a size', PAGE.replace('<Size>3</Size>', '')],
  ['an object with attributes', PAGE.replace('<Contents>', '<Contents a="b">')],
  ['more to come, but no word where', PAGE.replace('>false<', '>true<')],
])('a listing is left to the SDK: %s', (_name, xml) => {
  expect(parsePage(PAGE)?.entries).toEqual([ENTRY]);
  expect(parsePage(xml)).toBeUndefined();
});

test('a bucket that is closed breaks off what is on its way, and asks for nothing more', async () => {
  answer = () => 'nothing';
  const bucket = await openBucket(s3Spec(url, 'static'), { env: {}, project: '/', from: 'STORAGES' });
  expect(bucket.endsAtOnce).toBe(true);
  const listing = pagesOf(bucket.list(''));
  await expect.poll(() => seen).toHaveLength(1);
  bucket.close();
  await expect(listing).rejects.toThrow('closed');
  expect(senders()).toEqual(['GET plain']);
});
