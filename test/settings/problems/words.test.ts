import { expect, test } from 'vitest';
import { load, problemsOf } from '../ask.ts';
import { LITERAL, project } from '../project.ts';
import { tree } from '../tree.ts';

// A message says what is wrong in the words of the user's file, names the cause, and a way out that works.

test('a setting of Channels is no slip', async () => {
  expect((await load(project(`${BARE}ASGI_APPLICATION = "proj.asgi.application"\n`))).problems).toEqual([]);
});

test.each([
  [
    '[("a", "assets", "x")]',
    'STATICFILES_DIRS[0] must be a path, a pair of a string and a path or a dict, not a tuple of 3',
    'a pair ("prefix", folder)',
  ],
  ['[("assets",)]', 'not a tuple of 1', 'a pair ("prefix", folder)'],
  ['[[]]', 'not a list without items', 'a pair ("prefix", folder)'],
  ['None', 'STATICFILES_DIRS must be a list, not None', 'write []'],
  ['[(None, "assets")]', 'STATICFILES_DIRS[0][0] must be a string, not None', 'a pair ("prefix", folder)'],
  ['(folder for folder in ["assets"])', 'not a generator', 'list(...)'],
  ['{"a", "b"}', 'not a set', 'list(...)'],
  ['map(str, ["assets"])', 'not a map', 'list(...)'],
  ['{"a": "b"}', 'not a dict', 'into a list'],
  ['True', 'not True', 'into a list'],
  ['("assets")', "not the string 'assets'", 'a comma behind it'],
])('STATICFILES_DIRS = %s', async (value, message, hint) => {
  const [problem, ...others] = await problemsOf(project(`${LITERAL}STATICFILES_DIRS = ${value}\n`));
  expect(others).toEqual([]);
  expect(problem?.message).toContain(message);
  expect(problem?.hint).toContain(hint);
});

test("a config file keeps JSON's words", async () => {
  const root = tree({
    'collectstatic.config.json': '{"STATIC_ROOT": "out", "STATICFILES_DIRS": [null, ["a"]]}',
  });
  expect((await problemsOf(root)).map(({ message }) => message)).toEqual([
    'STATICFILES_DIRS[0] must be a path, a pair of a string and a path or an object, not null',
    'STATICFILES_DIRS[1] must be a path, a pair of a string and a path or an object, not a list of 1',
  ]);
});

test('a file among the folders is called one, and an empty entry says where it comes from', async () => {
  const root = project(
    `${LITERAL}import os\nSTATICFILES_DIRS = ["manage.py", "nowhere", os.environ.get("EXTRA", "")]\n`,
  );
  const { problems, staticDirs } = await load(root);
  expect(staticDirs).toHaveLength(2);
  expect(problems.map(({ code, message }) => `${code} ${message.replaceAll(root, '')}`)).toEqual([
    'staticfiles.W004 STATICFILES_DIRS[2] is an empty string, no folder; STATICFILES_DIRS is made from the environment variable EXTRA',
    'staticfiles.W004 /manage.py of STATICFILES_DIRS is a file, not a folder',
    'staticfiles.W004 The folder /nowhere of STATICFILES_DIRS does not exist',
  ]);
});

test('one cause is one problem, however many settings it leaves unknown', async () => {
  const root = project(`${LITERAL}import nowhere\nnowhere.settings(locals())\n`);
  expect(await problemsOf(root)).toMatchObject([
    {
      code: 'setting-unresolved',
      message:
        "STATICFILES_FINDERS, STATICFILES_DIRS, INSTALLED_APPS, STORAGES, STATIC_ROOT and STATIC_URL can't be known without running Python: import nowhere",
      cause: "the module nowhere can't be found",
      hint: expect.stringContaining('--venv DIR'),
    },
  ]);
});

test('two causes are two problems', async () => {
  const root = project(`${LITERAL}import one, two\nSTATIC_ROOT = one.x\nINSTALLED_APPS = two.y\n`);
  expect(await problemsOf(root)).toMatchObject([
    { message: expect.stringContaining('INSTALLED_APPS') },
    { message: expect.stringContaining('STATIC_ROOT') },
  ]);
});

test('of many variables only the first are named', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `VAR_${index}`);
  const sum = names.map((name) => `os.environ["${name}"]`).join(' + ');
  const [problem] = await problemsOf(project(`${LITERAL}import os\nSTATIC_ROOT = ${sum}\n`));
  expect(problem?.hint?.length).toBeLessThan(300);
});

test('STATIC_URL may stay unknown where no name of a file depends on it', async () => {
  const unknown = `${LITERAL}import subprocess\nSTATIC_URL = subprocess.check_output(["x"])\n`;
  expect((await load(project(unknown))).staticUrl).toBeNull();
  const manifest =
    'STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}\n';
  expect(await problemsOf(project(unknown + manifest))).toMatchObject([
    { code: 'setting-unresolved', message: expect.stringContaining('STATIC_URL') },
  ]);
  expect(await problemsOf(project(`${LITERAL}STATIC_URL = 5\n`))).toMatchObject([
    { code: 'setting-invalid' },
  ]);
});

const BARE = 'STATIC_URL = "static/"\nSTATIC_ROOT = "/srv/static"\n';

test.each([
  ['STATICFILE_DIRS', 'STATICFILES_DIRS'],
  ['STATIC_DIRS', 'STATICFILES_DIRS'],
  ['STATICFILES_DIR', 'STATICFILES_DIRS'],
  ['STATIC_FILES_DIRS', 'STATICFILES_DIRS'],
  ['STATICFILES_FINDER', 'STATICFILES_FINDERS'],
  ['INSTALED_APPS', 'INSTALLED_APPS'],
])('%s is taken for a slip', async (name, meant) => {
  const { problems } = await load(project(`${BARE}${name} = ["x"]\n`));
  expect(problems).toMatchObject([
    { code: 'setting-misspelt', severity: 'warning', hint: `Did you mean '${meant}'?`, at: { line: 3 } },
  ]);
});

test.each([
  'STATIC_DIR = "x"',
  'STATIC_PATH = "x"',
  'STATIC_HOST = "x"',
  'STATIC_VERSION = "x"',
  'LOCAL_APPS = ["x"]',
  'DJANGO_APPS = ["x"]',
  'STATIC_DIRS = ["assets"]\nSTATICFILES_DIRS = STATIC_DIRS',
  'MEDIA_DIR = "x"',
  'BASE_DIR2 = "x"\nBASE_DIR = "y"',
  'DEBUGS = 1\nDEBUG = False',
  'static_dirs = ["x"]',
  'CACHES = {}',
  'MESSAGE_STORAGE = "x"',
  'DJANGO_VERSION = (4, 2, 7, "final", 0)',
])('nothing is said of %s', async (lines) => {
  const { problems } = await load(project(`${BARE}${lines}\n`));
  expect(problems).toEqual([]);
});

test('keys of COLLECTSTATIC at the top level do nothing, and that is said', async () => {
  const { problems } = await load(project(`${BARE}ALLOW_MISSING = ["none.png"]\nIGNORE = ["*.scss"]\n`));
  expect(problems).toMatchObject([
    { code: 'setting-misplaced', hint: 'Write COLLECTSTATIC = {"ALLOW_MISSING": ...}.', at: { line: 3 } },
    { code: 'setting-misplaced', hint: 'Write COLLECTSTATIC = {"IGNORE": ...}.', at: { line: 4 } },
  ]);
  const used = await load(project(`${BARE}IGNORE = ["*.scss"]\nCOLLECTSTATIC = {"IGNORE": IGNORE}\n`));
  expect(used.problems).toEqual([]);
  expect(used.ignore).toContain('*.scss');
});

test('a test that depends on what is unknown is no second cause', async () => {
  const root = project(
    `${LITERAL}from nowhere import A\nSTATIC_ROOT = A\nif A:\n    STATIC_URL = "/x/"\nINSTALLED_APPS = A or []\n`,
  );
  const problems = await problemsOf(root);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.cause).toBe("the module nowhere can't be found");
});

test('of many variables none is named', async () => {
  const reads = Array.from({ length: 30 }, (_, index) => `os.environ["V${index}"]`).join(' + ');
  const sure = Object.fromEntries(Array.from({ length: 29 }, (_, index) => [`V${index}`, 'x']));
  const root = project(`${LITERAL}import os\nSTATIC_ROOT = ${reads}\n`);
  const problems = await problemsOf(root, { env: sure });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.hint).toBe('Say --set STATIC_ROOT=VALUE, or let Python tell with --python PATH.');
});

test('a module that lies above the file is told with the folder', async () => {
  const root = project(`${LITERAL}from kernel.base import *\n`);
  const inside = tree({
    'shop/__init__.py': '',
    'shop/kernel/__init__.py': '',
    'shop/kernel/base.py': '',
    'shop/kernel/local.py': `${LITERAL}from kernel.base import *\n`,
  });
  expect((await problemsOf(root))[0]?.hint).toContain('--venv DIR');
  const [problem] = await problemsOf(inside, { settings: 'shop.kernel.local' });
  expect(problem?.hint).toContain(`Say --pythonpath ${inside}/shop, where the module lies, or`);
});
