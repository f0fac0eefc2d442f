import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CollectstaticError } from '../../../src/errors.ts';
import { SETTING_NAMES } from '../../../src/settings/index.ts';
import { load, placed, problemsOf } from '../ask.ts';
import { tree } from '../tree.ts';

function config(settings: object): string {
  return tree({
    'collectstatic.config.json': JSON.stringify({ STATIC_ROOT: 'out', ...settings }),
    'a/': '',
    'b/': '',
  });
}

/** The codes and messages, without the folder of the test. */
async function wrong(settings: object, more = {}): Promise<readonly string[]> {
  const root = config(settings);
  const problems = await problemsOf(root, more);
  return problems.map(({ code, message }) => `${code}: ${message.replaceAll(root, '')}`);
}

test('every problem is told at once, each with its line', async () => {
  const text = `STATICROOT: out
STATIC_URL: 5
STATICFILES_DIRS:
  - a
  - {prefix: x}
  - {dir: b, exclud: []}
FAIL_ON_CONFLICT: maybe
MISSING_REFERENCES: never
`;
  const root = tree({ 'collectstatic.config.yaml': text, 'a/': '' });
  const problems = await problemsOf(root);
  expect(problems.map((problem) => `${placed(problem, root)} ${problem.message}`)).toEqual([
    "setting-unknown collectstatic.config.yaml:1:1 'STATICROOT' is no setting that this tool uses",
    'setting-invalid collectstatic.config.yaml:2:1 STATIC_URL must be a string or null, not the number 5',
    "setting-invalid collectstatic.config.yaml:5:5 STATICFILES_DIRS[1] lacks 'dir'",
    'setting-invalid collectstatic.config.yaml:6:14 STATICFILES_DIRS[2].exclud is not known here; known are dir, prefix, include, exclude',
    "setting-invalid collectstatic.config.yaml:7:1 FAIL_ON_CONFLICT must be true or false, not the string 'maybe'",
    "setting-invalid collectstatic.config.yaml:8:1 MISSING_REFERENCES must be 'error' or 'warn' or 'ignore', not the string 'never'",
    'static-root-missing collectstatic.config.yaml STATIC_ROOT is not set in collectstatic.config.yaml: there is no folder to collect into',
  ]);
  expect(problems[0]?.hint).toBe("Did you mean 'STATIC_ROOT'?");
});

test.each([
  ['STATICFILE_DIRS', 'STATICFILES_DIRS'],
  ['static_url', 'STATIC_URL'],
  ['INSTALLED_APP', 'INSTALLED_APPS'],
  ['PRECEDENSE', 'PRECEDENCE'],
])('%s is taken for %s', async (name, meant) => {
  const problems = await problemsOf(config({ [name]: [] }));
  expect(problems).toMatchObject([{ code: 'setting-unknown', hint: `Did you mean '${meant}'?` }]);
});

test('a name like nothing known gets no guess, but the way to see them all', async () => {
  const [problem] = await problemsOf(config({ DATABASES: {} }));
  expect(problem?.hint).toBe('collectstatic settings -v 2 lists them all.');
});

test('whatever a config file says, it is taken or refused, never tripped over', async () => {
  const root = tree({ 'a/': '' });
  const texts = fc.constantFrom('', 'a', '/', '..', 'a.b.C', '*', '\0', '__proto__', 'a/');
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      texts,
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.oneof(texts, fc.constantFrom('dir', 'prefix', 'staticfiles', 'BACKEND', 'OPTIONS')),
        tie('value'),
      ),
    ),
  }));
  const names = fc.constantFrom(...SETTING_NAMES, 'NOT_A_SETTING', '__proto__');
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(names, value, { maxKeys: 6 }),
      fc.boolean(),
      async (config, requireStaticRoot) => {
        writeFileSync(join(root, 'c.json'), JSON.stringify(config));
        try {
          await load(root, { settings: 'c.json', requireStaticRoot });
        } catch (error) {
          expect(error).toBeInstanceOf(CollectstaticError);
        }
      },
    ),
    { numRuns: 150 },
  );
});

describe("Django's checks", () => {
  test('E001: no list', async () => {
    expect(await wrong({ STATICFILES_DIRS: 'a' })).toEqual([
      "staticfiles.E001: STATICFILES_DIRS must be a list, not the string 'a'",
    ]);
  });

  test('E002: STATIC_ROOT among the folders', async () => {
    expect(await wrong({ STATICFILES_DIRS: ['a', ['p', './b/']], STATIC_ROOT: 'b' })).toEqual([
      'staticfiles.E002: STATICFILES_DIRS contains STATIC_ROOT (/b)',
    ]);
  });

  test('E003: a prefix that ends with a slash', async () => {
    expect(await wrong({ STATICFILES_DIRS: [['p/', 'a']] })).toEqual([
      "staticfiles.E003: The prefix 'p/' of STATICFILES_DIRS[0] must not end with a slash",
    ]);
  });

  test('W004: a folder that is not there is a warning', async () => {
    const root = config({ STATICFILES_DIRS: ['a', 'none', 'globs/*'] });
    const { problems } = await load(root);
    expect(problems).toMatchObject([
      {
        code: 'staticfiles.W004',
        severity: 'warning',
        message: `The folder ${root}/none of STATICFILES_DIRS does not exist`,
      },
    ]);
  });

  test('E005: no staticfiles storage', async () => {
    expect(await wrong({ STORAGES: { default: { BACKEND: 'x.Y' } } })).toEqual([
      "staticfiles.E005: STORAGES has no entry 'staticfiles'",
    ]);
  });

  test('--skip-checks leaves E002, E003 and W004 out', async () => {
    const root = config({ STATICFILES_DIRS: ['out', 'none', ['p/', 'a']] });
    const settings = await load(root, { skipChecks: true });
    expect(settings.problems).toEqual([]);
    expect(settings.staticDirs[2]).toEqual({ name: 'a', dir: join(root, 'a'), prefix: 'p' });
  });

  test('without the finder of folders nobody looks at them', async () => {
    const finders = ['django.contrib.staticfiles.finders.AppDirectoriesFinder'];
    const settings = await load(config({ STATICFILES_DIRS: ['out', 'none'], STATICFILES_FINDERS: finders }));
    expect(settings).toMatchObject({ problems: [], staticDirs: [], finders: [{ kind: 'apps' }] });
  });
});

describe('what Django calls improperly configured', () => {
  test('URLs', async () => {
    expect(await wrong({ STATIC_URL: '/s/', MEDIA_URL: '/s/' })).toEqual([
      'media-url-equal: MEDIA_URL and STATIC_URL must differ',
    ]);
    expect(await wrong({ STATIC_URL: 's/', MEDIA_URL: '/s/' })).toHaveLength(1);
    expect(await wrong({ STATIC_URL: '/s/', MEDIA_URL: '/s/media/', DEBUG: true })).toEqual([
      'media-url-within: MEDIA_URL must not lie within STATIC_URL while DEBUG is on',
    ]);
    expect(await load(config({ STATIC_URL: '/s' }))).toMatchObject({
      staticUrl: '/s/',
      problems: [{ code: 'urls.E006', severity: 'warning' }],
    });
    expect((await load(config({ STATIC_URL: '/s/', MEDIA_URL: '/s/media/' }))).problems).toEqual([]);
  });

  test('MEDIA_ROOT is STATIC_ROOT', async () => {
    expect(await wrong({ MEDIA_ROOT: './out/.' })).toEqual([
      'media-root-equal: MEDIA_ROOT and STATIC_ROOT must differ',
    ]);
  });

  test('a manifest needs STATIC_URL', async () => {
    expect(await wrong({ STORAGE: 'manifest' })).toEqual(['static-url-missing: STATIC_URL is not set']);
  });

  test('none of it when nothing is written', async () => {
    const root = config({ STATIC_URL: '/s/', MEDIA_URL: '/s/', STORAGE: 'manifest' });
    expect((await load(root, { requireStaticRoot: false })).problems).toEqual([]);
  });
});

test.each(['../x', '/x', 'a/../../b'])('a prefix that would leave STATIC_ROOT: %j', async (prefix) => {
  const problems = await problemsOf(config({ STATICFILES_DIRS: ['a', [prefix, 'b']] }));
  expect(problems).toMatchObject([{ code: 'prefix-outside' }]);
});

test('STATIC_ROOT missing or empty is an error only for a run that writes', async () => {
  for (const value of [undefined, null, '']) {
    const root = config({ STATIC_ROOT: value });
    expect(await problemsOf(root)).toMatchObject([{ code: 'static-root-missing' }]);
    expect((await load(root, { requireStaticRoot: false })).staticRoot).toBeNull();
    expect((await load(root, { staticRoot: 'b' })).staticRoot).toBe(join(root, 'b'));
  }
});

test('an entry given twice counts once, and once for each prefix', async () => {
  const root = config({ STATICFILES_DIRS: ['a', './a', ['p', 'a'], ['q', 'a'], ['p', 'a']] });
  expect((await load(root)).staticDirs.map(({ prefix }) => prefix)).toEqual(['', 'p', 'q']);
});

test.each([
  ['static/', null, '/static/'],
  ['static/', '/app', '/app/static/'],
  ['/static/', '/app', '/static/'],
  ['https://cdn.example.com/', '/app', 'https://cdn.example.com/'],
])('STATIC_URL %s under script name %s is %s', async (url, script, expected) => {
  const root = config({ STATIC_URL: url, FORCE_SCRIPT_NAME: script });
  expect((await load(root)).staticUrl).toBe(expected);
});

describe('finders', () => {
  const finders = 'django.contrib.staticfiles.finders.';

  test('are asked in the order given', async () => {
    const names = [`${finders}DefaultStorageFinder`, `${finders}FileSystemFinder`];
    const root = config({ STATICFILES_FINDERS: names, MEDIA_ROOT: 'media' });
    expect(await load(root)).toMatchObject({
      finders: [{ kind: 'media' }, { kind: 'directories' }],
      mediaRoot: join(root, 'media'),
    });
  });

  test('that list nothing are left out, which is worth a note', async () => {
    const settings = await load(config({ STATICFILES_FINDERS: ['compressor.finders.CompressorFinder'] }));
    expect(settings.finders).toEqual([]);
    expect(settings.notes).toEqual(['compressor.finders.CompressorFinder lists no files of its own.']);
  });

  test("django-npm's has settings of its own", async () => {
    const root = config({
      STATICFILES_FINDERS: ['npm.finders.NpmFinder'],
      NPM_ROOT_PATH: 'front',
      NPM_STATIC_FILES_PREFIX: 'npm/',
      NPM_FILE_PATTERNS: { htmx: ['dist/*'] },
    });
    expect((await load(root)).npm).toEqual({
      root: join(root, 'front'),
      prefix: 'npm',
      patterns: { htmx: ['dist/*'] },
    });
  });
});

test('patterns to ignore are added up', async () => {
  const root = config({ IGNORE: ['*.scss'] });
  expect((await load(root, { ignore: ['a', 'b'] })).ignore).toEqual(['CVS', '.*', '*~', '*.scss', 'a', 'b']);
  expect((await load(root, { defaultIgnore: false })).ignore).toEqual(['*.scss']);
});

// What `startproject` writes, what it wrote before Django 3.1, and other languages.
test.each([
  [
    'a/settings.py',
    'BASE_DIR = Path(__file__).parent\n',
    'Add the line STATIC_ROOT = BASE_DIR / "staticfiles"',
  ],
  [
    'a/settings.py',
    'import os\nBASE_DIR = os.path.dirname(__file__)\n',
    'Add the line STATIC_ROOT = os.path.join(BASE_DIR, "staticfiles")',
  ],
  ['a/settings.py', 'STATIC_ROOT = None\n', 'Write STATIC_ROOT = "staticfiles"'],
  ['conf.json', '{}', 'Add the line "STATIC_ROOT": "staticfiles"'],
  ['conf.yaml', 'STATIC_ROOT:\n', 'Write STATIC_ROOT: staticfiles'],
  ['conf.toml', 'DEBUG = true\n', 'Add the line STATIC_ROOT = "staticfiles"'],
  ['conf.mjs', 'export default {}', "Add the line STATIC_ROOT: 'staticfiles',"],
])('without a STATIC_ROOT, %s is told the line to write', async (file, text, hint) => {
  const code = file.endsWith('.py') ? `from pathlib import Path\n${text}STATIC_URL = "/s/"\n` : text;
  const root = tree({ [file]: code });
  const problems = await problemsOf(root, { settings: file });
  expect(problems.find(({ code }) => code === 'static-root-missing')?.hint).toBe(
    `${hint}\nor say --static-root DIR.`,
  );
});
