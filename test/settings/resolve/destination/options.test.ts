import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Problem, Settings } from '../../../../src/types.ts';
import { load, problemsOf } from '../../ask.ts';
import { project } from '../../project.ts';
import { tree } from '../../tree.ts';

const HEAD = 'STATIC_URL = "static/"\nINSTALLED_APPS = ["django.contrib.staticfiles"]\n';
const AZURE = 'storages.backends.azure_storage.AzureStorage';
const GCS = 'storages.backends.gcloud.GoogleCloudStorage';
const S3 = 'storages.backends.s3.S3StaticStorage';

function storing(backend: string, options: string, before = '', stores = ''): string {
  const storages = `STORAGES = {"staticfiles": {"BACKEND": "${backend}", "OPTIONS": ${options}}}\n`;
  return project(`${HEAD}${before}${storages}`, { 'mysite/stores.py': stores });
}

// The evaluator is loaded with the first project, which takes its time.
beforeAll(() => load(project(`${HEAD}STATIC_ROOT = "public"\n`)));

/** `code: message` of each problem, warnings included. */
async function told(root: string, env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const words = (problems: readonly Problem[]): readonly string[] =>
    problems.map(({ code, message }) => `${code}: ${message}`);
  const settings = await load(root, { env }).catch(() => null);
  return words(settings === null ? await problemsOf(root, { env }) : settings.problems);
}

async function destination(root: string, more = {}): Promise<NonNullable<Settings['destination']>> {
  const found = (await load(root, more)).destination;
  if (found === null) throw new Error('there is no destination');
  return found;
}

test.each([
  ['storages.backends.s3.S3Storage', 's3', 'plain'],
  ['storages.backends.s3.S3StaticStorage', 's3', 'plain'],
  ['storages.backends.s3.S3ManifestStaticStorage', 's3', 'manifest'],
  ['storages.backends.s3boto3.S3Boto3Storage', 's3', 'plain'],
  ['storages.backends.s3boto3.S3StaticStorage', 's3', 'plain'],
  ['storages.backends.s3boto3.S3ManifestStaticStorage', 's3', 'manifest'],
  [GCS, 'gcs', 'plain'],
])('%s is %s, %s', async (name, kind, storage) => {
  const settings = await load(storing(name, '{"bucket_name": "shop"}'));
  expect([settings.destination?.store.kind, settings.storage.kind]).toEqual([kind, storage]);
  const old = project(
    `${HEAD}AWS_STORAGE_BUCKET_NAME = GS_BUCKET_NAME = "shop"\nSTATICFILES_STORAGE = "${name}"\n`,
  );
  expect((await destination(old)).store.kind).toBe(kind);
});

test('STATIC_ROOT, where there is one, is what is published; --static-root goes before it', async () => {
  const root = storing(S3, '{"bucket_name": "shop"}', 'STATIC_ROOT = "public"\n');
  expect((await load(root)).staticRoot).toBe(join(root, 'public'));
  expect((await load(root, { staticRoot: 'other' })).staticRoot).toBe(join(root, 'other'));
});

test('a file of variables that the settings load has the keys', async () => {
  const root = project(
    `${HEAD}from dotenv import load_dotenv\nload_dotenv()\nSTORAGES = {"staticfiles": {"BACKEND": "${S3}", "OPTIONS": {"bucket_name": "shop"}}}\n`,
    { '.env': 'AWS_ACCESS_KEY_ID=AKIDFILE\nAWS_SECRET_ACCESS_KEY=file-secret\n' },
  );
  const { store } = await destination(root);
  expect(store).toMatchObject({ credentials: { accessKey: 'AKIDFILE' } });
  expect(store.kind === 's3' && store.credentials?.secretKey.reveal()).toBe('file-secret');
});

test('a secret is shown by nothing', async () => {
  const root = storing(S3, '{"bucket_name": "shop", "access_key": "a", "secret_key": "very-secret"}');
  const { store } = await destination(root);
  const key = store.kind === 's3' ? store.credentials?.secretKey : undefined;
  expect([`${key}`, JSON.stringify(key), String(key), JSON.stringify({ ...store })].join(' ')).not.toContain(
    'very',
  );
  expect(key?.reveal()).toBe('very-secret');
});

test('a config file names objects and classes in data', async () => {
  const config = (settings: object): string =>
    tree({ 'collectstatic.config.json': JSON.stringify({ STATIC_URL: '/static/', ...settings }) });
  const s3 = config({
    STORAGES: { staticfiles: { BACKEND: S3, OPTIONS: { bucket_name: 'shop', verify: 'ca.pem' } } },
    AWS_S3_CLIENT_CONFIG: { s3: { addressing_style: 'path' }, retries: { total_max_attempts: 4 } },
    AWS_S3_TRANSFER_CONFIG: { multipart_threshold: 1000 },
  });
  expect((await destination(s3)).store).toMatchObject({
    ...{ forcePathStyle: true, maxAttempts: 4, multipartThreshold: 1000, verify: join(s3, 'ca.pem') },
  });
  const azure = config({
    STORAGES: { staticfiles: { BACKEND: AZURE } },
    ...{
      AZURE_CONTAINER: 'static',
      AZURE_ACCOUNT_NAME: 'shop',
      AZURE_TOKEN_CREDENTIAL: 'AzureCliCredential',
    },
  });
  expect((await destination(azure)).store).toMatchObject({
    access: { kind: 'token', className: 'AzureCliCredential' },
  });
  const gcs = config({
    STORAGES: { staticfiles: { BACKEND: GCS } },
    GS_BUCKET_NAME: 'shop',
    GS_CREDENTIALS: 'key.json',
  });
  expect((await destination(gcs)).store).toMatchObject({ credentialsFile: join(gcs, 'key.json') });
});

test('--set goes before the setting of a module, and not before OPTIONS', async () => {
  const root = storing(S3, '{"bucket_name": "shop"}', 'AWS_LOCATION = "a"\nAWS_STORAGE_BUCKET_NAME = "b"\n');
  const set = ['AWS_LOCATION=c', 'AWS_STORAGE_BUCKET_NAME=d'];
  expect(await destination(root, { set })).toMatchObject({ prefix: 'c/', store: { bucket: 'shop' } });
});

describe('noted', () => {
  test.each([
    [
      'AWS_S3_OBJECT_PARAMETERS = {"ContentMD5x": "a"}\n',
      S3,
      '"bucket_name": "b"',
      ['storage-option-unknown'],
    ],
    ['AWS_S3_OBJECT_PARAMETERS = {"ChecksumSHA256": "a"}\n', S3, '"bucket_name": "b"', ['setting-invalid']],
    ['AWS_S3_OBJECT_PARAMETERS = {"Metadata": {"a": 1}}\n', S3, '"bucket_name": "b"', ['setting-invalid']],
    ['AWS_S3_OBJECT_PARAMETERS = "no"\n', S3, '"bucket_name": "b"', ['setting-invalid']],
    ['AWS_LOCATION = 5\n', S3, '"bucket_name": "b"', ['setting-invalid']],
    [
      'AZURE_OBJECT_PARAMETERS = {"cache_contol": "a"}\n',
      AZURE,
      '"azure_container": "b", "account_name": "c", "account_key": "d"',
      ['option-idle'],
    ],
    ['', AZURE, '"azure_container": "b", "connection_string": ""', ['connection-string-invalid']],
    [
      '',
      AZURE,
      '"azure_container": "b", "connection_string": "AccountName=a"',
      ['connection-string-invalid'],
    ],
    [
      '',
      AZURE,
      '"azure_container": "b", "account_name": "c", "account_key": "d", "expiration_secs": 60',
      ['urls-signed'],
    ],
    ['', GCS, '"bucket_name": "b"', ['urls-signed']],
    [
      '',
      GCS,
      '"bucket_name": "b", "querystring_auth": False, "custom_endpoint": "cdn.example.com"',
      ['endpoint-invalid'],
    ],
    ['', GCS, '"bucket_name": "b", "querystring_auth": False, "file_overwrite": False', ['overwrite-needed']],
    ['', S3, '"bucket_name": "b", "querystring_auth": True', ['urls-signed']],
    [
      '',
      S3,
      '"bucket_name": "b", "gzip": True, "object_parameters": {"ContentEncoding": "br"}',
      ['option-idle'],
    ],
    ['', S3, '"bucket_name": "b", "manifest_storage": "x"', ['storage-option-unbuilt']],
    ['', S3, '"bucket_name": "b", "endpoint_url": ""', ['endpoint-invalid']],
    ['', S3, '"bucket_name": "b", "custom_domain": "c", "url_protocol": "http"', ['domain-with-scheme']],
    [
      'from botocore.config import Config\n',
      S3,
      '"bucket_name": "b", "addressing_style": "path", "client_config": Config()',
      ['option-idle'],
    ],
    [
      'from botocore.config import Config\n',
      S3,
      '"bucket_name": "b", "client_config": Config(use_dualstack_endpoint=True)',
      ['storage-option-unbuilt'],
    ],
    ['import mystery\n', S3, '"bucket_name": "b", "client_config": mystery.config()', ['setting-unresolved']],
    [
      'from botocore.config import Config\nimport mystery\n',
      S3,
      '"bucket_name": "b", "client_config": Config(s3=mystery.s3())',
      ['setting-unresolved'],
    ],
    [
      'import mystery\n',
      S3,
      '"bucket_name": "b", "object_parameters": {"CacheControl": mystery.age()}',
      ['setting-unresolved'],
    ],
    ['import mystery\n', S3, '"bucket_name": mystery.bucket()', ['setting-unresolved', 'bucket-missing']],
    // What static files do not depend on may be as it likes.
    [
      'import mystery\n',
      S3,
      '"bucket_name": "b", "cloudfront_key": mystery.key(), "querystring_expire": mystery.age()',
      [],
    ],
  ])('%s%s {%s}', async (before, backend, options, codes) => {
    const found = await told(storing(backend, `{${options}}`, before));
    expect(found.map((text) => text.split(':', 1)[0])).toEqual(codes);
  });

  test('a variable that is missing is named', async () => {
    const root = storing(
      S3,
      '{"bucket_name": "shop", "secret_key": os.environ["SHOP_SECRET"], "access_key": "a"}',
      'import os\n',
    );
    const [problem] = await problemsOf(root);
    expect(problem).toMatchObject({
      code: 'setting-unresolved',
      message: expect.stringContaining('os.environ["SHOP_SECRET"]'),
      hint: expect.stringMatching(/^Set SHOP_SECRET in the environment/),
    });
  });

  test('a class behind another that opens buckets its own way', async () => {
    const stores =
      'from storages.backends.s3 import S3StaticStorage\nclass S(S3StaticStorage):\n    @property\n    def connection(self):\n        return None\n    def exists(self, name):\n        return False\n';
    expect(await told(storing('mysite.stores.S', '{"bucket_name": "shop"}', '', stores))).toEqual([
      'storage-overrides: The staticfiles storage mysite.stores.S changes what would be collected: mysite.stores.S.connection()',
    ]);
  });

  test('what an __init__ hands on that no storage takes', async () => {
    const stores =
      'from storages.backends.s3 import S3StaticStorage\nclass S(S3StaticStorage):\n    def __init__(self, **kw):\n        super().__init__(bucket="shop", **kw)\n';
    const found = await told(storing('mysite.stores.S', '{"bucket_name": "shop"}', '', stores));
    expect(found[0]).toContain('bucket, which mysite.stores.S.__init__() hands on and no setting has');
  });

  test('a storage of a bucket that compresses, or is one of files as well', async () => {
    for (const base of [
      'CompressedStaticFilesMixin, S3StaticStorage',
      'S3StaticStorage, StaticFilesStorage',
    ]) {
      const stores = `from django.contrib.staticfiles.storage import StaticFilesStorage\nfrom storages.backends.s3 import S3StaticStorage\nfrom whitenoise.storage import CompressedStaticFilesMixin\nclass S(${base}):\n    pass\n`;
      expect((await told(storing('mysite.stores.S', '{"bucket_name": "shop"}', '', stores)))[0]).toContain(
        'do not work together',
      );
    }
  });
});

test('URLs that code of the project makes are not guessed', async () => {
  const stores =
    'from storages.backends.s3 import S3StaticStorage\nclass S(S3StaticStorage):\n    def url(self, name, **kw):\n        return "https://x/" + name\n';
  expect(
    (await destination(storing('mysite.stores.S', '{"bucket_name": "shop"}', '', stores))).publicUrl,
  ).toBeNull();
});
