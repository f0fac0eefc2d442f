import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load, problemsOf } from '../ask.ts';
import { tree } from '../tree.ts';

/** A project with an interpreter of its own: a shell script, so that no Python is needed. */
function project(interpreter: string, files: Readonly<Record<string, string>> = {}): string {
  const root = tree({
    'mysite/settings.py': 'raise SystemExit("nobody may run this")\n',
    'python.sh': `#!/bin/sh\n${interpreter}\n`,
    ...files,
  });
  chmodSync(join(root, 'python.sh'), 0o755);
  return root;
}

const ASKED = { settings: 'mysite.settings', python: './python.sh' };

const STATICFILES = 'django.contrib.staticfiles.storage';

const ANSWER = {
  version: '5.1',
  file: '/srv/mysite/settings.py',
  path: ['/srv/lib'],
  settings: {
    STATIC_ROOT: 'public',
    STATIC_URL: '/s/',
    INSTALLED_APPS: ['shop'],
    STATICFILES_DIRS: [['pre', '/srv/assets']],
    STATICFILES_FINDERS: [
      'django.contrib.staticfiles.finders.AppDirectoriesFinder',
      'x.Own',
      'compressor.finders.CompressorFinder',
    ],
    COLLECTSTATIC: { items: [['ALLOW_MISSING', ['*.map']]] },
  },
  apps: [{ name: 'shop', folder: '/srv/shop' }],
  finders: {
    'x.Own': { kind: 'directories', locations: [{ name: 'own', root: '/srv/own', prefix: 'o' }] },
    'compressor.finders.CompressorFinder': {
      name: 'compressor.finders.CompressorFinder',
      at: null,
      order: [],
    },
  },
  storage: {
    name: `${STATICFILES}.StaticFilesStorage`,
    at: null,
    order: [
      {
        name: `${STATICFILES}.StaticFilesStorage`,
        bases: ['django.core.files.storage.filesystem.FileSystemStorage'],
        methods: ['path'],
        attributes: [],
        patched: [],
      },
    ],
    values: {},
    set: [],
  },
};

const telling = (answer: object): string => `cat <<'END'\n${JSON.stringify(answer)}\nEND`;

test('what the interpreter tells are the settings', async () => {
  const root = project(telling(ANSWER));
  const settings = await load(root, ASKED);
  expect(settings).toMatchObject({
    staticRoot: join(root, 'public'),
    staticUrl: '/s/',
    staticDirs: [{ dir: '/srv/assets', prefix: 'pre' }],
    djangoVersion: '5.1',
    searchPath: ['/srv/lib'],
    allowMissing: ['*.map'],
    locatedApps: [{ name: 'shop', folder: '/srv/shop' }],
    finders: [
      { kind: 'apps' },
      { kind: 'directories', className: 'x.Own', locations: [{ root: '/srv/own' }] },
    ],
  });
  expect(settings.origins.STATIC_ROOT).toEqual({
    kind: 'settings',
    label: '--python',
    steps: [],
    environment: [],
  });
});

test('a file that extends the module, and flags, are stronger; what Python told of other values does not count then', async () => {
  const root = project(telling(ANSWER), {
    'collectstatic.config.json': '{"EXTENDS": "mysite.settings", "STATIC_ROOT": "mine"}',
  });
  const settings = await load(root, {
    python: './python.sh',
    set: ['INSTALLED_APPS=["other"]', 'SKIP_UNKNOWN_FINDERS=true'],
  });
  expect(settings).toMatchObject({ staticRoot: join(root, 'mine'), staticUrl: '/s/', locatedApps: null });
  expect(settings.finders.map(({ className }) => className)).not.toContain('x.Own');
});

test('the project, its environment and the question reach the interpreter', async () => {
  const answer = telling({ ...ANSWER, settings: { ...ANSWER.settings, STATIC_ROOT: 'WHERE' } });
  const root = project(
    `test "$1" = -c || exit 9\n${answer.replace("<<'END'", '<<END').replace('WHERE', '$PWD/$DJANGO_SETTINGS_MODULE-$COLOUR')}`,
  );
  const env = { COLOUR: 'red', PATH: process.env.PATH ?? '' };
  expect((await load(root, { ...ASKED, env })).staticRoot).toBe(join(root, 'mysite.settings-red'));
});

test('an interpreter that fails is shown with its own words', async () => {
  const root = project('echo "Traceback" >&2\necho "KeyError: SECRET" >&2\nexit 3');
  expect(await problemsOf(root, ASKED)).toEqual([
    {
      code: 'python-failed',
      severity: 'error',
      message: './python.sh could not set Django up with mysite.settings',
      cause: 'Traceback\nKeyError: SECRET',
      hint: expect.any(String),
    },
  ]);
});

test.each([
  ['ends well without a word', 'exit 0', 'it ended with 0 and no word'],
  ['prints no answer', 'echo hello', 'it ended with 0 and no word'],
  ['is killed', 'kill -9 $$', 'it ended with SIGKILL and no word'],
])('one that %s', async (_what, script, cause) => {
  expect(await problemsOf(project(script), ASKED)).toMatchObject([{ code: 'python-failed', cause }]);
});

test("an interpreter that can't be started", async () => {
  const root = project('exit 0');
  expect(await problemsOf(root, { ...ASKED, python: './none' })).toMatchObject([
    { code: 'python-not-started', cause: 'no such file or folder (ENOENT)' },
  ]);
  expect(await problemsOf(root, { ...ASKED, python: './mysite' })).toMatchObject([
    { code: 'python-not-started', cause: 'permission denied (EACCES)' },
  ]);
});

test('settings without Python have nothing to ask it', async () => {
  const root = project('exit 0', { 'a.json': '{"STATIC_ROOT": "x"}' });
  expect(await problemsOf(root, { settings: './a.json', python: './python.sh' })).toMatchObject([
    { code: 'python-needless', at: { file: join(root, 'a.json') } },
  ]);
});

test('the interpreter starts as manage.py leaves its process', async () => {
  const answer = {
    ...ANSWER,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in.
    settings: { ...ANSWER.settings, STATIC_ROOT: '/${SET-none}/${GIVEN-none}/${KEPT-none}' },
  };
  const root = project(`printf %s "$3" > question.json\n${telling(answer).replace("'END'", 'END')}`, {
    'manage.py': `import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.settings"
os.environ["SET"] = "set"
os.environ.pop("GIVEN")
sys.path.insert(0, os.path.join(os.getcwd(), "apps"))
os.chdir("work")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`,
    'work/keep': '',
    'apps/keep': '',
  });
  const env = { PATH: process.env.PATH, SET: 'given', GIVEN: 'given', KEPT: 'kept' };
  const settings = await load(root, { python: join(root, 'python.sh'), env });
  expect(settings.staticRoot).toBe('/set/none/kept');
  const question = JSON.parse(readFileSync(join(root, 'work/question.json'), 'utf8')) as { path: string[] };
  expect(question.path.slice(0, 2)).toEqual([join(root, 'apps'), root]);
});
