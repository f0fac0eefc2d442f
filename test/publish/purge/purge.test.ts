import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { collapse } from '../../../src/publish/purge/collapse.ts';
import { purgeProblems, tellCdns } from '../../../src/publish/purge/tell-cdns.ts';
import { publicUrls, urlPathOf } from '../../../src/publish/purge/urls.ts';
import type { AssetPath, PurgeTarget } from '../../../src/types.ts';
import { asset, temporaryFolder } from '../../storages/folder.ts';
import { DESTINATION } from '../project.ts';

interface Asked {
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server in the place of every CDN: notes what it is asked, and answers with these codes in turn, then with 200. */
async function cdn(answers: readonly number[] = []): Promise<{
  readonly asked: Asked[];
  readonly send: (url: string, init: RequestInit) => Promise<Response>;
  readonly origin: string;
}> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const { method, headers } = request;
      response.statusCode = answers[asked.length] ?? 200;
      asked.push({ method, url: decodeURI(request.url ?? ''), headers, body });
      response.end(response.statusCode === 200 ? '{}' : `no: ${headers.authorization ?? ''}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, origin, send: (url, init) => fetch(url.replace(/^https?:\/\/[^/]+/, origin), init) };
}

const CHANGED = [asset('a b.js'), asset('css/site+.css'), asset('css/ü.css')];
const ENV = {
  CLOUDFLARE_API_TOKEN: 'token-of-cloudflare',
  FASTLY_API_TOKEN: 'token-of-fastly',
  DIGITALOCEAN_ACCESS_TOKEN: 'token-of-digitalocean',
  BUNNY_API_KEY: 'token-of-bunny',
  AZURE_ACCESS_TOKEN: 'token-of-azure',
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
};
const clock = { now: () => 0, sleep: async () => undefined };

function request(
  target: PurgeTarget,
  send: Awaited<ReturnType<typeof cdn>>['send'],
  changed: readonly AssetPath[] = CHANGED,
) {
  return {
    targets: [target],
    destination: DESTINATION,
    changed,
    all: changed,
    id: 'release-7',
    env: ENV,
    clock,
    send,
  };
}

test('percent-encodes URLs as filepath_to_uri does', () => {
  expect(publicUrls([asset("a b/ü+%?#&=!*()'~.css")], DESTINATION)).toEqual([
    "https://cdn.example.com/static/a%20b/%C3%BC%2B%25%3F%23%26%3D!*()'~.css",
  ]);
  const item = { path: 'css', isFolder: true };
  expect(urlPathOf(item, DESTINATION)).toBe('/static/css/*');
  expect(
    urlPathOf({ path: '', isFolder: true }, { publicUrl: 'https://cdn.example.com/', prefix: 'x/' }),
  ).toBe('/*');
  expect(urlPathOf({ path: 'a.css', isFolder: false }, { publicUrl: null, prefix: 'my static/' })).toBe(
    '/my%20static/a.css',
  );
});

test('Cloudflare is told URLs, a hundred at once', async () => {
  const { asked, send } = await cdn();
  const many = Array.from({ length: 150 }, (_, index) => asset(`f/${index}.js`));
  const [result] = await tellCdns(request({ kind: 'cloudflare', zone: 'z1' }, send, many));
  expect(result).toMatchObject({ problem: null, requests: 2 });
  expect(asked.map(({ url, method }) => [method, url])).toEqual([
    ['POST', '/client/v4/zones/z1/purge_cache'],
    ['POST', '/client/v4/zones/z1/purge_cache'],
  ]);
  expect(asked[0]?.headers.authorization).toBe('Bearer token-of-cloudflare');
  expect(JSON.parse(asked[0]?.body ?? '').files).toHaveLength(100);
  expect(JSON.parse(asked[1]?.body ?? '').files[0]).toMatch(/^https:\/\/cdn\.example\.com\/static\/f\//);
});

test('DigitalOcean is told fifty keys at most: folders stand for the others', async () => {
  const { asked, send } = await cdn();
  const many = Array.from({ length: 60 }, (_, index) => asset(`f/${index}.js`));
  await tellCdns(request({ kind: 'digitalocean', endpoint: 'e1' }, send, [...many, asset('a b.css')]));
  expect(asked).toMatchObject([{ method: 'DELETE', url: '/v2/cdn/endpoints/e1/cache' }]);
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ files: ['static/a b.css', 'static/f/*'] });
});

test('Fastly, bunny and Azure Front Door are told in their own ways', async () => {
  const { asked, send } = await cdn();
  await tellCdns(request({ kind: 'fastly', service: null, soft: true }, send));
  expect(asked[0]).toMatchObject({
    url: '/purge/cdn.example.com/static/a b.js',
    headers: { 'fastly-soft-purge': '1' },
  });
  await tellCdns(request({ kind: 'bunny', pullZone: null }, send));
  expect(asked[3]?.headers.accesskey).toBe('token-of-bunny');
  const target = { subscription: 's', resourceGroup: 'g', profile: 'p', endpoint: 'e' };
  await tellCdns(request({ kind: 'azure-frontdoor', ...target }, send));
  const last = asked.at(-1);
  expect(last?.url).toContain(
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Cdn/profiles/p/afdEndpoints/e/purge',
  );
  expect(JSON.parse(last?.body ?? '').contentPaths[0]).toBe('/static/a%20b.js');
});

test('CloudFront is told paths under the release as its reference, signed', async () => {
  const { asked, send, origin } = await cdn();
  const secret = { reveal: () => 'secret' };
  const destination = {
    ...DESTINATION,
    store: {
      ...DESTINATION.store,
      credentials: { accessKey: 'AKIAEXAMPLE', secretKey: secret, token: null },
    } as never,
  };
  const env = { ...ENV, AWS_ENDPOINT_URL_CLOUDFRONT: origin };
  const told = { ...request({ kind: 'cloudfront', distribution: 'E123' }, send), destination, env };
  const [result] = await tellCdns(told);
  expect(result?.problem).toBeNull();
  expect(asked).toMatchObject([{ method: 'POST', url: '/2020-05-31/distribution/E123/invalidation' }]);
  expect(asked[0]?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/us-east-1\/cloudfront\/aws4_request/,
  );
  expect(asked[0]?.body).toContain('<Quantity>3</Quantity><Items><Path>/static/a%20b.js</Path>');
  expect(asked[0]?.body).toContain('<CallerReference>release-7</CallerReference>');
});

test('a list of URLs is written for others', async () => {
  const file = join(temporaryFolder(), 'urls.txt');
  const { send } = await cdn();
  await tellCdns(request({ kind: 'url-list', file }, send));
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
  const [failed] = await tellCdns(request({ kind: 'url-list', file: '/nowhere/at/all' }, send));
  expect(failed?.problem).toMatchObject({
    code: 'purge-failed',
    cause: expect.stringContaining('no such file'),
  });
});

test('a list of URLs is written anew where nothing changed; no CDN is told of that', async () => {
  const file = join(temporaryFolder(), 'urls.txt');
  const { asked, send } = await cdn();
  await tellCdns(request({ kind: 'url-list', file }, send));
  const targets: readonly PurgeTarget[] = [
    { kind: 'bunny', pullZone: null },
    { kind: 'url-list', file },
  ];
  const told = await tellCdns({ ...request({ kind: 'url-list', file }, send, []), targets });
  expect(told).toEqual([{ target: `the list ${file}`, items: [], requests: 0, problem: null }]);
  expect([asked, readFileSync(file, 'utf8')]).toEqual([[], '']);
});

test('tries again when asked to wait, and tells what failed without the token', async () => {
  const busy = await cdn([429, 503]);
  const [told] = await tellCdns(request({ kind: 'cloudflare', zone: 'z' }, busy.send));
  expect(told).toMatchObject({ problem: null, requests: 3 });
  const denied = await cdn([403]);
  const [failed] = await tellCdns(request({ kind: 'cloudflare', zone: 'z' }, denied.send));
  expect(failed?.problem).toMatchObject({ code: 'purge-failed', cause: expect.stringContaining('HTTP 403') });
  expect(JSON.stringify(failed)).not.toContain('token-of-cloudflare');
  // An answer may repeat what it was asked with; a key of AWS is known by its look.
  const echoing = async (): Promise<Response> =>
    new Response('token-of-azure AKIAIOSFODNN7EXAMPLE', { status: 403 });
  const place = { subscription: 's', resourceGroup: 'g', profile: 'p', endpoint: 'e' };
  const [echoed] = await tellCdns(request({ kind: 'azure-frontdoor', ...place }, echoing));
  expect(echoed?.problem?.cause).toMatch(/^HTTP 403/);
  expect(JSON.stringify(echoed)).not.toMatch(/token-of-azure|AKIAIOSFODNN7EXAMPLE/);
});

test('what shows beforehand is said beforehand', () => {
  const targets: PurgeTarget[] = [
    { kind: 'cloudflare', zone: 'z' },
    { kind: 'bunny', pullZone: null },
  ];
  const problems = purgeProblems(targets, { ...DESTINATION, publicUrl: null }, { BUNNY_API_KEY: 'x' });
  expect(problems.map(({ code }) => code)).toEqual([
    'purge-token-missing',
    'purge-url-unknown',
    'purge-url-unknown',
  ]);
  expect(purgeProblems(targets, DESTINATION, ENV)).toEqual([]);
});

const paths = fc.uniqueArray(
  fc
    .array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 })
    .map((parts) => asset(`${parts.join('/')}.x`)),
  { maxLength: 40 },
);

test('a list that is collapsed covers all that changed, and no more items than are taken', () => {
  fc.assert(
    fc.property(paths, paths, fc.integer({ min: 1, max: 12 }), (changed, others, limit) => {
      const list = collapse(changed, [...changed, ...others], limit);
      expect(list.length).toBeLessThanOrEqual(Math.max(limit, 0));
      for (const path of changed) {
        const isCovered = list.some((item) =>
          item.isFolder ? item.path === '' || path.startsWith(`${item.path}/`) : item.path === path,
        );
        expect([path, isCovered]).toEqual([path, true]);
      }
      if (changed.length <= limit) expect(list.every(({ isFolder }) => !isFolder)).toBe(true);
    }),
  );
});

test('takes the folders first that over-purge least', () => {
  const changed = [1, 2, 3, 4].flatMap((index) => [asset(`all/${index}.css`), asset(`few/${index}.css`)]);
  const others = Array.from({ length: 50 }, (_, index) => asset(`few/other-${index}.png`));
  expect(collapse(changed, [...changed, ...others], 5)).toEqual([
    { path: 'all', isFolder: true },
    ...[1, 2, 3, 4].map((index) => ({ path: `few/${index}.css`, isFolder: false })),
  ]);
});
