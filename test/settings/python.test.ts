import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SettingsRequest } from '../../src/settings/index.ts';
import { explainSettings } from '../../src/settings/index.ts';
import { load, placed, problemsOf } from './ask.ts';
import { tree } from './tree.ts';

const MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\n';

/** A project as `startproject` lays it out, with this settings module. */
function project(settings: string, more: Readonly<Record<string, string>> = {}): string {
  return tree({
    'manage.py': MANAGE,
    'mysite/__init__.py': '',
    'mysite/settings.py': settings,
    'assets/': '',
    ...more,
  });
}

const LITERAL = `
DEBUG = False
INSTALLED_APPS = ["django.contrib.staticfiles", "blog"]
STATIC_URL = "static/"
STATIC_ROOT = "/srv/static"
STATICFILES_DIRS = ["assets", ("vendor", "assets")]
`;

test('literal settings of the module that manage.py names', async () => {
  const root = project(LITERAL);
  const settings = await load(root);
  expect(settings).toMatchObject({
    chosen: 'manage.py (mysite.settings)',
    staticRoot: '/srv/static',
    staticUrl: '/static/',
    installedApps: ['django.contrib.staticfiles', 'blog'],
    staticDirs: [
      { name: 'assets', dir: join(root, 'assets'), prefix: '' },
      { name: 'assets', dir: join(root, 'assets'), prefix: 'vendor' },
    ],
    searchPath: [root],
    problems: [],
  });
  expect(settings.origins.STATIC_ROOT).toEqual({
    kind: 'settings',
    label: 'mysite/settings.py:5',
    steps: [expect.objectContaining({ file: join(root, 'mysite/settings.py'), line: 5 })],
    environment: [],
  });
});

describe('the same module', () => {
  const ways: readonly (readonly [string, Partial<SettingsRequest>])[] = [
    ['by --settings with its dotted name', { settings: 'mysite.settings' }],
    ['by --settings with its file', { settings: 'mysite/settings.py' }],
    ['by DJANGO_SETTINGS_MODULE', { env: { DJANGO_SETTINGS_MODULE: 'mysite.settings' } }],
  ];
  test.each(ways)('%s', async (_, request) => {
    const root = project('from .base import *\nSTATIC_URL = "/x/"\n', { 'mysite/base.py': LITERAL });
    expect(await load(root, request)).toMatchObject({ staticRoot: '/srv/static', staticUrl: '/x/' });
  });
});

test('a file outside the working directory finds its own package', async () => {
  const root = tree({
    'cwd/': '',
    'back/end/__init__.py': '',
    'back/end/conf/__init__.py': '',
    'back/end/conf/prod.py': 'from ..base import *\n',
    'back/end/base.py': LITERAL,
  });
  const settings = await load(join(root, 'cwd'), { settings: '../back/end/conf/prod.py' });
  expect(settings.staticRoot).toBe('/srv/static');
  expect(settings.searchPath).toEqual([join(root, 'back'), join(root, 'cwd')]);
});

test('a module that is not there says where it was looked for', async () => {
  const root = project('');
  const [problem] = await problemsOf(root, { settings: 'mysite.prod' });
  expect(problem).toMatchObject({
    code: 'settings-not-found',
    message: expect.stringContaining("'mysite.prod'"),
  });
  expect(problem?.hint).toContain(root);
});

test('a config file may start from a settings module', async () => {
  const config = '{"EXTENDS": "mysite.settings", "STATIC_ROOT": "out", "APP_DIRS": ["apps/*"]}';
  const root = project(LITERAL, { 'collectstatic.config.json': config });
  expect(await load(root)).toMatchObject({
    staticRoot: join(root, 'out'),
    appDirs: [join(root, 'apps/*')],
    installedApps: ['django.contrib.staticfiles', 'blog'],
  });
});

describe('COLLECTSTATIC', () => {
  test("holds this tool's own settings", async () => {
    const root = project(
      `${LITERAL}COLLECTSTATIC = {"FAIL_ON_CONFLICT": True, "PRECEDENCE": [("a/**", "blog")]}\n`,
    );
    expect(await load(root)).toMatchObject({
      failOnConflict: true,
      precedence: [{ glob: 'a/**', source: 'blog' }],
    });
    expect((await load(root, { failOnConflict: false })).failOnConflict).toBe(false);
  });

  test('is checked, unlike the other names of the module', async () => {
    const root = project(
      `${LITERAL}STATICFILESDIRS = 5\nCOLLECTSTATIC = {\n "FAIL_ON_CONFLICTS": True, "IGNORE": "x"}\n`,
    );
    const problems = await problemsOf(root);
    expect(problems.map((problem) => placed(problem, root).replace(/:1$/, ''))).toEqual([
      'setting-unknown mysite/settings.py:8',
      'setting-invalid mysite/settings.py:8',
    ]);
    expect(problems[0]?.hint).toBe("Did you mean 'FAIL_ON_CONFLICT'?");
  });
});

test('E001 points to the assignment', async () => {
  const root = project('STATIC_URL = "/s/"\nSTATIC_ROOT = "/srv"\nSTATICFILES_DIRS = ("assets")\n');
  const problems = await problemsOf(root);
  expect(problems.map((problem) => placed(problem, root).replace(/:1$/, ''))).toEqual([
    'staticfiles.E001 mysite/settings.py:3',
  ]);
});

describe('what is not known', () => {
  const SETTINGS = `
import os
import boto3
STATIC_URL = "/s/"
STATIC_ROOT = os.environ["OUT"]
MEDIA_ROOT = boto3.where()
`;

  test('is an error only where it is needed, with the ways out', async () => {
    const root = project(SETTINGS);
    const problems = await problemsOf(root);
    expect(problems.map(({ code, at }) => [code, at?.line])).toEqual([['setting-unresolved', 5]]);
    expect(problems[0]).toMatchObject({
      excerpt: 'STATIC_ROOT = os.environ["OUT"]',
      hint: 'Set OUT in the environment, or say --set STATIC_ROOT=VALUE.',
    });
    expect(problems[0]?.message).toMatch(
      /^STATIC_ROOT can't be known without running Python: .*os\.environ\["OUT"\]$/,
    );
  });

  test('is known once a way out is taken', async () => {
    const root = project(SETTINGS);
    const settings = await load(root, { env: { OUT: 'out' } });
    expect(settings.staticRoot).toBe(join(root, 'out'));
    expect(settings.origins.STATIC_ROOT?.environment).toEqual(['OUT']);
    expect((await load(root, { set: ['STATIC_ROOT=other'] })).staticRoot).toBe(join(root, 'other'));
    expect((await load(root, { requireStaticRoot: false })).staticRoot).toBeNull();
  });

  test('in a part of a setting counts for that setting', async () => {
    const root = project(`${LITERAL}import os\nSTATICFILES_DIRS += [os.environ["MORE"]]\n`);
    expect(await problemsOf(root)).toMatchObject([
      { code: 'setting-unresolved', message: expect.stringContaining('STATICFILES_DIRS') },
    ]);
  });

  test('in storages nobody asked for is passed over', async () => {
    const root = project(`${LITERAL}import boto3
STORAGES = {
    "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": boto3.bucket()}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
`);
    expect((await load(root)).storage.kind).toBe('manifest');
  });
});

test('a tainted module has no defaults to fall back on', async () => {
  const root = project(
    'from mystery import fill\nfill(globals())\nSTATIC_URL = "/s/"\nSTATIC_ROOT = "/srv"\n',
  );
  const problems = await problemsOf(root);
  expect(problems.map(({ code, message }) => `${code} ${message.split(' ')[0]}`)).toEqual(
    ['STATICFILES_FINDERS', 'STATICFILES_DIRS', 'INSTALLED_APPS', 'STORAGES'].map(
      (name) => `setting-unresolved ${name}`,
    ),
  );
  expect(problems[0]?.hint).toContain('--assume-benign');
  const settings = await load(root, { assumeBenign: true });
  expect(settings).toMatchObject({ staticRoot: '/srv', installedApps: [], fileMode: 0o644 });
});

test("STATICFILES_STORAGE counts unless the project's Django is known to ignore it", async () => {
  const old = 'STATICFILES_STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"\n';
  const root = project(LITERAL + old);
  expect((await load(root)).storage.kind).toBe('manifest');
  expect((await load(root, { djangoVersion: '4.2' })).storage.kind).toBe('manifest');
  const settings = await load(root, { djangoVersion: '5.2' });
  expect(settings.storage.kind).toBe('plain');
  expect(settings.problems).toMatchObject([{ code: 'setting-removed', severity: 'warning' }]);
  const both = `${LITERAL}${old}STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}\n`;
  expect(await problemsOf(project(both), { djangoVersion: '5.0' })).toMatchObject([
    { code: 'storages-exclusive' },
  ]);
  expect((await load(project(both), { djangoVersion: '5.2' })).storage.kind).toBe('plain');
});

describe('a storage class of the project', () => {
  const STORES = `
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedStaticFilesMixin

class Lenient(ManifestStaticFilesStorage):
    """Never mind."""
    manifest_strict = False
    support_js_module_import_aggregation = True
    def url(self, name, force=False):
        return super().url(name, force)

class Named(Lenient):
    manifest_name = "names.json"

class Packed(CompressedStaticFilesMixin, ManifestStaticFilesStorage):
    pass

class Hashed(ManifestStaticFilesStorage):
    def file_hash(self, name, content=None):
        return "x"

class Patterned(ManifestStaticFilesStorage):
    patterns = ()

class Foreign(SomethingElse, ManifestStaticFilesStorage):
    pass
`;
  const root = project(LITERAL, { 'mysite/stores.py': STORES });
  const using = (name: string) => ({ set: [`STATICFILES_STORAGE=mysite.stores.${name}`] });

  test('is what it is based on, with its plain attributes', async () => {
    expect((await load(root, using('Lenient'))).storage).toMatchObject({
      kind: 'manifest',
      className: 'mysite.stores.Lenient',
      manifestStrict: false,
      moduleAggregation: true,
    });
    expect((await load(root, using('Named'))).storage).toMatchObject({
      manifestStrict: false,
      manifestName: 'names.json',
    });
    expect((await load(root, using('Packed'))).storage.kind).toBe('compressed-manifest');
  });

  test.each([
    ['Hashed', 'mysite.stores.Hashed.file_hash()'],
    ['Patterned', 'patterns'],
  ])('that changes the result is refused: %s', async (name, what) => {
    const [problem] = await problemsOf(root, using(name));
    expect(problem).toMatchObject({ code: 'storage-overrides', message: expect.stringContaining(what) });
    expect(problem?.at?.file).toBe(join(root, 'mysite/stores.py'));
    expect((await load(root, { ...using(name), assumePlainStorage: true })).storage.kind).toBe('manifest');
  });

  test.each(['Foreign', 'Missing'])('that is not understood is refused: %s', async (name) => {
    expect(await problemsOf(root, using(name))).toMatchObject([{ code: 'storage-unknown' }]);
  });
});

describe('a finder class of the project', () => {
  const FINDERS = `
from django.contrib.staticfiles.finders import AppDirectoriesFinder, FileSystemFinder

class Assets(AppDirectoriesFinder):
    source_dir = "assets"

class Clever(FileSystemFinder):
    def list(self, ignore_patterns):
        yield from ()
`;
  const root = project(LITERAL, { 'mysite/finders.py': FINDERS });

  test('that only looks in another folder is understood', async () => {
    const settings = await load(root, { set: ['STATICFILES_FINDERS=["mysite.finders.Assets"]'] });
    expect(settings.finders).toEqual([
      { kind: 'apps', className: 'mysite.finders.Assets', sourceDir: 'assets' },
    ]);
  });

  test.each(['mysite.finders.Clever', 'mysite.finders.None', 'nowhere.Finder'])(
    '%s is not known',
    async (name) => {
      const set = [`STATICFILES_FINDERS=["${name}"]`];
      expect(await problemsOf(root, { set })).toMatchObject([
        { code: 'finder-unknown', message: expect.stringContaining(name) },
      ]);
      const settings = await load(root, { set, skipUnknownFinders: true });
      expect(settings.finders).toEqual([]);
      expect(settings.problems).toMatchObject([{ code: 'finder-unknown', severity: 'warning' }]);
    },
  );
});

test('every setting can be explained, known or not', async () => {
  const root = project(
    'import os\nSTATIC_ROOT = os.path.join(os.environ["BASE"], "static")\nSTATICFILES_DIRS = ["assets"]\n',
  );
  const request = { cwd: root, env: {}, requireStaticRoot: false };
  const named = new Map((await explainSettings(request)).settings.map((one) => [one.name, one]));
  expect(named.get('STATICFILES_DIRS')).toMatchObject({
    value: [join(root, 'assets')],
    origin: { kind: 'settings', label: 'mysite/settings.py:3' },
    unresolved: null,
  });
  expect(named.get('STATIC_ROOT')?.unresolved).toMatchObject({
    at: { line: 2 },
    waysOut: ['set BASE in the environment', 'say --set STATIC_ROOT=VALUE'],
  });
  expect(named.get('MEDIA_ROOT')).toMatchObject({ value: '', origin: { kind: 'default' } });
  const { settings: known } = await explainSettings({ ...request, env: { BASE: '/b' } });
  expect(known.find(({ name }) => name === 'STATIC_ROOT')).toMatchObject({
    value: '/b/static',
    origin: { environment: ['BASE'] },
  });
});

describe('django-configurations', () => {
  const CLASSES = `
import os
import settings_of_another_package
from configurations import Configuration

STATIC_ROOT = "/module"
NPM_ROOT_PATH = "/npm"

class Base(Configuration):
    STATIC_URL = "/s/"
    STATIC_ROOT = "/base"
    INSTALLED_APPS = ["blog"]
    STATICFILES_FINDERS = ["django.contrib.staticfiles.finders." + name for name in ("FileSystemFinder", "AppDirectoriesFinder")] + ["npm.finders.NpmFinder"]
    COLLECTSTATIC = {"FAIL_ON_CONFLICT": True}

class Prod(Base):
    STATIC_ROOT = "/prod"

class Computed(Base):
    STATICFILES_DIRS = property(lambda self: [self.STATIC_ROOT + "/assets"])

    @property
    def STATIC_ROOT(self):
        return "/" + os.environ["NAME"]

class Elsewhere(settings_of_another_package.Base):
    STATIC_ROOT = "/elsewhere"
`;

  test('the class that DJANGO_CONFIGURATION names holds the settings', async () => {
    const root = project(CLASSES);
    expect(await load(root, { env: { DJANGO_CONFIGURATION: 'Prod' } })).toMatchObject({
      staticRoot: '/prod',
      staticUrl: '/s/',
      installedApps: ['blog'],
      failOnConflict: true,
      // Django sees the module, into which the settings of the class are put.
      npm: { root: '/npm' },
    });
    const manage = `${MANAGE}os.environ.setdefault("DJANGO_CONFIGURATION", "Base")\n`;
    const settings = await load(project(CLASSES, { 'manage.py': manage }));
    expect(settings.staticRoot).toBe('/base');
    expect(settings.origins.STATIC_ROOT?.label).toMatch(/^mysite\/settings\.py:\d+$/);
  });

  test('properties are computed, and tell the variables they read', async () => {
    const env = { DJANGO_CONFIGURATION: 'Computed', NAME: 'srv' };
    const settings = await load(project(CLASSES), { env });
    expect(settings.staticRoot).toBe('/srv');
    expect(settings.staticDirs.map(({ dir }) => dir)).toEqual(['/srv/assets']);
    expect(settings.origins.STATIC_ROOT?.environment).toEqual(['DJANGO_CONFIGURATION', 'NAME']);
    const [problem] = await problemsOf(project(CLASSES), { env: { DJANGO_CONFIGURATION: 'Computed' } });
    expect(problem).toMatchObject({ code: 'setting-unresolved', hint: expect.stringContaining('NAME') });
  });

  test('what a class that can not be followed may set is not known', async () => {
    const env = { DJANGO_CONFIGURATION: 'Elsewhere' };
    const problems = await problemsOf(project(CLASSES), { env });
    expect(problems.map(({ message }) => message.split(' ')[0])).toContain('INSTALLED_APPS');
    expect(problems.map(({ message }) => message.split(' ')[0])).not.toContain('STATIC_ROOT');
  });

  test('a class that is not there is an error', async () => {
    const problems = await problemsOf(project(CLASSES), { env: { DJANGO_CONFIGURATION: 'Nope' } });
    expect(problems).toMatchObject([{ code: 'configuration-missing' }]);
  });
});

test('settings see the module and the variables that Django would give them', async () => {
  const root = project(
    `import os
STATIC_URL = "/" + os.environ["DJANGO_SETTINGS_MODULE"] + "/"
STATIC_ROOT = os.environ["OUT"]
`,
    { 'local.env': 'OUT=/from/file\n' },
  );
  expect(await load(root, { envFile: 'local.env' })).toMatchObject({
    staticUrl: '/mysite.settings/',
    staticRoot: '/from/file',
  });
});

test('a raise that has nothing to do with collecting is only a remark', async () => {
  const root = project(`${LITERAL}import os\nSECRET_KEY = os.environ["SECRET_KEY"]\n`);
  expect((await load(root)).notes).toEqual([expect.stringMatching(/^mysite\/settings\.py:8: .*SECRET_KEY/)]);
});

test('a syntax error is told with its place', async () => {
  const root = project('STATIC_URL = "/s/"\nSTATIC_ROOT = [\n');
  const [problem] = await problemsOf(root);
  expect(problem).toMatchObject({ code: 'python-syntax', at: { file: join(root, 'mysite/settings.py') } });
});

test('folders that settings add to sys.path are looked in, relative ones too', async () => {
  const root = project(`${LITERAL}import sys\nsys.path.insert(0, "apps")\nsys.path.append("/opt/shared")\n`);
  expect((await load(root)).searchPath).toEqual([join(root, 'apps'), root, '/opt/shared']);
});

test('what lies elsewhere in the repository of the project can be read, what lies outside of it not', async () => {
  const settings = `${LITERAL}STATIC_ROOT = "/srv/" + open("../VERSION").read().strip()\n`;
  const files = { VERSION: '1.2\n', 'web/mysite/__init__.py': '', 'web/mysite/settings.py': settings };
  const request = { settings: 'mysite.settings' };
  const repository = tree({ ...files, '.git/': '' });
  expect((await load(join(repository, 'web'), request)).staticRoot).toBe('/srv/1.2');
  const folder = tree(files);
  const [problem] = await problemsOf(join(folder, 'web'), request);
  expect(problem?.code).toBe('setting-unresolved');
  expect(
    (await problemsOf(join(repository, 'web'), { ...request, env: { HOME: repository } }))[0]?.code,
  ).toBe('setting-unresolved');
});
