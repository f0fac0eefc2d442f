import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPythonReader } from '../../src/python/index.ts';
import { type Evaluated, makeProject, view } from './project.ts';

const PACKAGES = 'lib/python3.12/site-packages';

/** Evaluates settings beside a Django whose staticfiles app, which a model stands for, has this `__init__.py`. */
async function beside(init: string, settings: string): Promise<Evaluated> {
  const root = makeProject({
    'settings.py': settings,
    [`${PACKAGES}/django/__init__.py`]: '',
    [`${PACKAGES}/django/contrib/__init__.py`]: '',
    [`${PACKAGES}/django/contrib/staticfiles/__init__.py`]: init,
    [`${PACKAGES}/django/contrib/staticfiles/utils.py`]: '',
  });
  const reader = createPythonReader({ searchPath: [root, join(root, PACKAGES)], env: {}, cwd: root });
  return view(root, await reader.importModule('settings'));
}

const ASK = [
  'from importlib import import_module',
  'app = import_module("django.contrib.staticfiles")',
  'A = getattr(app, "Plugin", "none")',
  'B = hasattr(app, "Plugin")',
  'try:\n    C = app.Plugin\nexcept AttributeError:\n    C = "none"',
  'try:\n    from django.contrib.staticfiles import Plugin as D\nexcept ImportError:\n    D = "none"',
].join('\n');

describe('a name that a modelled package has not', () => {
  test.each([
    ['an empty file', ''],
    [
      'one that shows its names',
      '"""Static."""\nfrom .utils import x as y\nimport os\nVERSION = (1, 2)\ndef f(a, b=1): return Plugin\n',
    ],
  ])('is missing by %s', async (_, init) => {
    const { value } = await beside(init, ASK);
    expect(['A', 'B', 'C', 'D'].map(value)).toEqual(['none', false, 'none', 'none']);
  });

  test.each([
    ['binds it', 'Plugin = 1\n'],
    ['takes all of another', 'from .utils import *\n'],
    ['makes names up', 'def __getattr__(name): return name\n'],
    ['calls something', 'import sys\nsys.modules[__name__].__dict__.update(Plugin=1)\n'],
    ['puts another in its place', 'import sys, os\nsys.modules[__name__] = os\n'],
    ['decides', 'import os\nif os.name == "posix":\n    Plugin = 1\n'],
    ['is no Python', 'Plugin = = 1\n'],
  ])('is unknown if the file %s', async (_, init) => {
    const { reason } = await beside(init, ASK);
    expect(reason('A')).toBe('django.contrib.staticfiles.Plugin is not modelled');
    for (const name of ['B', 'C', 'D']) expect(reason(name)).not.toBe('');
  });

  test('is unknown if a module is called so, and if Python adds it', async () => {
    const { reason } = await beside(
      '',
      'import django.contrib.staticfiles as app\nA = getattr(app, "utils", 1)\nB = getattr(app, "__path__", 1)\n',
    );
    expect([reason('A'), reason('B')]).toEqual([
      'django.contrib.staticfiles.utils is not modelled',
      'django.contrib.staticfiles.__path__ is not modelled',
    ]);
  });
});
