import { describe, expect, test } from 'vitest';
import { createPythonReader } from '../../src/python/index.ts';
import { evaluate, makeProject, simple, view } from './project.ts';

const unknown = 'import boto3\nU = boto3.x()\n';

describe('policy Unknown', () => {
  test('it says where it began, in which expression, why, and what to set', async () => {
    const { value, root } = await evaluate(
      "import os\nROOT = os.environ['ROOT']\nSTATIC_ROOT = ROOT + '/static'\n",
    );
    expect(value('STATIC_ROOT')).toEqual({
      kind: 'unknown',
      reason: "it raises KeyError: 'ROOT'",
      at: { file: `${root}/settings.py`, line: 2, column: 8 },
      expression: "os.environ['ROOT']",
      environment: ['ROOT'],
    });
  });

  test('it travels through expressions, and only as far as it matters', async () => {
    const { value, reason } = await evaluate(
      [
        'import boto3',
        'X = boto3.client("s3").bucket["name"]',
        'A = [1, X]',
        'B = f"{X}/static"',
        'C = {"a": X, "b": 2}',
        'D = C["b"]',
        'E = len(A)',
        'F = X or "default"',
        'G = bool(X) and False',
        'H = [1, X] == [2, X]',
        'I = 5 in [5, X]',
        'J = X if False else 3',
      ].join('\n'),
    );
    expect(reason('X')).toContain("boto3 can't be found");
    expect(value('A')).toMatchObject({ items: [1, { kind: 'unknown' }] });
    for (const name of ['B', 'F', 'G']) expect(reason(name)).toContain('boto3');
    expect([value('D'), value('E'), value('H'), value('I'), value('J')]).toEqual([2, 2, false, true, 3]);
  });

  test('a gap in the model never picks an except branch', async () => {
    const { reason } = await evaluate(
      'try:\n    A = (1).__reduce_ex__(2)\nexcept Exception:\n    A = "handled"\n',
    );
    expect(reason('A')).toContain('depends on');
  });
});

describe('policy Raise: a raise at module level', () => {
  test('leaves only what the statement binds Unknown', async () => {
    const { value, reason, module } = await evaluate(
      "import os\nSECRET_KEY = os.environ['SECRET_KEY']\nA = {'b': {'c': 1}}\nA['b']['d'] = os.environ['PW']\nSTATIC_ROOT = '/srv'\nraise ValueError('no')\nLAST = 1\n",
    );
    expect(reason('SECRET_KEY')).toContain('KeyError');
    expect(simple(value('A'))).toMatchObject({ b: { c: 1, d: { kind: 'unknown' } } });
    expect([value('STATIC_ROOT'), value('LAST')]).toEqual(['/srv', 1]);
    expect(module.notes.map((note) => [note.code, note.at?.line])).toEqual([
      ['python-raised', 2],
      ['python-raised', 4],
      ['python-raised', 6],
    ]);
  });

  test('inside an if and a for, the innermost statement; what it would change is Unknown as well', async () => {
    const { value, reason } = await evaluate(
      "L = [1]\nif True:\n    L.append({}['x'])\n    A = 1\nfor i in [1, 0]:\n    B = 1 // i\n    C = i\n",
    );
    expect(reason('L')).toContain('KeyError');
    expect([value('A'), value('C')]).toEqual([1, 0]);
    expect(reason('B')).toContain('ZeroDivisionError');
  });

  test('where one way of a statement raises, what the others set is not taken to be absent', async () => {
    const { value, reason } = await evaluate(
      "import os\nif 'A' in os.environ:\n    A = 1\nelif 'B' in os.environ:\n    B = 1\nelse:\n    raise LookupError('say A or B')\ntry:\n    C = os.environ['C']\nexcept KeyError:\n    raise LookupError('say C')\nmatch os.environ.get('D'):\n    case 'd':\n        D = 1\n    case _:\n        raise LookupError('say D')\nE = 1\nif 'E' not in os.environ:\n    E = 2\n    raise LookupError('say E')\n",
    );
    expect([reason('A'), reason('B')]).toEqual(Array(2).fill('it raises LookupError: say A or B'));
    expect(reason('C')).toBe('it raises LookupError: say C');
    expect(reason('D')).toBe('it raises LookupError: say D');
    expect(value('E')).toBe(2);
  });

  test('a star import whose absence raises leaves nothing known that was set before', async () => {
    const { reason, value } = await evaluate(
      "A = 1\ntry:\n    from local_settings import *\nexcept ImportError:\n    raise ImportError('write local_settings.py')\nB = 1\n",
    );
    expect(reason('A')).toContain('write local_settings.py');
    expect(value('B')).toBe(1);
  });

  test('in a function it ends the call, and a try around it takes it', async () => {
    const { value } = await evaluate(
      "def need(k):\n    raise LookupError(k)\ntry:\n    A = need('x')\nexcept LookupError as e:\n    A = str(e)\n",
    );
    expect(value('A')).toBe('x');
  });
});

describe('policy Fork: a test that is unknown', () => {
  test('both branches are taken; what comes out equal is kept', async () => {
    const { value, reason } = await evaluate(
      `${unknown}L = [1]\nif U:\n    A = 1\n    B = 2\n    L.append(2)\n    D = {'x': 1}\nelif U.y:\n    A = 1\n    B = 3\n    L.append(2)\n    D = {'x': 1}\nelse:\n    A = 1\n    C = 1\n    L.append(2)\n    D = {'x': 1}\n`,
    );
    expect([value('A'), simple(value('L')), simple(value('D'))]).toEqual([1, [1, 2], { x: 1 }]);
    for (const name of ['B', 'C']) expect(reason(name)).toContain('it depends on a test that is unknown');
  });

  test('a branch that raises is not the one that was taken', async () => {
    const { value } = await evaluate(
      `${unknown}if not U:\n    raise RuntimeError('set U')\nelse:\n    A = 1\n`,
    );
    expect(value('A')).toBe(1);
  });

  test('containers that differ are Unknown, for everyone who holds them', async () => {
    const { reason, value } = await evaluate(
      `${unknown}L = [1]\nM = L\nN = {'k': L}\nif U:\n    L.append(2)\n`,
    );
    expect(reason('M')).toContain('depends on');
    expect(value('N')).toMatchObject({ entries: new Map([['k', { kind: 'unknown' }]]) });
  });

  test('a return in one branch: the function is followed both ways to its end', async () => {
    const { value, reason } = await evaluate(
      `${unknown}def f(x):\n    if U:\n        return x\n    y = x\n    return y\ndef g():\n    if U:\n        return 1\nA = f(5)\nB = g()\n`,
    );
    expect(value('A')).toBe(5);
    expect(reason('B')).toContain('depends on');
  });

  test('one known side settles and, or and not', async () => {
    const { value } = await evaluate(
      `${unknown}A = 1 if (U and False) else 2\nB = 1 if (U or True) else 2\nC = 1 if not (U and 0) else 2\n`,
    );
    expect([value('A'), value('B'), value('C')]).toEqual([2, 1, 1]);
  });

  test('a loop over what can not be gone through may have done all that it says', async () => {
    const { value, reason } = await evaluate(
      "import sys\nA, L, K = 1, [1], 1\ndef put(module, x):\n    setattr(module, 'K', x)\ndef again():\n    global A\n    A = 2\ndef more():\n    L.append(2)\nfor x in range(10 ** 12):\n    again()\n    more()\nfor x in range(10 ** 12):\n    put(sys.modules[__name__], x)\nB = 1\n",
    );
    expect(reason('A')).toContain('the range is huge');
    expect(reason('L')).toContain('the range is huge');
    expect(reason('K')).toContain('the range is huge');
    expect(value('B')).toBe(1);
  });

  test('what a generator gives that met such a test', async () => {
    const { reason, value } = await evaluate(
      `${unknown}def f():\n    if U: yield 1\n    yield 2\ndef g():\n    while True: yield 1\nA = list(f())\nB = next(g())\n`,
    );
    expect(reason('A')).toContain('boto3');
    // Nobody asks for more than the first.
    expect(value('B')).toBe(1);
  });

  test('so may a comprehension over something unknown', async () => {
    const { value, reason } = await evaluate(
      `${unknown}A, L = 1, [1]\ndef again(x):\n    global A\n    A = 2\n    return x\nX = [again(x) for x in U]\nY = any(L.append(y) for x in [1] for y in U)\nB = 1\n`,
    );
    expect(reason('A')).toContain('it depends on');
    expect(reason('L')).toContain('it depends on');
    expect(value('B')).toBe(1);
  });

  test('loops that may run any number of times, or stop anywhere', async () => {
    const { value, reason } = await evaluate(
      `${unknown}A, B, L = 1, 1, []\nfor x in U:\n    A = 2\n    B = 1\n    L.append(x)\nwhile U:\n    C = 1\nfor y in [1, 2]:\n    if U:\n        break\n    E = y\n`,
    );
    for (const name of ['A', 'L', 'C']) expect(reason(name)).toContain('depends on');
    expect(reason('E')).toContain('boto3');
    expect(value('B')).toBe(1);
  });
});

describe('policy Fork, in a try: what may raise for all that is known', () => {
  test('the handlers may have run instead, from wherever the body was', async () => {
    const { value, reason } = await evaluate(
      `${unknown}A = 0\nB = 0\ntry:\n    A = 1\n    C = 1\n    U.setup()\n    A = 0\nexcept Exception:\n    C = 1\n    D = 1\n`,
    );
    for (const name of ['A', 'D']) expect(reason(name)).toContain('depends on');
    expect([value('B'), value('C')]).toEqual([0, 1]);
  });

  test('an operand that may not be reached does not raise for certain', async () => {
    const { reason } = await evaluate(`${unknown}try:\n    A = U and {}['k']\nexcept KeyError:\n    A = 2\n`);
    expect(reason('A')).toContain('depends on');
  });

  test('ImportError is never in doubt', async () => {
    const { value } = await evaluate(
      `${unknown}try:\n    U.setup()\n    A = 1\nexcept ImportError:\n    A = 2\n`,
    );
    expect(value('A')).toBe(1);
  });
});

describe('policy Import: try and ImportError', () => {
  const code =
    "try:\n    import extra\n    A = extra.NAME\nexcept ImportError:\n    A = 'missing'\ntry:\n    from extra import OTHER\nexcept ImportError:\n    OTHER = 'missing'\n";

  /** `names` of `settings.py`, with a folder of installed packages on the path. */
  async function withPackages(text: string, version = 'python3.11'): Promise<ReturnType<typeof view>> {
    const root = makeProject({ 'settings.py': text });
    const searchPath = [root, `${root}/.venv/lib/${version}/site-packages`];
    const module = await createPythonReader({ searchPath, env: {}, cwd: root }).importModule('settings');
    return view(root, module);
  }

  test('is decided by what is there', async () => {
    const without = await withPackages(code);
    expect([without.value('A'), without.value('OTHER')]).toEqual(['missing', 'missing']);
    const found = await evaluate({ 'settings.py': code, 'extra.py': "NAME = 'here'\n" });
    expect([found.value('A'), found.value('OTHER')]).toEqual(['here', 'missing']);
  });

  test('is not decided if no packages are known, by any way of asking', async () => {
    const { reason } = await evaluate(
      [
        'import importlib, importlib.util, pkgutil, contextlib',
        'A, B, D, F = [], [], [], []',
        'try:\n    import extra\n    A.append(1)\nexcept ImportError:\n    pass',
        "if importlib.util.find_spec('extra'): B.append(1)",
        "C = 1 if pkgutil.find_loader('extra') else 2",
        "try:\n    importlib.import_module('extra')\nexcept Exception:\n    D.append(1)",
        'def has():\n    try:\n        from extra import x\n    except (ImportError, ValueError):\n        return False\n    return True',
        'E = has()',
        'with contextlib.suppress(ImportError):\n    import extra\n    F.append(1)',
        'try:\n    import environ\n    G = 1\nexcept ImportError:\n    G = 2',
        'try:\n    import environ\n    H = 1\nexcept ImportError:\n    H = 2',
      ].join('\n'),
    );
    for (const name of 'ABCDEF')
      expect(reason(name), name).toContain('whether extra is installed is not known');
    for (const name of 'GH')
      expect(reason(name), name).toContain('whether environ is installed is not known');
  });

  test('but what does not hang on it is known', async () => {
    const { value } = await evaluate(
      {
        'conf/settings.py': [
          'try:\n    import extra\n    A = 1\nexcept ImportError:\n    A = 1',
          "try:\n    import extra\nexcept ImportError:\n    raise SystemExit('install extra')\nB = 1",
          'C = 1\ntry:\n    from local_settings import *\nexcept ImportError:\n    pass',
          'try:\n    from .local import *\nexcept ImportError:\n    D = 1',
          'try:\n    from django.core.management import execute_from_command_line\n    E = 1\nexcept ImportError:\n    E = 2',
          'try:\n    import urlparse\nexcept ImportError:\n    F = 1',
          'import environ\ntry:\n    import environ\n    G = 1\nexcept ImportError:\n    G = 2',
        ].join('\n'),
        'settings.py': 'from conf.settings import *\n',
      },
      {},
    );
    for (const name of 'ABCDEFG') expect(value(name), name).toBe(1);
  });

  test('standard modules are those of the version in use', async () => {
    const text = [
      'from importlib.util import find_spec',
      "A = [name for name in ['tomllib', 'zoneinfo', 'distutils', 'os', 'nope'] if find_spec(name)]",
      'try:\n    import distutils\n    B = 1\nexcept ImportError:\n    B = 2',
    ].join('\n');
    const older = await withPackages(text, 'python3.10');
    expect(simple(older.value('A'))).toEqual(['zoneinfo', 'distutils', 'os']);
    expect(older.value('B')).toBe(1);
    const newer = await withPackages(text, 'python3.13t');
    expect(simple(newer.value('A'))).toEqual(['tomllib', 'zoneinfo', 'os']);
    expect(newer.value('B')).toBe(2);
    const { reason } = await evaluate(text);
    for (const name of 'AB') expect(reason(name)).toContain('version of Python is not known');
  });

  test('sys.version_info is that of the environment; without one, what all versions share is known', async () => {
    const text = [
      'import sys',
      'A = sys.version_info[:2]',
      'B = [sys.version_info >= (3, 6), sys.version_info[:2] < (3, 7), sys.version_info[0] == 2, sys.version_info > (3,)]',
      'C = sys.version_info >= (3, 12)',
      'D = sys.version_info.major',
      'E = sys.version_info.minor',
    ].join('\n');
    const known = await withPackages(text);
    expect(simple(known.value('A'))).toEqual([3, 11]);
    expect([known.value('C'), known.value('E')]).toEqual([false, 11]);
    const { value, reason } = await evaluate(text);
    expect(simple(value('B'))).toEqual([true, false, false, true]);
    expect(value('D')).toBe(3);
    for (const name of 'CE') expect(reason(name)).toBe('the version of Python is not known');
  });

  test('in installed packages too, without running them for nothing', async () => {
    const root = makeProject({
      'settings.py':
        "APPS = ['a']\ntry:\n    import toolbar\n    APPS.append('toolbar')\nexcept ImportError:\n    pass\ntry:\n    import other\n    APPS.append('other')\nexcept ModuleNotFoundError:\n    APPS += ['-']\n",
      'lib/site-packages/toolbar/__init__.py': 'while True: pass\n',
    });
    const searchPath = [root, `${root}/lib/site-packages`];
    const module = await createPythonReader({ searchPath, env: {}, cwd: root }).importModule('settings');
    expect(simple(view(root, module).value('APPS'))).toEqual(['a', 'toolbar', '-']);
  });
});

describe('a generator that waits while the way is undecided', () => {
  const unknown = 'import boto3\nU = boto3.x()\n';
  const counting = `${unknown}def g():\n    for n in range(9): yield n\nit = g()\nnext(it)\n`;

  test('asked in one branch only: nobody knows what comes next', async () => {
    const { reason, value } = await evaluate(`${counting}A = 1\nif U:\n    next(it)\nB = next(it)\nC = 2\n`);
    expect(reason('B')).toContain('depends on');
    expect(value('C')).toBe(2);
  });

  test('asked in no branch, it goes on', async () => {
    const { value } = await evaluate(`${counting}if U:\n    A = 1\nelse:\n    A = 1\nB = next(it)\n`);
    expect(value('A')).toBe(1);
    expect(value('B')).toBe(1);
  });

  test('a try that is carried out is no branch', async () => {
    const { value } = await evaluate(
      `${counting}try:\n    A = next(it)\nexcept KeyError:\n    pass\nB = next(it)\n`,
    );
    expect(value('A')).toBe(1);
    expect(value('B')).toBe(2);
  });

  test('given to code that is not known, what it does may have happened', async () => {
    const { reason } = await evaluate(
      `${unknown}L = []\ndef g():\n    L.append(1)\n    yield 1\nit = g()\nU.take(it)\nA = next(it, 5)\n`,
    );
    expect(reason('A')).toContain('boto3');
    expect(reason('L')).toContain('boto3');
  });

  test('map, zip and iter are taken back as little as generators', async () => {
    const { reason } = await evaluate(
      `${unknown}a, b, c = iter([1, 2, 3]), map(str, [1, 2]), zip([1, 2], [3, 4])\nif U:\n    next(a)\n    next(b)\n    next(c)\nA = next(a)\nB = next(b)\nC = next(c)\n`,
    );
    for (const name of ['A', 'B', 'C']) expect(reason(name)).toContain('depends on');
  });
});
