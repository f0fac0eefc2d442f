import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { load, problemsOf } from '../ask.ts';
import { LITERAL, project } from '../project.ts';

// What a storage class ends up with counts, wherever it is said; what is not known to be harmless is refused by name.

const HEAD = `
from django.contrib.staticfiles.storage import (
    HashedFilesMixin, ManifestFilesMixin, ManifestStaticFilesStorage, StaticFilesStorage,
)
from django.conf import settings
`;

function storage(body: string, options?: object): { readonly root: string; readonly storages: string } {
  const root = project(LITERAL, { 'mysite/stores.py': `${HEAD}${body}` });
  const backend = { BACKEND: 'mysite.stores.S', ...(options && { OPTIONS: options }) };
  return { root, storages: `STORAGES=${JSON.stringify({ staticfiles: backend })}` };
}

function loaded(body: string, options?: object) {
  const { root, storages } = storage(body, options);
  return load(root, { set: [storages] });
}

async function refusal(body: string, options?: object): Promise<string> {
  const { root, storages } = storage(body, options);
  const problems = await problemsOf(root, { set: [storages] });
  expect(problems.map(({ code }) => code)).toEqual(['storage-overrides']);
  expect(problems[0]?.at?.file).toBe(join(root, 'mysite/stores.py'));
  return problems[0]?.message ?? '';
}

describe('harmless', () => {
  test.each([
    [
      'a mixin without __init__',
      'class M:\n    packing = True\nclass S(M, ManifestStaticFilesStorage):\n    pass\n',
    ],
    ['a mixin of object', 'class M(object):\n    pass\nclass S(M, ManifestStaticFilesStorage):\n    pass\n'],
    [
      'methods that serve requests, and helpers of their own',
      'class S(ManifestStaticFilesStorage):\n    def url(self, name, force=False):\n        return self.cdn(name)\n    def cdn(self, name):\n        return name\n    def stored_name(self, name):\n        return name\n    def __repr__(self):\n        return "S"\n',
    ],
    ['a number of passes', 'class S(ManifestStaticFilesStorage):\n    max_post_process_passes = 9\n'],
    [
      'an __init__ that hands everything on',
      'class S(ManifestStaticFilesStorage):\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.brand = "x"\n',
    ],
  ])('%s', async (_, body) => {
    expect((await loaded(body)).storage).toMatchObject({ kind: 'manifest', manifestStrict: true });
  });
});

describe('read as Django reads it', () => {
  test('a location of the class counts if STATIC_ROOT is set', async () => {
    const body = 'class S(StaticFilesStorage):\n    location = "/srv/elsewhere"\n';
    expect((await loaded(body)).staticRoot).toBe('/srv/elsewhere');
    const without = LITERAL.replace(/^STATIC_ROOT.*$/m, '');
    const root = project(without, { 'mysite/stores.py': `${HEAD}${body}` });
    const set = ['STORAGES={"staticfiles": {"BACKEND": "mysite.stores.S"}}'];
    const cause = expect.stringContaining('a location that only the class of a storage has');
    expect(await problemsOf(root, { set })).toMatchObject([{ code: 'static-root-missing', cause }]);
    const named = [
      'STORAGES={"staticfiles": {"BACKEND": "mysite.stores.S", "OPTIONS": {"location": "/srv/x"}}}',
    ];
    expect((await load(root, { set: named })).staticRoot).toBe('/srv/elsewhere');
  });

  test('what __init__ hands up and sets', async () => {
    const settings = await loaded(`
class S(ManifestStaticFilesStorage):
    def __init__(self, *args, file_permissions_mode=0o600, **kwargs):
        kwargs.setdefault("directory_permissions_mode", 0o700)
        super().__init__(*args, file_permissions_mode=file_permissions_mode, **kwargs)
        self.manifest_strict = False
`);
    expect(settings).toMatchObject({
      fileMode: 0o600,
      directoryMode: 0o700,
      storage: { manifestStrict: false },
    });
  });

  test('OPTIONS go through __init__, which may take some of its own', async () => {
    const body = `
class S(ManifestStaticFilesStorage):
    def __init__(self, strict=True, **kwargs):
        super().__init__(**kwargs)
        self.manifest_strict = strict
`;
    const settings = await loaded(body, { strict: false, file_permissions_mode: 0o640 });
    expect(settings).toMatchObject({ fileMode: 0o640, storage: { manifestStrict: false } });
  });

  test('a class attribute goes before OPTIONS and before what __init__ is given', async () => {
    const own = 'class S(StaticFilesStorage):\n    file_permissions_mode = 0o600\n';
    expect(await loaded(own, { file_permissions_mode: 0o644 })).toMatchObject({ fileMode: 0o600 });
    const handed = `${own}    def __init__(self):\n        super().__init__(file_permissions_mode=0o640)\n`;
    expect(await loaded(handed)).toMatchObject({ fileMode: 0o600 });
  });

  test('what the settings change on the classes of Django itself', async () => {
    const root = project(
      `${LITERAL}
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
ManifestStaticFilesStorage.manifest_strict = False
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
`,
    );
    expect((await load(root)).storage).toMatchObject({ kind: 'manifest', manifestStrict: false });
  });
});

describe('refused by name', () => {
  test.each([
    [
      'an override',
      'class S(ManifestStaticFilesStorage):\n    def hash_key(self, name):\n        return name\n',
      'mysite.stores.S.hash_key()',
    ],
    [
      'an override of a base',
      'class B(StaticFilesStorage):\n    def _save(self, n, c):\n        pass\nclass S(B):\n    pass\n',
      'mysite.stores.B._save()',
    ],
    [
      'a property in place of an attribute',
      'class S(ManifestStaticFilesStorage):\n    @property\n    def manifest_strict(self):\n        return False\n',
      'mysite.stores.S.manifest_strict',
    ],
    [
      'another pattern',
      'class S(ManifestStaticFilesStorage):\n    _js_module_import_aggregation_patterns = ()\n',
      'mysite.stores.S._js_module_import_aggregation_patterns',
    ],
    [
      'set after the class',
      'class S(StaticFilesStorage):\n    pass\nS.delete = lambda self, name: None\n',
      'mysite.stores.S.delete()',
    ],
    [
      'a post_process on a plain storage',
      'class S(StaticFilesStorage):\n    def post_process(self, paths, **options):\n        yield\n',
      'mysite.stores.S.post_process()',
    ],
    [
      'a special method',
      'class S(StaticFilesStorage):\n    def __getattribute__(self, name):\n        return 1\n',
      'mysite.stores.S.__getattribute__()',
    ],
    [
      'set in __init__',
      'class S(ManifestStaticFilesStorage):\n    def __init__(self):\n        super().__init__()\n        self.default_template = "x"\n',
      'default_template, set in mysite.stores.S.__init__()',
    ],
    [
      'what Django reads in its own __init__',
      'class S(ManifestStaticFilesStorage):\n    def __init__(self):\n        super().__init__()\n        self.support_js_module_import_aggregation = True\n',
      'support_js_module_import_aggregation, set in mysite.stores.S.__init__()',
    ],
    [
      'a manifest elsewhere',
      'class S(ManifestStaticFilesStorage):\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, manifest_storage=StaticFilesStorage(location="x"), **kwargs)\n',
      'manifest_storage, set in mysite.stores.S.__init__()',
    ],
    [
      'url() where Django asks it while it rewrites',
      'class U:\n    def url(self, name):\n        return "x" + name\nclass S(ManifestFilesMixin, U, StaticFilesStorage):\n    pass\n',
      'mysite.stores.U.url()',
    ],
    [
      'a change of a class of Django',
      'HashedFilesMixin.file_hash = lambda self, name, content=None: "x"\nclass S(ManifestStaticFilesStorage):\n    pass\n',
      'HashedFilesMixin.file_hash()',
    ],
    [
      'an intermediate file',
      'class S(ManifestStaticFilesStorage):\n    keep_intermediate_files = True\n',
      'mysite.stores.S.keep_intermediate_files',
    ],
  ])('%s', async (_, body, name) => {
    expect(await refusal(body)).toContain(name);
  });

  test('a value of __init__ that comes from elsewhere', async () => {
    const { root, storages } = storage(
      'class S(StaticFilesStorage):\n    def __init__(self, **kwargs):\n        super().__init__(location=settings.ELSEWHERE, **kwargs)\n',
    );
    expect(await problemsOf(root, { set: [storages] })).toMatchObject([
      { code: 'setting-unresolved', message: expect.stringContaining('location of mysite.stores.S') },
    ]);
  });
});

describe('not understood', () => {
  test.each([
    [
      'two storages that both process',
      'from whitenoise.storage import CompressedStaticFilesStorage\nclass S(CompressedStaticFilesStorage, ManifestStaticFilesStorage):\n    pass\n',
      'do not work together',
    ],
    [
      'a mixin behind the storage',
      'class S(StaticFilesStorage, ManifestFilesMixin):\n    pass\n',
      'do not work together',
    ],
    [
      'a base that is nowhere',
      'from nowhere import M\nclass S(M, ManifestStaticFilesStorage):\n    pass\n',
      'nowhere.M was not found',
    ],
    [
      'a decorator that is nowhere',
      'from nowhere import d\n@d\nclass S(ManifestStaticFilesStorage):\n    pass\n',
      'nowhere',
    ],
    [
      'a place that is not built',
      'from storages.backends.dropbox import DropboxStorage\nclass S(DropboxStorage):\n    pass\n',
      'is based on storages.backends.dropbox.DropboxStorage, which stores files where nothing is published to here',
    ],
  ])('%s', async (_, body, words) => {
    const { root, storages } = storage(body);
    expect(await problemsOf(root, { set: [storages] })).toMatchObject([
      { code: 'storage-unknown', message: expect.stringContaining(words) },
    ]);
  });

  test("OPTIONS of a class that is not known are nobody's mistake", async () => {
    const root = project(LITERAL);
    const set = [`STORAGES=${JSON.stringify({ staticfiles: { BACKEND: 'x.Y', OPTIONS: { a: 1 } } })}`];
    expect(await problemsOf(root, { set })).toMatchObject([{ code: 'storage-unknown' }]);
  });
});

test.each([
  ['whitenoise.storage.StaticFilesStorage', 'plain'],
  ['whitenoise.storage.ManifestStaticFilesStorage', 'manifest'],
])("Django's class by the name that %s gives it", async (name, kind) => {
  const { storage } = await load(project(LITERAL), {
    set: [`STORAGES={"staticfiles": {"BACKEND": "${name}"}}`],
  });
  expect(storage.kind).toBe(kind);
});

test('a name that a known module does not have is an error of the settings', async () => {
  const set = ['STORAGES={"staticfiles": {"BACKEND": "whitenoise.storage.NoSuchStorage"}}'];
  expect(await problemsOf(project(LITERAL), { set })).toMatchObject([{ code: 'storage-unknown' }]);
});

test('references are told by STATIC_URL, whatever the base_url of the storage is', async () => {
  const settings = await loaded('class S(ManifestStaticFilesStorage):\n    pass\n', {
    base_url: 'https://cdn/',
  });
  expect(settings).toMatchObject({ staticUrl: 'https://cdn/', referenceUrl: '/static/' });
  expect(await loaded('class S(ManifestStaticFilesStorage):\n    pass\n')).not.toHaveProperty('referenceUrl');
});

describe("Django's OPTIONS in settings.py", () => {
  const using = (options: string): string =>
    project(
      `${LITERAL}\nSTORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage", "OPTIONS": ${options}}}\n`,
    );

  test('allow_overwrite is taken from 5.1 on', async () => {
    const root = using('{"allow_overwrite": True}');
    expect((await load(root)).storage.kind).toBe('manifest');
    expect((await load(root, { djangoVersion: '5.1' })).storage.kind).toBe('manifest');
    expect(await problemsOf(root, { djangoVersion: '5.0' })).toMatchObject([
      { code: 'storage-option-unknown', message: expect.stringContaining('from Django 5.1 on') },
    ]);
  });

  test('a class attribute is none, as for Django', async () => {
    const [problem] = await problemsOf(using('{"manifest_strict": False}'));
    expect(problem).toMatchObject({
      code: 'storage-option-unknown',
      hint: expect.stringContaining('set it in a class of your own'),
    });
  });
});

describe("Django's AppConfig classes, changed by the settings", () => {
  const apps = 'from django.contrib.staticfiles.apps import StaticFilesConfig\n';

  test.each([
    ['StaticFilesConfig.ignore_patterns += ["*.scss"]', 'StaticFilesConfig.ignore_patterns'],
    ['StaticFilesConfig.ignore_patterns.append("*.scss")', 'StaticFilesConfig.ignore_patterns'],
    ['from django.apps import AppConfig\nAppConfig.path = "/x"', 'AppConfig.path'],
  ])('%s', async (line, name) => {
    expect(await problemsOf(project(`${LITERAL}${apps}${line}\n`))).toMatchObject([
      { code: 'class-patched', message: expect.stringContaining(name) },
    ]);
  });

  test('are not, where only their names are used', async () => {
    const line = 'CONFIG = StaticFilesConfig.__name__ + str(StaticFilesConfig.ignore_patterns)';
    expect((await load(project(`${LITERAL}${apps}${line}\n`))).problems).toEqual([]);
  });
});
