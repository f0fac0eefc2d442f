import { expect, test } from 'vitest';
import { loadSettings } from '../../src/settings/index.ts';
import { put, temporaryFolder } from '../storages/folder.ts';
import { RECIPES } from './recipes.ts';

const ENV = {
  SPACES_KEY: 'key',
  SPACES_SECRET: 'secret',
  R2_KEY: 'key',
  R2_SECRET: 'secret',
  AZURE_CONNECTION_STRING:
    'DefaultEndpointsProtocol=https;AccountName=example;AccountKey=a2V5;EndpointSuffix=core.windows.net',
};

test.each([
  [
    'Amazon S3',
    { store: { kind: 's3', bucket: 'example-static', endpoint: null, region: 'eu-central-1' } },
    'https://static.example.com/static/',
  ],
  [
    'DigitalOcean Spaces',
    {
      store: { endpoint: 'https://nyc3.digitaloceanspaces.com', forcePathStyle: false },
      traits: { acl: 'public-read' },
    },
    'https://example-static.nyc3.cdn.digitaloceanspaces.com/static/',
  ],
  [
    'Cloudflare R2',
    { store: { region: 'auto', checksums: 'when_required' }, traits: {} },
    'https://static.example.com/static/',
  ],
  [
    'Azure Blob Storage',
    { store: { kind: 'azure', container: 'static' }, prefix: '' },
    'https://example.blob.core.windows.net/static/',
  ],
  [
    'Google Cloud Storage',
    { store: { kind: 'gcs', bucket: 'example-static' } },
    'https://storage.googleapis.com/example-static/static/',
  ],
  ['A bucket beside a storage of files', { isStorage: false, purge: [{ kind: 'cloudflare' }] }, null],
])('the recipe for %s names its bucket', async (name, expected, publicUrl) => {
  const folder = temporaryFolder();
  put(folder, 'settings.py', RECIPES.get(name) ?? '');
  const settings = await loadSettings({
    cwd: folder,
    env: ENV,
    settings: 'settings',
    pythonPath: ['.'],
    requireStaticRoot: true,
  });
  expect(settings.problems).toEqual([]);
  expect(settings.destination).toMatchObject({ isStorage: true, prefix: 'static/', ...expected });
  if (publicUrl !== null) expect(settings.destination?.publicUrl).toBe(publicUrl);
});
