import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { Bucket, GcsSpec } from '../../../src/types.ts';
import { runCli } from '../../fake-process.ts';
import { RECIPES } from '../../publish/recipes.ts';
import { put, temporaryFolder } from '../../storages/folder.ts';
import { type CountingProxy, startProxy } from '../proxy.mjs';
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
import { makeGcsBucket, startFakeGcs } from '../stores/fake-gcs.ts';
import { KEYS, s3Spec } from '../stores/keys.ts';
import { startSeaweed } from '../stores/seaweedfs.ts';

const SPACES = 'nyc3.digitaloceanspaces.com';
const BUCKET = 'example-static';
let s3: Server;
let azurite: Server;
let gcs: Server;
/** Stands for the way to Spaces, whose host is not of this machine. */
let way: CountingProxy;

beforeAll(async () => {
  [s3, azurite, gcs] = await Promise.all([startSeaweed(SPACES), startAzurite(), startFakeGcs()]);
  way = await startProxy(s3.url);
  await Promise.all([
    makeBucket(s3.url, BUCKET),
    makeContainer(azurite.url, 'static'),
    makeGcsBucket(gcs.url, BUCKET),
  ]);
});

afterAll(async () => {
  await way?.stop();
  await Promise.all([s3?.stop(), azurite?.stop(), gcs?.stop()]);
});

interface Tried {
  readonly recipe: string;
  readonly env: () => Readonly<Record<string, string>>;
  /** The hosts that the text names, and what stands for them here. */
  readonly hosts?: () => Readonly<Record<string, string>>;
  readonly open: () => Promise<Bucket>;
  readonly prefix: string;
  readonly args?: readonly string[];
  /** Below the prefix, without fingerprints. */
  readonly keys: readonly string[];
}

const HASHED = ['css/site.#.css', 'css/site.css', 'img/a.#.svg', 'img/a.svg', 'staticfiles.json'];
const PLAIN = ['css/site.css', 'img/a.svg'];
const openS3 = (): Promise<Bucket> => openBucket(s3Spec(s3.url, BUCKET), ACCESS);
const GCS_SPEC: Omit<GcsSpec, 'endpoint'> = {
  kind: 'gcs',
  bucket: BUCKET,
  project: null,
  credentialsFile: null,
};

const TRIED: readonly Tried[] = [
  {
    recipe: 'Amazon S3',
    env: () => ({
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ACCESS_KEY_ID: KEYS.accessKey,
      AWS_SECRET_ACCESS_KEY: KEYS.secretKey,
    }),
    open: openS3,
    prefix: 'static/',
    keys: HASHED,
  },
  {
    recipe: 'DigitalOcean Spaces',
    env: () => ({ SPACES_KEY: KEYS.accessKey, SPACES_SECRET: KEYS.secretKey, HTTP_PROXY: way.url }),
    hosts: () => ({ [`https://${SPACES}`]: `http://${SPACES}` }),
    open: openS3,
    prefix: 'static/',
    keys: HASHED,
  },
  {
    recipe: 'Cloudflare R2',
    env: () => ({ R2_KEY: KEYS.accessKey, R2_SECRET: KEYS.secretKey }),
    hosts: () => ({ 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com': s3.url }),
    open: openS3,
    prefix: 'static/',
    keys: HASHED,
  },
  {
    recipe: 'Azure Blob Storage',
    env: () => ({ AZURE_CONNECTION_STRING: connectionString(azurite.url) }),
    hosts: () => ({ 'https://example.blob.core.windows.net': `${azurite.url}/devstoreaccount1` }),
    open: () => openAzureBucket(azureSpec(azurite.url, 'static')),
    prefix: '',
    keys: PLAIN,
  },
  {
    recipe: 'Google Cloud Storage',
    env: () => ({ STORAGE_EMULATOR_HOST: gcs.url }),
    hosts: () => ({ 'https://storage.googleapis.com': gcs.url }),
    open: () => openBucket({ ...GCS_SPEC, endpoint: gcs.url }, ACCESS),
    prefix: 'static/',
    keys: PLAIN,
  },
  {
    recipe: 'A bucket beside a storage of files',
    env: () => ({
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ACCESS_KEY_ID: KEYS.accessKey,
      AWS_SECRET_ACCESS_KEY: KEYS.secretKey,
    }),
    open: openS3,
    prefix: 'static/',
    args: ['publish', '--purge', 'url-list=urls.txt'],
    keys: PLAIN,
  },
];

test.each(TRIED)(
  'the recipe for $recipe publishes',
  async ({ recipe, env, hosts, open, prefix, args, keys }) => {
    const project = temporaryFolder();
    let text = RECIPES.get(recipe) ?? '';
    for (const [host, local] of Object.entries(hosts?.() ?? {})) {
      expect(text).toContain(host);
      text = text.replaceAll(host, local);
    }
    put(project, 'settings.py', `${text}STATICFILES_DIRS = ["assets"]\n`);
    put(project, 'assets/css/site.css', 'body { background: url(../img/a.svg) }');
    put(project, 'assets/img/a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    symlinkSync(join(azureProject(), 'node_modules'), join(project, 'node_modules'));
    const run = (...more: readonly string[]): ReturnType<typeof runCli> =>
      runCli([...more, '--settings', 'settings', '--pythonpath', '.'], { cwd: project, env: env() });
    const bucket = await open();
    try {
      // Each recipe finds the bucket as its reader does: with nothing of ours in it.
      for await (const page of bucket.list(prefix))
        if (page.length > 0) await bucket.remove(page.map(({ key }) => key));
      if (args !== undefined) expect(await run('--no-input')).toMatchObject({ code: 0 });
      const first = await run(...(args ?? ['--no-input']));
      expect([first.code, first.stderr]).toEqual([0, '']);
      expect(first.stdout).toContain('release 0 -> 1');
      const there: string[] = [];
      for await (const page of bucket.list(prefix))
        there.push(...page.map(({ key }) => key.slice(prefix.length)));
      expect(there.map((key) => key.replace(/\.[0-9a-f]{12}\./, '.#.')).sort()).toEqual([
        ...keys,
        '~collectstatic/ledger.json',
      ]);
      const style = await bucket.head(`${prefix}css/site.css`);
      expect(style?.headers).toMatchObject({ contentType: 'text/css', cacheControl: 'public, max-age=60' });
      const [hashed] = there.filter((key) => /^css\/site\.[0-9a-f]{12}\.css$/.test(key));
      if (hashed !== undefined)
        expect((await bucket.head(prefix + hashed))?.headers.cacheControl).toContain('immutable');
      const second = await run(...(args ?? ['--no-input']));
      expect([second.code, second.stdout]).toEqual([0, expect.stringContaining('Nothing to publish')]);
    } finally {
      bucket.close();
    }
  },
);

test('every recipe of the documentation is tried', () => {
  expect(TRIED.map(({ recipe }) => recipe)).toEqual(
    [...RECIPES.keys()].filter((name) => RECIPES.get(name) !== ''),
  );
});
