import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { Bucket } from '../../../src/types.ts';
import { bundleCli } from '../../cli-bundle.ts';
import { put } from '../../storages/folder.ts';
import { type CountingProxy, startProxy } from '../proxy.mjs';
import type { Server } from '../server.ts';
import { ACCESS, makeBucket } from '../stores/buckets.ts';
import { KEYS, s3Spec } from '../stores/keys.ts';
import { startSeaweed } from '../stores/seaweedfs.ts';

const NEVER = Number.POSITIVE_INFINITY;

let server: Server;
let proxy: CountingProxy;
let folder: string;
let bucket: Bucket;
let script: string;
/** The publisher that runs, and the request that it does not survive. */
let victim: ChildProcess | undefined;
let deadly = NEVER;

beforeAll(async () => {
  server = await startSeaweed();
  await makeBucket(server.url, 'site');
  proxy = await startProxy(server.url, {
    decide: ({ number }) => {
      if (number < deadly) return 'pass';
      victim?.kill('SIGKILL');
      return 'cut';
    },
  });
  bucket = await openBucket(s3Spec(server.url, 'site'), ACCESS);
  folder = mkdtempSync(join(tmpdir(), 'publish-killed-'));
  script = await bundleCli(join(folder, 'program'));
  put(folder, 'project/settings.py', settings());
  put(folder, 'project/assets/site.css', 'body { background: url(a.svg) }');
  put(folder, 'project/assets/a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
});

afterAll(async () => {
  bucket?.close();
  await proxy?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function settings(): string {
  const options = {
    bucket_name: 'site',
    endpoint_url: proxy.url,
    access_key: KEYS.accessKey,
    secret_key: KEYS.secretKey,
    region_name: 'us-east-1',
  };
  return `import os
STATIC_URL = "/static/"
STATIC_ROOT = "public"
STATICFILES_DIRS = ["assets"]
if "CDN" in os.environ:
    COLLECTSTATIC = {"PURGE": {"cloudfront": {"distribution": os.environ["CDN"]}}}
STORAGES = {
    "staticfiles": {
        "BACKEND": "storages.backends.s3.S3ManifestStaticStorage",
        "OPTIONS": {**${JSON.stringify(options)}, "location": os.environ["LOCATION"]},
    },
}
`;
}

/** Publishes to a location as a process of its own, which is killed as it makes the request number `at`. */
async function publish(
  location: string,
  at: number = NEVER,
  env: Readonly<Record<string, string>> = {},
): Promise<number | string | null> {
  proxy.reset();
  deadly = at;
  const child = spawn(
    process.execPath,
    [script, '--no-input', '--settings', 'settings', '--pythonpath', '.'],
    {
      cwd: join(folder, 'project'),
      env: { PATH: process.env.PATH ?? '', HOME: folder, LOCATION: location, ...env },
      stdio: 'ignore',
    },
  );
  victim = child;
  const ended = await new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  deadly = NEVER;
  return ended;
}

/** Path and ETag of everything below a location, but the ledger, which tells the time. */
async function stored(location: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const page of bucket.list(`${location}/`)) {
    for (const { key, etag } of page)
      if (!key.includes('~collectstatic/')) found.push(`${key.slice(location.length)} ${etag}`);
  }
  return found;
}

test('killed at any request, the manifest names only what is there, and the next run ends with the same bucket', async () => {
  expect(await publish('whole')).toBe(0);
  const requests = proxy.passed.length;
  const whole = await stored('whole');
  expect(whole).toHaveLength(5);
  for (let at = 1; at <= requests; at++) {
    const location = `killed-${at}`;
    expect([at, await publish(location, at)]).toEqual([at, 'SIGKILL']);
    const keys = (await stored(location)).map((line) => line.split(' ')[0]);
    const manifest = await bucket.get(`${location}/staticfiles.json`, 10_000);
    if (manifest !== undefined) {
      const { paths } = JSON.parse(Buffer.from(manifest.bytes).toString()) as {
        readonly paths: Readonly<Record<string, string>>;
      };
      for (const path of Object.values(paths)) expect(keys).toContain(`/${path}`);
    }
    expect([at, await publish(location)]).toEqual([at, 0]);
    expect(await stored(location)).toEqual(whole);
    expect(proxy.passed.filter(({ method }) => method === 'DELETE')).toEqual([]);
  }
});

test('killed while it tells the CDN, the next run tells it the same, and the one after it nothing', async () => {
  const asked: string[] = [];
  let isDeadly = false;
  const cdn = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(body);
    if (isDeadly) victim?.kill('SIGKILL');
    else response.writeHead(201).end('<Invalidation/>');
  });
  await new Promise<void>((resolve) => cdn.listen(0, '127.0.0.1', resolve));
  const env = {
    CDN: 'E1',
    AWS_ENDPOINT_URL_CLOUDFRONT: `http://127.0.0.1:${(cdn.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  expect([await publish('told', NEVER, env), asked]).toEqual([0, []]);
  put(folder, 'project/assets/a.svg', '<svg xmlns="http://www.w3.org/2000/svg" id="changed"/>');
  isDeadly = true;
  expect(await publish('told', NEVER, env)).toBe('SIGKILL');
  isDeadly = false;
  // From another machine, that is, without what this one has collected and remembers.
  for (const name of ['.collectstatic', 'public']) rmSync(join(folder, 'project', name), { recursive: true });
  expect(await publish('told', NEVER, env)).toBe(0);
  expect(asked).toHaveLength(2);
  expect(asked[0]).toContain('/told/a.svg</Path>');
  expect(asked[1]).toBe(asked[0]);
  expect([await publish('told', NEVER, env), asked.length]).toEqual([0, 2]);
  cdn.closeAllConnections();
  cdn.close();
});
