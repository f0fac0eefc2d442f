import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CollectstaticError } from '../../src/errors.ts';
import { openBucket } from '../../src/publish/open-bucket.ts';
import { BY_CODE, BY_STATUS } from '../../src/publish/s3/causes.ts';
import { hideSecrets } from '../../src/publish/transport/hide-secrets.ts';
import { proxyFor } from '../../src/publish/transport/proxy.ts';
import type { AzureSpec, Problem } from '../../src/types.ts';
import { s3Spec } from '../servers/stores/keys.ts';

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'open-bucket-'));
});

afterAll(() => rmSync(project, { recursive: true }));

const FROM = 'STORAGES["staticfiles"] (mysite/settings.py:12)';

function azure(access: AzureSpec['access'], changes: Partial<AzureSpec> = {}): AzureSpec {
  return {
    kind: 'azure',
    container: 'static',
    accountName: 'account',
    endpointSuffix: 'core.windows.net',
    useSsl: true,
    access,
    timeoutSeconds: null,
    ...changes,
  };
}

const secret = (text: string): { reveal(): string } => ({ reveal: () => text });

async function problemOf(spec: AzureSpec): Promise<Problem | undefined> {
  try {
    await openBucket(spec, { env: {}, project, from: FROM });
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(CollectstaticError);
    return (error as CollectstaticError).problems[0];
  }
}

test('names the exact command for the packages that Azure needs', async () => {
  const key = await problemOf(azure({ kind: 'account-key', secret: secret('a2V5') }));
  expect(key).toMatchObject({
    code: 'bucket-package',
    message: 'Publishing to Azure needs the package @azure/storage-blob, which is not installed',
    hint: `Run this in ${project}: npm install @azure/storage-blob@12.32.0`,
  });
  const token = await problemOf(
    azure({ kind: 'token', className: 'DefaultAzureCredential', clientId: null }),
  );
  expect(token?.hint).toBe(
    `Run this in ${project}: npm install @azure/storage-blob@12.32.0 @azure/identity@4.13.1`,
  );
});

test('tells that an installed package of Azure can not be loaded', async () => {
  const folder = join(project, 'node_modules/@azure/storage-blob');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"name": "@azure/storage-blob", "main": "index.js"}');
  writeFileSync(join(folder, 'index.js'), 'throw new Error("needs a newer Node");\nnever();');
  expect(await problemOf(azure({ kind: 'anonymous' }))).toMatchObject({
    code: 'bucket-package',
    cause: 'needs a newer Node',
  });
  rmSync(folder, { recursive: true });
});

test('finds the proxy on the way to a store', () => {
  const amazon = new URL('https://s3.eu-central-1.amazonaws.com');
  const local = new URL('http://127.0.0.1:9000');
  expect(proxyFor(amazon, {}, {})).toBeUndefined();
  expect(proxyFor(amazon, { https: 'http://proxy:3128' }, { NO_PROXY: '*' })).toBe('http://proxy:3128');
  expect(proxyFor(amazon, { http: 'http://proxy:3128' }, { HTTPS_PROXY: 'http://other' })).toBeUndefined();
  expect(proxyFor(amazon, {}, { HTTPS_PROXY: 'proxy:3128' })).toBe('http://proxy:3128');
  expect(proxyFor(amazon, {}, { https_proxy: 'http://lower', HTTPS_PROXY: 'http://upper' })).toBe(
    'http://lower',
  );
  expect(proxyFor(amazon, {}, { ALL_PROXY: 'http://all' })).toBe('http://all');
  expect(proxyFor(amazon, {}, { HTTPS_PROXY: '' })).toBeUndefined();
  for (const list of [
    '*',
    'amazonaws.com',
    '.amazonaws.com',
    'localhost, *.amazonaws.com',
    's3.eu-central-1.amazonaws.com:443',
  ])
    expect(proxyFor(amazon, {}, { HTTPS_PROXY: 'http://proxy', NO_PROXY: list })).toBeUndefined();
  for (const list of ['naws.com', 'amazonaws.com:80', 'localhost'])
    expect(proxyFor(amazon, {}, { HTTPS_PROXY: 'http://proxy', NO_PROXY: list })).toBe('http://proxy');
  expect(proxyFor(local, {}, { HTTP_PROXY: 'http://proxy', no_proxy: '127.0.0.1' })).toBeUndefined();
});

test('no hint has words that are taken for a secret', () => {
  const spec = s3Spec('https://static.example.com', 'static');
  const store = {
    name: 's3://static',
    spec,
    endpoint: new URL('https://static.example.com'),
    from: FROM,
    secrets: [],
  };
  for (const [code, words] of [...Object.entries(BY_CODE), ...Object.entries(BY_STATUS)])
    for (const credentials of [spec.credentials, null])
      for (const verb of ['list', 'read', 'put', 'change', 'remove'] as const) {
        const about = {
          doing: { verb, key: 'a.css' },
          store: { ...store, spec: { ...spec, credentials } },
          code,
        };
        const { hint = '', message } = words(about);
        expect([hideSecrets(hint, []), hideSecrets(message, [])]).toEqual([hint, message]);
      }
});

test('hides secrets in the words of a store, however they are written', () => {
  const key = 'abc/def+ghi==';
  expect(hideSecrets(`${key} and ${encodeURIComponent(key)}`, [key, '', 'is'])).toBe('****** and ******');
  expect(hideSecrets('this is it', ['is'])).toBe('this is it');
});
