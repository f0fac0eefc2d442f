import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { Bucket } from '../../../src/types.ts';
import { runCli } from '../../fake-process.ts';
import { request } from '../../publish/contract.ts';
import { type CountingProxy, countRequests, startProxy } from '../proxy.mjs';
import type { Server } from '../server.ts';
import {
  azureProject,
  azureSpec,
  connectionString,
  makeContainer,
  openAzureBucket,
  startAzurite,
} from '../stores/azurite.ts';
import { ACCESS, makeBucket } from '../stores/buckets.ts';
import { KEYS, s3Spec } from '../stores/keys.ts';
import { startSeaweed } from '../stores/seaweedfs.ts';
import { runPython } from './environment.ts';
import { makeProject, PATHS, RESOLVE } from './project.ts';

/** A store with a proxy before it that counts. */
interface StoreUnderTest {
  readonly server: Server;
  readonly proxy: CountingProxy;
  readonly bucket: Bucket;
  /** Lines of settings.py for a storage with its files below `location`. */
  storage(location: string): string;
}

interface Case {
  readonly name: string;
  readonly manifest: boolean;
  open(): Promise<StoreUnderTest>;
}

const s3 =
  (backend: string): (() => Promise<StoreUnderTest>) =>
  async () => {
    const server = await startSeaweed();
    // Everybody may read it.
    await makeBucket(server.url, 'open');
    const proxy = await startProxy(server.url);
    const options = {
      bucket_name: 'open',
      endpoint_url: proxy.url,
      access_key: KEYS.accessKey,
      secret_key: KEYS.secretKey,
      region_name: 'us-east-1',
    };
    return {
      server,
      proxy,
      bucket: await openBucket(s3Spec(server.url, 'open'), ACCESS),
      storage: (location) =>
        `STORAGES = {"staticfiles": {"BACKEND": "storages.backends.s3.${backend}", "OPTIONS": ${JSON.stringify({ ...options, location })}}}\n`,
    };
  };

const azure = async (): Promise<StoreUnderTest> => {
  const server = await startAzurite();
  await makeContainer(server.url, 'open');
  const proxy = await startProxy(server.url);
  const options = {
    connection_string: connectionString(proxy.url),
    azure_container: 'open',
    overwrite_files: true,
  };
  return {
    server,
    proxy,
    bucket: await openAzureBucket(azureSpec(server.url, 'open')),
    storage: (location) =>
      [
        'from django.contrib.staticfiles.storage import ManifestFilesMixin',
        'from storages.backends.azure_storage import AzureStorage',
        'class StaticStorage(ManifestFilesMixin, AzureStorage):',
        '    pass',
        `STORAGES = {"staticfiles": {"BACKEND": "settings.StaticStorage", "OPTIONS": ${JSON.stringify({ ...options, location })}}}`,
        '',
      ]
        .join('\n')
        .replace(/true/g, 'True'),
  };
};

const CASES: readonly Case[] = [
  { name: 'S3StaticStorage on SeaweedFS', manifest: false, open: s3('S3StaticStorage') },
  { name: 'S3ManifestStaticStorage on SeaweedFS', manifest: true, open: s3('S3ManifestStaticStorage') },
  { name: 'AzureStorage with ManifestFilesMixin on Azurite', manifest: true, open: azure },
];

describe.each(CASES)('$name', ({ manifest, open }) => {
  let store: StoreUnderTest;
  let folder: string;
  /** By location. */
  const manifests: Record<string, unknown> = {};

  beforeAll(async () => {
    store = await open();
    folder = mkdtempSync(join(tmpdir(), 'django-storages-'));
  });

  afterAll(async () => {
    store?.bucket.close();
    await store?.proxy.stop();
    await store?.server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Keys below a location, without it, with the MD5 of what lies there. Ours of the ledger are left out. */
  async function stored(location: string): Promise<Readonly<Record<string, string>>> {
    const found: Record<string, string> = {};
    for await (const page of store.bucket.list(`${location}/`)) {
      for (const { key } of page) {
        const path = key.slice(location.length + 1);
        if (path.startsWith('~collectstatic/')) continue;
        const { bytes = new Uint8Array() } = (await store.bucket.get(key, 1_000_000)) ?? {};
        if (path === 'staticfiles.json') manifests[location] = JSON.parse(Buffer.from(bytes).toString());
        // Django lists folders in the order of the disk, and its manifest keeps it.
        else found[path] = createHash('md5').update(bytes).digest('hex');
      }
    }
    return found;
  }

  function make(name: string): string {
    const project = join(folder, name);
    makeProject(project, store.storage(name));
    if (store.bucket.name.startsWith('azure'))
      symlinkSync(join(azureProject(), 'node_modules'), join(project, 'node_modules'));
    return project;
  }

  async function collect(project: string): Promise<Readonly<Record<string, number>>> {
    store.proxy.reset();
    const run = await runCli(['--no-input', '--settings', 'settings', '--pythonpath', '.'], {
      cwd: project,
      env: {},
    });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    return countRequests(store.proxy.passed);
  }

  async function collectByDjango(project: string): Promise<Readonly<Record<string, number>>> {
    store.proxy.reset();
    await runPython(project, ['-m', 'django', 'collectstatic', '--no-input']);
    return countRequests(store.proxy.passed);
  }

  test('the same keys, bytes and manifest as django-storages, by fewer requests', async () => {
    const ours = make('ours');
    const django = make('django');
    // On an empty container Django's manifest on Azure raises (django-storages #630).
    if (store.bucket.name.startsWith('azure'))
      await store.bucket.put(
        request('django/staticfiles.json', Buffer.from('{"paths": {}, "version": "1.1", "hash": ""}')),
      );
    const first = await collect(ours);
    const djangoCounts = await collectByDjango(django);
    const theirs = await stored('django');
    expect(await stored('ours')).toEqual(theirs);
    expect(manifests.ours).toEqual(manifests.django);
    expect(manifests.ours !== undefined).toBe(manifest);
    expect(first.all).toBeLessThanOrEqual(Object.keys(theirs).length + 5);
    expect(first.DELETE).toBeUndefined();
    const again = await collect(ours);
    expect(again.all).toBeLessThanOrEqual(2);
    expect(djangoCounts.all).toBeGreaterThan(first.all ?? 0);
  });

  test('Django resolves every {% static %} to a URL that answers with the right bytes and headers', async () => {
    const project = make('resolved');
    const paths = PATHS;
    await collect(project);
    const printed = await runPython(project, ['-c', RESOLVE], { PATHS: JSON.stringify(paths) });
    const urls = JSON.parse(printed) as Readonly<Record<string, string>>;
    expect(Object.keys(urls)).toEqual(paths);
    const md5s = await stored('resolved');
    for (const path of paths) {
      // What is signed without need (AzureStorage) would be answered by the real store.
      const answer = await fetch(urls[path] as string);
      expect([path, answer.status]).toEqual([path, 200]);
      const bytes = Buffer.from(await answer.arrayBuffer());
      const key = decodeURIComponent(new URL(urls[path] as string).pathname).split('/resolved/')[1] as string;
      expect(createHash('md5').update(bytes).digest('hex')).toBe(md5s[key]);
      // Those name others by their hashed names.
      if (!/\.(css|js)$/.test(path)) expect(bytes).toEqual(readFileSync(join(project, 'assets', path)));
      const cacheControl = answer.headers.get('cache-control') ?? '';
      expect(cacheControl.includes('immutable')).toBe(manifest);
      expect(answer.headers.get('content-type')).toMatch(TYPES[path.split('.').at(-1) ?? ''] as RegExp);
    }
  });
});

const TYPES: Readonly<Record<string, RegExp>> = {
  css: /^text\/css/,
  svg: /^image\/svg\+xml/,
  js: /^text\/javascript/,
  map: /^application\/json/,
  woff2: /^font\/woff2/,
  txt: /^text\/plain/,
};
