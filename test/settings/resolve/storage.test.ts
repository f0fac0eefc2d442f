import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StorageSpec } from '../../../src/types.ts';
import { load, problemsOf } from '../ask.ts';
import { tree } from '../tree.ts';

function config(settings: object): string {
  const whole = { STATIC_ROOT: 'out', STATIC_URL: '/static/', ...settings };
  return tree({ 'collectstatic.config.json': JSON.stringify(whole) });
}

async function storage(settings: object): Promise<StorageSpec> {
  return (await load(config(settings))).storage;
}

function backend(name: string, options?: object): object {
  return { STORAGES: { staticfiles: { BACKEND: name, ...(options && { OPTIONS: options }) } } };
}

const DJANGO = 'django.contrib.staticfiles.storage.';

test.each([
  [`${DJANGO}StaticFilesStorage`, 'plain'],
  [`${DJANGO}ManifestStaticFilesStorage`, 'manifest'],
  ['whitenoise.storage.CompressedStaticFilesStorage', 'compressed'],
  ['whitenoise.storage.CompressedManifestStaticFilesStorage', 'compressed-manifest'],
])('%s is %s, by STORAGES and by STATICFILES_STORAGE', async (className, kind) => {
  expect(await storage(backend(className))).toMatchObject({ kind, className });
  expect(await storage({ STATICFILES_STORAGE: className })).toMatchObject({ kind, className });
});

test.each(['plain', 'manifest', 'compressed', 'compressed-manifest'])('the short name %s', async (kind) => {
  expect(await storage({ STORAGE: kind })).toMatchObject({
    kind,
    manifestName: 'staticfiles.json',
    manifestStrict: true,
  });
});

test('the short name wins over STORAGES beside it, and --set over the file', async () => {
  const root = config({ STORAGE: 'manifest', ...backend('x.Unknown') });
  expect((await load(root)).storage.kind).toBe('manifest');
  expect(
    (await load(root, { set: ['STATICFILES_STORAGE=whitenoise.storage.CompressedStaticFilesStorage'] }))
      .storage.kind,
  ).toBe('compressed');
});

test('OPTIONS speak for the storage', async () => {
  const options = {
    location: 'elsewhere',
    base_url: 'https://cdn.example.com/',
    manifest_name: 'm.json',
    manifest_strict: false,
    support_js_module_import_aggregation: true,
    file_permissions_mode: 0o600,
    directory_permissions_mode: 0o700,
  };
  const root = config(backend(`${DJANGO}ManifestStaticFilesStorage`, options));
  expect(await load(root)).toMatchObject({
    staticRoot: join(root, 'elsewhere'),
    staticUrl: 'https://cdn.example.com/',
    fileMode: 0o600,
    directoryMode: 0o700,
    storage: { manifestName: 'm.json', manifestStrict: false, moduleAggregation: true },
  });
  expect((await load(root, { staticRoot: 'flag' })).staticRoot).toBe(join(root, 'flag'));
});

test('a file that extends another sets STATIC_ROOT over the OPTIONS of that', async () => {
  const base = {
    STATIC_ROOT: 'base',
    STATIC_URL: '/s/',
    ...backend(`${DJANGO}StaticFilesStorage`, { location: 'deep' }),
  };
  const root = tree({
    'base.json': JSON.stringify(base),
    'collectstatic.config.json': '{"EXTENDS": "./base.json"}',
    'own.json': '{"EXTENDS": "./base.json", "STATIC_ROOT": "own"}',
  });
  expect((await load(root)).staticRoot).toBe(join(root, 'deep'));
  expect((await load(root, { settings: 'own.json' })).staticRoot).toBe(join(root, 'own'));
});

test.each([[{ staticfiles: { BACKEND: 5 } }], [{ staticfiles: {} }], ['x'], [{ staticfiles: 'x' }]])(
  'STORAGES %j is one problem',
  async (STORAGES) => {
    expect(await problemsOf(config({ STORAGES }))).toMatchObject([{ code: 'setting-invalid' }]);
  },
);

test('OPTIONS that are not known, or of another type', async () => {
  const options = { locatoin: 'x', manifest_strict: 'no' };
  const problems = await problemsOf(config(backend(`${DJANGO}StaticFilesStorage`, options)));
  expect(problems.map(({ code }) => code)).toEqual(['storage-option-unknown', 'setting-invalid']);
});

test('a storage that is not known is named, with what to do', async () => {
  const [problem] = await problemsOf(config(backend('storages.backends.dropbox.DropboxStorage')));
  expect(problem).toMatchObject({
    code: 'storage-unknown',
    message: expect.stringContaining('storages.backends.dropbox.DropboxStorage'),
    hint: expect.stringContaining('STORAGE=plain'),
  });
});

describe("WhiteNoise's settings", () => {
  const whitenoise = backend('whitenoise.storage.CompressedManifestStaticFilesStorage');
  const settings = {
    WHITENOISE_KEEP_ONLY_HASHED_FILES: true,
    WHITENOISE_MANIFEST_STRICT: false,
    WHITENOISE_SKIP_COMPRESS_EXTENSIONS: ['JPG', 'map'],
  };

  test('count for its storages', async () => {
    expect(await storage({ ...whitenoise, ...settings })).toMatchObject({
      keepOnlyHashed: true,
      manifestStrict: false,
      compression: { skipExtensions: ['jpg', 'map'] },
    });
    expect((await storage(whitenoise)).compression.skipExtensions).toContain('woff2');
    const unset = { WHITENOISE_MANIFEST_STRICT: null, WHITENOISE_SKIP_COMPRESS_EXTENSIONS: null };
    const spec = await storage({ ...whitenoise, ...unset });
    expect(spec).toMatchObject({
      manifestStrict: true,
      compression: { skipExtensions: expect.arrayContaining(['woff2']) },
    });
  });

  test("do not count for Django's", async () => {
    expect(await storage({ STORAGE: 'manifest', ...settings })).toMatchObject({
      keepOnlyHashed: false,
      manifestStrict: true,
    });
  });

  test('have a counterpart for any manifest', async () => {
    expect((await storage({ STORAGE: 'manifest', KEEP_ONLY_HASHED_FILES: true })).keepOnlyHashed).toBe(true);
    const overridden = { ...whitenoise, ...settings, KEEP_ONLY_HASHED_FILES: false };
    expect((await storage(overridden)).keepOnlyHashed).toBe(false);
  });
});

describe('compression', () => {
  const compressed = { STORAGE: 'compressed' };

  test("is WhiteNoise's where nobody says otherwise, and nothing for other storages", async () => {
    expect((await storage(compressed)).compression).toMatchObject({
      formats: ['br', 'gzip'],
      levels: { br: 11, gzip: 9, zstd: 19 },
      minSize: 0,
    });
    expect((await storage({ STORAGE: 'manifest', COMPRESS_FORMATS: ['br'] })).compression.formats).toEqual(
      [],
    );
  });

  test('a level that is not mentioned stays, a format counts once, own extensions win', async () => {
    const settings = {
      COMPRESS_FORMATS: ['zstd', 'br', 'zstd'],
      COMPRESS_LEVELS: { br: 5 },
      COMPRESS_SKIP_EXTENSIONS: ['PDF'],
      WHITENOISE_SKIP_COMPRESS_EXTENSIONS: ['jpg'],
      COMPRESS_MIN_SIZE: 512,
    };
    expect((await storage({ ...compressed, ...settings })).compression).toEqual({
      formats: ['zstd', 'br'],
      levels: { br: 5, gzip: 9, zstd: 19 },
      skipExtensions: ['pdf'],
      minSize: 512,
    });
  });

  test.each([
    [{ COMPRESS_FORMATS: ['deflate'] }, "COMPRESS_FORMATS[0] must be 'br' or 'gzip' or 'zstd'"],
    [
      { COMPRESS_LEVELS: { gzip: 10 } },
      'COMPRESS_LEVELS.gzip must be a whole number from 1 to 9, not the number 10',
    ],
    [{ COMPRESS_LEVELS: { br: 2.5 } }, 'COMPRESS_LEVELS.br must be a whole number from 0 to 11'],
    [{ COMPRESS_LEVELS: { xz: 1 } }, 'COMPRESS_LEVELS.xz is not known here; known are br, gzip, zstd'],
    [{ COMPRESS_MIN_SIZE: -1 }, 'COMPRESS_MIN_SIZE must be a whole number of at least 0, not the number -1'],
  ])('%j is refused', async (settings, message) => {
    const [problem] = await problemsOf(config({ ...compressed, ...settings }));
    expect(problem).toMatchObject({ code: 'setting-invalid', message: expect.stringContaining(message) });
  });
});

test('a manifest outside STATIC_ROOT is refused', async () => {
  const options = { manifest_name: '../staticfiles.json' };
  const [problem] = await problemsOf(config(backend(`${DJANGO}ManifestStaticFilesStorage`, options)));
  expect(problem).toMatchObject({
    code: 'setting-invalid',
    message: expect.stringContaining('../staticfiles.json'),
  });
});
