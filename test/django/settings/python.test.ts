import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { django, ours } from '../contenders/contender.ts';
import { type Oracle, startOracle } from '../contenders/oracle.ts';
import { readTree } from '../contenders/tree.ts';
import { writeProject } from '../project/written.ts';

// `--python`: what only a running project can tell, told by the project itself.

const { lts } = inject('environments');

let oracle: Oracle;
beforeAll(() => {
  oracle = startOracle(lts.python);
});
afterAll(() => oracle.stop());

const SETTINGS = [
  'import subprocess',
  'WHERE = subprocess.run(["echo", "staticfiles"], capture_output=True, text=True).stdout.strip()',
  'INSTALLED_APPS = ["django.contrib.staticfiles", "shop.apps.ShopConfig"]',
  'STATIC_URL = "static/"',
  'STATIC_ROOT = BASE_DIR / WHERE',
  'STATICFILES_DIRS = [("pre", str(BASE_DIR / "assets"))]',
  'STATICFILES_FINDERS = ["mysite.finders.Branded", "django.contrib.staticfiles.finders.AppDirectoriesFinder"]',
  'COLLECTSTATIC = {"ALLOW_CONFLICTS": ["a.txt"]}',
];

/** Whatever the project prints is not for the reader of the answer. */
const NOISE = ['import subprocess', 'print("hello")', 'subprocess.run(["echo", "hello"], check=True)'];

const FILES = {
  'assets/a.txt': 'asset',
  'brand/b.txt': 'brand',
  'shop/__init__.py': '',
  'shop/apps.py': [
    'import os',
    'from django.apps import AppConfig',
    'class ShopConfig(AppConfig):',
    '    name = "shop"',
    '    path = os.path.join(os.path.dirname(__file__), os.popen("echo elsewhere").read().strip())',
  ].join('\n'),
  'shop/elsewhere/static/shop/c.css': 'a{}',
  'shop/static/shop/never.css': 'never',
  'mysite/finders.py': [
    'import os',
    'from django.conf import settings',
    'from django.contrib.staticfiles.finders import FileSystemFinder',
    'from django.core.files.storage import FileSystemStorage',
    'class Branded(FileSystemFinder):',
    '    def __init__(self, *args, **kwargs):',
    '        super().__init__(*args, **kwargs)',
    '        root = str(settings.BASE_DIR / "brand")',
    '        self.locations.append(("", root))',
    '        storage = FileSystemStorage(location=root)',
    '        storage.prefix = ""',
    '        self.storages[root] = storage',
  ].join('\n'),
};

function project(settings: readonly string[] = SETTINGS) {
  const written = writeProject(settings, FILES);
  onTestFinished(() => rmSync(written.home, { recursive: true }));
  return written;
}

test('collects what Django collects, where reading the settings is not enough', async () => {
  const [mine, theirs] = [project([...NOISE, ...SETTINGS]), project()];
  const read = await ours(lts.folder).run({ ...mine, argv: ['collectstatic', '--no-input'] });
  expect(read).toMatchObject({ code: 1, stderr: expect.stringContaining('setting-unresolved') });
  const argv = ['collectstatic', '--no-input', '--python', lts.python];
  const run = await ours(lts.folder).run({ ...mine, argv });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).not.toContain('hello');
  await django(oracle).run({ ...theirs, argv: ['collectstatic', '--no-input'] });
  const collected = new Map(readTree(mine.staticRoot));
  expect(collected).toEqual(readTree(theirs.staticRoot));
  expect([...collected.keys()]).toEqual(['b.txt', 'pre', 'pre/a.txt', 'shop', 'shop/c.css']);
});

test('says who told', async () => {
  const { folder, settings } = project();
  const bin = new URL('../../../bin/collectstatic.js', import.meta.url).pathname;
  const args = ['settings', 'STATIC_ROOT', 'ALLOW_CONFLICTS', 'DEBUG', '--format', 'json'];
  const line = [bin, ...args, '--settings', settings, '--python', lts.python];
  const { settings: told } = JSON.parse(
    execFileSync(process.execPath, line, { cwd: folder, encoding: 'utf8' }),
  ) as {
    readonly settings: readonly { readonly value: unknown; readonly origin: { readonly label: string } }[];
  };
  expect(told.map(({ value, origin }) => [value, origin.label])).toEqual([
    [join(folder, 'staticfiles'), '--python'],
    [false, 'default'],
    [['a.txt'], '--python'],
  ]);
});

test("a project that can't be set up: its own words, no stack of ours", async () => {
  const written = writeProject(['INSTALLED_APPS = ["nowhere"]', 'STATIC_URL = "s/"'], {});
  onTestFinished(() => rmSync(written.home, { recursive: true }));
  const argv = ['collectstatic', '--no-input', '--python', lts.python];
  const { code, stderr } = await ours(lts.folder).run({ ...written, argv });
  expect(code).toBe(1);
  expect(stderr).toContain('[python-failed]');
  expect(stderr).toContain("ModuleNotFoundError: No module named 'nowhere'");
  expect(stderr).not.toMatch(/^ +at .*\.js/m);
});

// The storage and the finders are what they are in memory, whatever their source says.

const STORED = [
  'STATIC_ROOT = str(BASE_DIR / "staticfiles")',
  'INSTALLED_APPS = ["django.contrib.staticfiles"]',
  'STATIC_URL = "static/"',
  'STATICFILES_DIRS = [str(BASE_DIR / "assets")]',
];

const STORAGES: readonly string[] = [
  'from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, StaticFilesStorage',
  'import pkgutil',
  'class Private(StaticFilesStorage):',
  '    file_permissions_mode = property(lambda self: 0o600)',
  'class Lenient(ManifestStaticFilesStorage):',
  '    def __init__(self, *args, **kwargs):',
  '        super().__init__(*args, **kwargs)',
  '        self.manifest_strict = False',
  '        self.manifest_name = "%s.json" % len([pkgutil])',
  'Made = type("Made", (Lenient,), {"support_js_module_import_aggregation": True})',
  'class Hashing(ManifestStaticFilesStorage):',
  '    file_hash = lambda self, name, content=None: "0123"',
  'class Keeping(ManifestStaticFilesStorage):',
  '    def __init__(self, *args, **kwargs):',
  '        super().__init__(*args, **kwargs)',
  '        self.hashed_name = lambda name, content=None, filename=None: name',
  'class Failing(StaticFilesStorage):',
  '    def __init__(self):',
  '        raise OSError("no disk")',
];

/** An app that changes Django's own class once everything is loaded. */
const PATCHER: readonly string[] = [
  'from django.apps import AppConfig',
  'class PatcherConfig(AppConfig):',
  '    name = "patcher"',
  '    def ready(self):',
  '        from django.contrib.staticfiles.storage import HashedFilesMixin',
  '        HashedFilesMixin.file_hash = lambda self, name, content=None: "0123"',
];

const ASSETS = {
  'assets/a.css': 'a { background: url(b.svg) }\n',
  'assets/b.svg': '<svg/>',
  'assets/m.js': 'import "./n.js";\n',
  'assets/n.js': 'export default 1;\n',
};

function stored(backend: string, more: readonly string[] = []) {
  const named = `STORAGES = {"staticfiles": {"BACKEND": "${backend}"}}`;
  const written = writeProject([...STORED, named, ...more], {
    ...ASSETS,
    'mysite/stores.py': `${STORAGES.join('\n')}\n`,
    'patcher/__init__.py': '',
    'patcher/apps.py': `${PATCHER.join('\n')}\n`,
  });
  onTestFinished(() => rmSync(written.home, { recursive: true }));
  return written;
}

const told = ['collectstatic', '--no-input', '--python', lts.python];

test.each(['Private', 'Lenient', 'Made'])('the storage class %s does as under Django', async (name) => {
  const [mine, theirs] = [stored(`mysite.stores.${name}`), stored(`mysite.stores.${name}`)];
  const run = await ours(lts.folder).run({ ...mine, argv: told });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  await django(oracle).run({ ...theirs, argv: ['collectstatic', '--no-input'] });
  expect(new Map(readTree(mine.staticRoot))).toEqual(readTree(theirs.staticRoot));
});

test('a storage that Django makes only with a STATIC_ROOT is told without one', async () => {
  const mine = stored('mysite.stores.Lenient', ['STATIC_ROOT = None']);
  const failed = await ours(lts.folder).run({ ...mine, argv: told });
  expect(failed.stderr.match(/^error:.*$/gm)).toEqual([expect.stringContaining('[static-root-missing]')]);
  const argv = [...told, '--static-root', mine.staticRoot];
  expect(await ours(lts.folder).run({ ...mine, argv })).toMatchObject({ code: 0, stderr: '' });
});

const MANIFEST = 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage';

test.each([
  ['mysite.stores.Hashing', [], 'storage-overrides', 'mysite.stores.Hashing.file_hash()'],
  ['mysite.stores.Keeping', [], 'storage-overrides', 'hashed_name, set in mysite.stores.Keeping.__init__()'],
  ['mysite.stores.Failing', [], 'storage-failed', 'OSError: no disk'],
  ['mysite.stores.None_', [], 'storage-failed', "Could not find backend 'mysite.stores.None_'"],
  [
    MANIFEST,
    ['INSTALLED_APPS = ["django.contrib.staticfiles", "patcher"]'],
    'storage-overrides',
    'django.contrib.staticfiles.storage.HashedFilesMixin.file_hash()',
  ],
] as const)('what can not be followed of %s is named', async (backend, more, code, words) => {
  const run = await ours(lts.folder).run({ ...stored(backend, more), argv: told });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain(`[${code}]`);
  expect(run.stderr).toContain(words);
});

test('values are what Django sees, not what they look like', async () => {
  const values = [
    'import enum, collections',
    'from django.utils.functional import lazy, SimpleLazyObject',
    'class Place(str, enum.Enum):',
    '    ROOT = str(BASE_DIR / "staticfiles")',
    'STATIC_ROOT = Place.ROOT',
    'STATIC_URL = lazy(lambda: "/s/", str)()',
    'STATICFILES_DIRS = SimpleLazyObject(lambda: [BASE_DIR / "assets", ("pre", lazy(lambda: BASE_DIR / "brand", type(BASE_DIR))())])',
    'STATICFILES_FINDERS = {"django.contrib.staticfiles.finders.FileSystemFinder": 1}.keys()',
    'COLLECTSTATIC = {"ALLOW_CONFLICTS": {"b.*", "a.*"}}',
  ];
  const make = () => {
    const written = writeProject([...STORED, ...values], { ...ASSETS, 'brand/c.css': 'c{}' });
    onTestFinished(() => rmSync(written.home, { recursive: true }));
    return written;
  };
  const [mine, theirs] = [make(), make()];
  expect(await ours(lts.folder).run({ ...mine, argv: told })).toMatchObject({ code: 0, stderr: '' });
  await django(oracle).run({ ...theirs, argv: ['collectstatic', '--no-input'] });
  const collected = new Map(readTree(mine.staticRoot));
  expect(collected).toEqual(readTree(theirs.staticRoot));
  expect([...collected.keys()]).toContain('pre/c.css');
});
