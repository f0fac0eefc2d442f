import { describe, expect, test } from 'vitest';
import { createPythonReader, type Plain, toPlain } from '../../src/python/index.ts';
import { evaluate, makeProject, simple } from './project.ts';

// `django.conf.settings` while the settings are read. What is expected is what Django 5.2 gives.

const DURING = `
FIRST = [1]
SECRET_KEY = 'x'
from django.conf import settings
A = hasattr(settings, 'LATER')
FIRST.append(2)
LATER = 1
B = [hasattr(settings, 'LATER'), settings.FIRST, settings.DEBUG, bool(settings), settings.configured]
C = [settings.is_overridden('FIRST'), settings.is_overridden('LATER'), getattr(settings, 'LATER', 7)]
settings.LATER = 5
D = [settings.LATER, LATER, getattr(settings, 'lower', 'none')]
`;

const env = { DJANGO_SETTINGS_MODULE: 'settings' };

test('Django answers from what was bound at the first question', async () => {
  const { value } = await evaluate(DURING, { env });
  expect(['A', 'B', 'C', 'D'].map((name) => simple(value(name)))).toEqual([
    expect.objectContaining({ kind: 'unknown' }),
    [expect.objectContaining({ kind: 'unknown' }), [1, 2], false, true, true],
    [true, false, expect.objectContaining({ kind: 'unknown' })],
    [5, 1, 'none'],
  ]);
});

test('a name that the installed Django has no default for is missing', async () => {
  const files = {
    'settings.py': DURING,
    'site-packages/django/__init__.py': '',
    'site-packages/django/conf/__init__.py': '',
    'site-packages/django/conf/global_settings.py': 'DEBUG = False\n',
  };
  const { value } = await evaluate(
    { ...files, 'settings.py': `import sys\nsys.path.append("site-packages")\n${DURING}` },
    { env },
  );
  expect(['A', 'B', 'C', 'D'].map((name) => simple(value(name)))).toEqual([
    false,
    [false, [1, 2], false, true, true],
    [true, false, 7],
    [5, 1, 'none'],
  ]);
});

test.each([
  ['an empty key', 'SECRET_KEY = ""\n', 'settings.SECRET_KEY'],
  ['apps in a str', 'INSTALLED_APPS = "shop"\n', 'settings.DEBUG'],
])('Django refuses %s', async (_, before, question) => {
  const { value } = await evaluate(
    `${before}from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
try:
    R = ${question}
except ImproperlyConfigured:
    R = 'refused'
`,
    { env },
  );
  expect(value('R')).toBe('refused');
});

test('a question that is asked elsewhere is unknown, not a guess', async () => {
  const { reason } = await evaluate('from django.conf import settings\nR = settings.DEBUG\n');
  expect(reason('R')).toContain('outside of the settings module');
});

test('a module of a package that may have asked before leaves it unknown', async () => {
  const { reason } = await evaluate(
    {
      'settings.py':
        'import sys\nsys.path.append("site-packages")\nimport asks\nX = asks.Y\nFLAG = True\nfrom django.conf import settings\nR = settings.FLAG\n',
      'site-packages/asks.py': 'from django.conf import settings\nY = 1\nZ = getattr(settings, "FLAG", 0)\n',
    },
    { env },
  );
  expect(reason('R')).toContain('asked for its settings here before');
});

test('the null device is an empty file', async () => {
  const { value } = await evaluate("R = open('/dev/null').read()\nexec(open('/dev/null').read())\nS = 1\n");
  expect([value('R'), value('S')]).toEqual(['', 1]);
});

/** Reads a class attribute of `stores.py` once `settings.py` has come to its end. */
async function classAttribute(
  files: Readonly<Record<string, string>>,
  variables = env,
): Promise<Plain | undefined> {
  const root = makeProject(files);
  const reader = createPythonReader({ searchPath: [root], env: variables, cwd: root });
  await reader.importModule('settings');
  const read = await reader.readClass('stores.S');
  const value = read?.attributes.get('location')?.value;
  return value === undefined ? undefined : toPlain(value);
}

const LATE = 'from django.conf import settings\nclass S:\n    location = settings.WHERE\n';

describe('code that is read after the settings', () => {
  test('sees all of them', async () => {
    expect(await classAttribute({ 'settings.py': 'WHERE = "a"\nWHERE += "b"\n', 'stores.py': LATE })).toBe(
      'ab',
    );
  });

  test('but not what Django had taken over before', async () => {
    const settings = 'WHERE = "a"\nfrom django.conf import settings\nX = settings.WHERE\nWHERE = "b"\n';
    expect(await classAttribute({ 'settings.py': settings, 'stores.py': LATE })).toBe('a');
  });

  test('saw less if the settings imported it', async () => {
    const settings = 'WHERE = "a"\nimport stores\nWHERE = "b"\n';
    expect(await classAttribute({ 'settings.py': settings, 'stores.py': LATE })).toBe('a');
  });

  test('is in doubt with django-configurations, and about what is tainted', async () => {
    const variables = { ...env, DJANGO_CONFIGURATION: 'Production' };
    const files = { 'settings.py': 'WHERE = "a"\n', 'stores.py': LATE };
    expect(await classAttribute(files, variables)).toMatchObject({ kind: 'unknown' });
    const tainted = { ...files, 'settings.py': 'WHERE = "a"\nfrom nowhere import fill\nfill(globals())\n' };
    expect(await classAttribute(tainted)).toMatchObject({ kind: 'unknown' });
  });
});
