import { describe, expect, test } from 'vitest';
import { createPythonReader } from '../../src/python/index.ts';
import { evaluate, makeProject, simple, view } from './project.ts';

describe('import', () => {
  test('absolute, relative, as, submodules, packages and namespace packages', async () => {
    const { value } = await evaluate({
      'settings.py': [
        'import pkg.sub.deep as deep, pkg.sub.other',
        'from pkg import NAME, sub as s',
        'from pkg.sub import deep as again, VALUE',
        'from space import inside',
        'R = [deep.D, pkg.sub.other.O, NAME, s.VALUE, again is deep, VALUE, inside.I, pkg.__name__]',
      ].join('\n'),
      'pkg/__init__.py': "NAME = 'pkg'\n",
      'pkg/sub/__init__.py': 'from .. import NAME as N\nfrom .deep import D\nVALUE = [N, D]\n',
      'pkg/sub/deep.py': 'from . import other\nD = other.O + 1\n',
      'pkg/sub/other.py': 'O = 1\n',
      'space/inside.py': 'I = __package__\n',
    });
    expect(simple(value('R'))).toEqual([2, 1, 'pkg', ['pkg', 2], true, ['pkg', 2], 'space', 'pkg']);
  });

  test('* takes what __all__ lists, or all that is public, and keeps where it came from', async () => {
    const { value, module } = await evaluate({
      'settings.py': 'from one import *\nfrom two import *\nR = [A, _B]\n',
      'one.py': "__all__ = ['_B', 'sub'] + ['A']\nA, _B, C = 1, 2, 3\nimport sub\n",
      'two.py': '_D = 1\nE = 2\n',
      'sub.py': 'S = 1\n',
    });
    expect(simple(value('R'))).toEqual([1, 2]);
    expect([value('C'), value('_D'), value('E')]).toEqual([undefined, undefined, 2]);
    expect(module.get('E')?.origin[0]?.file).toMatch(/two\.py$/);
  });

  test('circles see what is bound so far', async () => {
    const { value } = await evaluate({
      'settings.py': 'A = 1\nimport other\nB = other.C\n',
      'other.py': 'import settings\nC = settings.A + 1\n',
    });
    expect(value('B')).toBe(2);
  });

  test('a change of sys.path counts from then on', async () => {
    const { value } = await evaluate({
      'settings.py':
        "import os, sys\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), 'apps'))\nfrom inner import X\n",
      'apps/inner.py': 'X = 5\n',
    });
    expect(value('X')).toBe(5);
  });

  test('a module of the project may write into the settings that import it', async () => {
    const { value } = await evaluate({
      'settings.py': 'A = 1\nimport plugin\nplugin.setup()\n',
      'plugin.py':
        "import sys\ndef setup():\n    m = sys.modules['settings']\n    m.B = m.A + 1\n    setattr(m, 'C', [m.B])\n",
    });
    expect([value('B'), simple(value('C'))]).toEqual([2, [2]]);
  });

  test('what is missing is Unknown, with a name for those who inherit from it', async () => {
    const root = makeProject({
      'settings.py': 'from missing.storage import Base as B\n',
      'mysite/__init__.py': '',
      'mysite/storage.py':
        'from missing.storage import Base, Mixin\nimport other.thing as t\nclass Middle(Mixin):\n    level = 1\n    def url(self): pass\nclass Mine(Middle, t.Deep, Base):\n    """Doc."""\n    manifest_strict = False\n    names = [1]\n    def post_process(self, *a): yield 1\n    @property\n    def location(self): return 1\n',
    });
    const interpreter = createPythonReader({ searchPath: [root], env: {}, cwd: root });
    const described = await interpreter.readClass('mysite.storage.Mine');
    expect(described).toMatchObject({
      name: 'mysite.storage.Mine',
      at: { line: 6 },
      bases: ['mysite.storage.Middle', 'other.thing.Deep', 'missing.storage.Base'],
      methods: ['post_process', 'location'],
    });
    expect([...(described?.attributes.keys() ?? [])]).toEqual(['manifest_strict', 'names']);
    expect(
      described?.ancestors.map((base) => [base.name, base.methods, [...base.attributes.keys()]]),
    ).toEqual([
      ['mysite.storage.Middle', ['url'], ['level']],
      ['missing.storage.Mixin', [], []],
      ['other.thing.Deep', [], []],
      ['missing.storage.Base', [], []],
    ]);
    expect(await interpreter.readClass('mysite.storage.Nothing')).toBeNull();
  });
});

describe('installed packages', () => {
  async function withPackages(root: string): Promise<ReturnType<typeof view>> {
    const searchPath = [root, `${root}/site-packages`];
    const module = await createPythonReader({ searchPath, env: {}, cwd: root }).importModule('settings');
    return view(root, module);
  }

  test('are read only when something of them is needed', async () => {
    const root = makeProject({
      'settings.py':
        'import heavy\nfrom heavy import thing\nfrom defaults import *\nfrom values import NUMBER\nA = NUMBER + 1\nB = thing\n',
      'site-packages/heavy/__init__.py': 'while True:\n    thing = 1\n',
      'site-packages/defaults.py': "APPS = ['d']\n",
      'site-packages/values.py': 'NUMBER = 4\n',
    });
    const { value, reason } = await withPackages(root);
    expect([value('A'), simple(value('APPS'))]).toEqual([5, ['d']]);
    expect(reason('B')).toBe('this statement does not come to an end within 250,000 steps');
  });

  test('of clients of services nothing is read, and what they are given is doubted as ever', async () => {
    const root = makeProject({
      'settings.py': [
        'import celery.signals',
        'from sentry_sdk.integrations.django import DjangoIntegration',
        'from celery import Celery',
        'S = [DjangoIntegration()]',
        "DIRS, APPS, QUEUES = ['a'], ['b'], []",
        '@celery.signals.setup_logging.connect',
        'def on_setup(**kwargs):',
        '    from tasks import NAME',
        '    QUEUES.append(NAME)',
        "Celery('mysite', include=APPS)",
      ].join('\n'),
      'tasks.py': 'while True:\n    pass\n',
      'site-packages/celery/__init__.py': 'while True:\n    pass\n',
      'site-packages/celery/signals.py': 'while True:\n    pass\n',
      'site-packages/sentry_sdk/__init__.py': '',
      'site-packages/sentry_sdk/integrations/__init__.py': '',
      'site-packages/sentry_sdk/integrations/django.py': 'while True:\n    pass\n',
    });
    const { value, reason } = await withPackages(root);
    expect(simple(value('DIRS'))).toEqual(['a']);
    expect(reason('APPS')).toContain('Celery');
    expect(reason('QUEUES')).toContain('celery');
    expect(simple(value('S'))).toMatchObject([
      { reason: expect.stringContaining('the code of sentry_sdk is not evaluated') },
    ]);
  });

  test('and where a try waits for ImportError, whether it has a name is looked up', async () => {
    const root = makeProject({
      'settings.py':
        'def has(code):\n    try:\n        exec(code)\n        return True\n    except ImportError:\n        return False\nR = [has("from redis import Redis"), has("from redis import Sentinel"), has("import redis"), has("import kombu")]\n',
      'site-packages/redis/__init__.py': 'class Redis: pass\n',
    });
    const module = await createPythonReader({
      searchPath: [root, `${root}/site-packages`],
      env: {},
      cwd: root,
    }).importModule('settings');
    expect(simple(view(root, module).value('R'))).toEqual([true, false, true, false]);
  });
});

describe('the interpreter', () => {
  test('finds modules without running them', () => {
    const root = makeProject({ 'pkg/__init__.py': '1/0', 'pkg/mod.py': '', 'space/x.py': '' });
    const interpreter = createPythonReader({ searchPath: [root], env: {}, cwd: root });
    expect(interpreter.findModule('pkg')).toEqual({
      kind: 'source',
      file: `${root}/pkg/__init__.py`,
      folders: [`${root}/pkg`],
    });
    expect(interpreter.findModule('pkg.mod')).toEqual({
      kind: 'source',
      file: `${root}/pkg/mod.py`,
      folders: [],
    });
    expect(interpreter.findModule('space')).toEqual({
      kind: 'namespace',
      file: null,
      folders: [`${root}/space`],
    });
    expect(interpreter.findModule('nope')).toBeNull();
    expect(interpreter.findModule('../pkg')).toBeNull();
  });

  test('says what it can not import', async () => {
    const root = makeProject({});
    const interpreter = createPythonReader({ searchPath: [root], env: {}, cwd: root });
    await expect(interpreter.importModule('mysite.settings')).rejects.toMatchObject({
      problems: [{ code: 'python-module-not-found', hint: expect.stringContaining(root) }],
    });
  });

  test('runs a file, tells which variables were read and how sys.path was left', async () => {
    const root = makeProject({
      'conf/prod.py': "import os, sys\nsys.path.append('/extra')\nA = os.environ.get('A')\nN = __name__\n",
    });
    const interpreter = createPythonReader({ searchPath: [root], env: { A: 'x', B: 'y' }, cwd: root });
    const { value } = view(root, await interpreter.runFile(`${root}/conf/prod.py`, 'mysite.prod'));
    expect([value('A'), value('N')]).toEqual(['x', 'mysite.prod']);
    expect([...interpreter.environment]).toEqual(['A']);
    expect(interpreter.searchPath).toEqual([root, '/extra']);
  });
});

test('runs a file wherever it lies, and reads what lies beside it', async () => {
  const [root, other] = [
    makeProject({}),
    makeProject({ 'conf.py': "A = open('/etc/hostname').read()\nB = open(__file__).read()[:1]\n" }),
  ];
  const interpreter = createPythonReader({ searchPath: [root], env: {}, cwd: root });
  const { value, reason } = view(other, await interpreter.runFile(`${other}/conf.py`));
  expect(reason('A')).toContain('outside');
  expect(value('B')).toBe('A');
});

describe('tomllib, or tomli where it is not there yet', () => {
  const USE = "DATA = tomllib.loads('a = [1, 2]')\nA = DATA['a']\n";

  test.each([
    'try:\n    import tomllib\nexcept ImportError:\n    import tomli as tomllib\n',
    'try:\n    import tomllib\nexcept ModuleNotFoundError:\n    import tomli as tomllib\n',
    'try:\n    import tomli as tomllib\nexcept ImportError:\n    import tomllib\n',
    'import sys\nif sys.version_info >= (3, 11):\n    import tomllib\nelse:\n    import tomli as tomllib\n',
    "import importlib.util\nif importlib.util.find_spec('tomllib'):\n    import tomllib\nelse:\n    import tomli as tomllib\n",
    'try:\n    from tomllib import loads\nexcept ImportError:\n    from tomli import loads\nclass tomllib: loads = staticmethod(loads)\n',
  ])('gives the same either way, so that no version has to be known: %j', async (text) => {
    expect(simple((await evaluate(text + USE)).value('A'))).toEqual([1, 2]);
  });
});
