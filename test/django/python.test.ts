import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { django, ours } from './contender.ts';
import { type Oracle, startOracle } from './oracle.ts';
import { readTree } from './tree.ts';
import { writeProject } from './written.ts';

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
  const bin = new URL('../../bin/collectstatic.js', import.meta.url).pathname;
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
