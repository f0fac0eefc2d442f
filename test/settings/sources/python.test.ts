import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SettingsRequest } from '../../../src/settings/index.ts';
import { explainSettings } from '../../../src/settings/index.ts';
import { load, placed, problemsOf } from '../ask.ts';
import { LITERAL, project } from '../project.ts';
import { tree } from '../tree.ts';

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

test.each([
  ['a namespace package', {}, 'mysite.conf.prod'],
  ['a namespace package in a package', { 'mysite/__init__.py': '' }, 'mysite.conf.prod'],
])('a file in %s has relative imports, and its siblings', async (_, files, name) => {
  const root = tree({
    'mysite/conf/base.py': LITERAL,
    'mysite/conf/shared.py': 'URL = "/x/"\n',
    'mysite/conf/prod.py':
      'from .base import *\nfrom ..top import TOP\nimport shared\nSTATIC_URL = shared.URL + TOP + __name__ + "/"\n',
    'mysite/top.py': 'TOP = "top/"\n',
    ...files,
  });
  const settings = await load(root, { settings: 'mysite/conf/prod.py' });
  expect(settings).toMatchObject({ staticRoot: '/srv/static', staticUrl: `/x/top/${name}/` });
});

test('a file beside manage.py is a module of its own', async () => {
  const root = tree({
    'back/manage.py': '',
    'back/settings.py': `${LITERAL}STATIC_URL = "/" + __name__ + "/"\n`,
  });
  const settings = await load(root, { settings: 'back/settings.py' });
  expect(settings.staticUrl).toBe('/settings/');
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
  expect(problems).toMatchObject([
    {
      code: 'setting-unresolved',
      message: expect.stringMatching(
        /^STATICFILES_FINDERS, STATICFILES_DIRS, INSTALLED_APPS and STORAGES can't/,
      ),
    },
  ]);
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

test('several packages that nobody knows to be installed are one problem', async () => {
  const trying = (name: string, setting: string): string =>
    `try:\n    import ${name}\n    ${setting}\nexcept ImportError:\n    pass\n`;
  const root = tree({
    'settings.py': `${LITERAL}STATICFILES_DIRS = []\n${trying('one', 'STATIC_ROOT = "/a"')}${trying('two', 'STATICFILES_DIRS = ["/a"]')}`,
  });
  const problems = await problemsOf(root, { settings: 'settings' });
  expect(problems.map(({ code, message, cause, hint }) => ({ code, message, cause, hint }))).toEqual([
    {
      code: 'setting-unresolved',
      message: expect.stringMatching(
        /^STATIC\w+ and STATIC\w+ can't be known without running Python: two and one$/,
      ),
      cause: expect.stringMatching(/^whether two and one are installed is not known: /),
      hint: expect.stringMatching(/^Name the virtual environment with --venv DIR, or say --set /),
    },
  ]);
});
