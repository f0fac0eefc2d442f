import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { S3Spec } from '../../../src/types.ts';
import { s3Spec } from '../../servers/stores/keys.ts';
import { temporaryFolder } from '../../storages/folder.ts';
import { request } from '../contract.ts';
import { problemOf } from '../problem.ts';

interface Asked {
  readonly method: string;
  /** A whole URL where a proxy is asked; `host:port` for a tunnel. */
  readonly target: string;
  readonly region: string | undefined;
  readonly proxyAuthorization: string | undefined;
}

/** A proxy of the loopback that is at the same time every store behind it. */
let proxy: Server;
let url: string;
let asked: Asked[] = [];
let answer: (asked: Asked) => readonly [number, Record<string, string>, string];

const EMPTY =
  '<?xml version="1.0"?><ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated></ListBucketResult>';
const allIsWell: typeof answer = ({ method }) =>
  method === 'PUT' ? [200, { etag: '"abc"' }, ''] : [200, {}, EMPTY];

function note({ method = '', url: target = '', headers }: IncomingMessage): Asked {
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];
  const one = { method, target, region, proxyAuthorization: headers['proxy-authorization'] };
  asked.push(one);
  return one;
}

beforeAll(async () => {
  proxy = createServer(async (incoming, response) => {
    for await (const _chunk of incoming);
    const [status, headers, body] = answer(note(incoming));
    response.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(body);
  });
  proxy.on('connect', (incoming, socket) => {
    note(incoming);
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(proxy.address() as { port: number }).port}`;
  for (const name of Object.keys(process.env)) if (/^AWS_|_PROXY$/i.test(name)) vi.stubEnv(name, undefined);
});

afterEach(() => {
  asked = [];
});

afterAll(() => {
  vi.unstubAllEnvs();
  proxy.closeAllConnections();
  proxy.close();
});

/** Lists the bucket of a store of Amazon, and puts an object, by this proxy or by none. */
async function use(
  changes: Partial<S3Spec>,
  env: Record<string, string> = { HTTP_PROXY: url },
): Promise<void> {
  const spec = s3Spec('', 'static', {
    ...{ endpoint: null, forcePathStyle: false, useSsl: false, region: 'eu-central-1', maxAttempts: 1 },
    ...changes,
  });
  const bucket = await openBucket(spec, { env, project: '/', from: 'STORAGES' });
  try {
    for await (const _page of bucket.list(''));
    await bucket.put(request('a.css', Buffer.from('a')));
  } finally {
    bucket.close();
  }
}

const AMAZON = 'http://static.s3.eu-central-1.amazonaws.com/';

test('use_ssl False speaks http to Amazon too, listings and small objects alike', async () => {
  answer = allIsWell;
  await use({});
  expect(asked.map(({ method, target }) => `${method} ${target.split('?')[0]}`)).toEqual([
    `GET ${AMAZON}`,
    `PUT ${AMAZON}a.css`,
  ]);
});

test.each([
  [301, 'PermanentRedirect'],
  [400, 'AuthorizationHeaderMalformed'],
  [400, 'IllegalLocationConstraintException'],
])('a bucket of another region is found by the answer: %i %s', async (status, code) => {
  answer = (one) =>
    one.region === 'us-west-2'
      ? allIsWell(one)
      : [
          status,
          { 'x-amz-bucket-region': 'us-west-2' },
          `<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message><Region>us-west-2</Region></Error>`,
        ];
  await use({});
  expect(asked.at(0)?.region).toBe('eu-central-1');
  // What follows goes straight to where the bucket is.
  expect(asked.slice(1).map(({ method, target, region }) => [method, target.split('?')[0], region])).toEqual([
    ['GET', 'http://static.s3.us-west-2.amazonaws.com/', 'us-west-2'],
    ['PUT', 'http://static.s3.us-west-2.amazonaws.com/a.css', 'us-west-2'],
  ]);
});

test('a store that is not Amazon and wants another region is told of, once', async () => {
  answer = () => [
    400,
    {},
    '<?xml version="1.0"?><Error><Code>AuthorizationHeaderMalformed</Code><Message>expecting \'nyc3\'</Message></Error>',
  ];
  const problem = await problemOf(use({ endpoint: url, forcePathStyle: true }, {}));
  expect(problem).toMatchObject({ code: 'bucket-endpoint' });
  expect(problem.hint).toContain('region_name (AWS_S3_REGION_NAME)');
});

test('a proxy with a name and a password', async () => {
  answer = allIsWell;
  const { host } = new URL(url);
  await use({}, { HTTP_PROXY: `http://shop:p%40ss@${host}` });
  expect(asked.map(({ proxyAuthorization }) => proxyAuthorization)).toEqual(
    asked.map(() => `Basic ${Buffer.from('shop:p@ss').toString('base64')}`),
  );
  expect(asked).toHaveLength(2);
});

test('https goes through a tunnel; a proxy that refuses it is the cause that is told, without its password', async () => {
  const { host } = new URL(url);
  const problem = await problemOf(use({ useSsl: true }, { HTTPS_PROXY: `http://shop:sesame-word@${host}` }));
  expect(asked[0]).toMatchObject({ method: 'CONNECT', target: 'static.s3.eu-central-1.amazonaws.com:443' });
  expect(problem.code).toBe('bucket-unreachable');
  expect(JSON.stringify(problem)).not.toContain('sesame');
  expect(JSON.stringify(problem)).toMatch(/proxy/i);
});

test('NO_PROXY leads past the proxy, which is not asked', async () => {
  answer = allIsWell;
  await use(
    { endpoint: url, forcePathStyle: true },
    { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' },
  );
  expect(asked.map(({ target }) => target.split('?')[0])).toEqual(['/static', '/static/a.css']);
});

test('the proxies of the settings come before those of the environment', async () => {
  answer = allIsWell;
  await use({ proxies: { http: url } }, { HTTP_PROXY: 'http://127.0.0.1:9' });
  expect(asked).toHaveLength(2);
});

test('an endpoint of the shared file is where requests go, not to Amazon', async () => {
  answer = allIsWell;
  const folder = temporaryFolder();
  const config = join(folder, 'config');
  writeFileSync(config, `[default]\nregion = eu-central-1\nendpoint_url = ${url}\n`);
  vi.stubEnv('AWS_CONFIG_FILE', config);
  await use({ forcePathStyle: true }, { AWS_CONFIG_FILE: config });
  expect(asked.map(({ target }) => target.split('?')[0])).toEqual(['/static/', '/static/a.css']);
});
