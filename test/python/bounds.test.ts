import { existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CollectstaticError } from '../../src/errors.ts';
import { createPythonReader } from '../../src/python/index.ts';
import type { Problem } from '../../src/types.ts';
import { evaluate, makeProject, type Options, view } from './project.ts';

/** The problems an evaluation ends with; fails where it does not. */
async function problemsOf(text: string, options: Options = {}): Promise<readonly Problem[]> {
  try {
    await evaluate(text, options);
  } catch (error) {
    if (error instanceof CollectstaticError) return error.problems;
    throw error;
  }
  throw new Error('it was evaluated');
}

describe('what would never end, or be huge', () => {
  test.each([
    ['an endless loop', 'A = 1\nwhile True:\n    pass\n', 2],
    ['one that grows', 'L = [1]\nfor x in L:\n    L.append(x)\n', 2],
    [
      'two functions that call each other for ever in a loop',
      'def a():\n    for i in range(10**5): b()\ndef b():\n    for i in range(10**5): pass\na()\nB = 1\n',
      5,
    ],
    [
      'many statements, and one that takes most',
      `X = [n for n in range(10_000)]\nfor n in range(200_000): X[0] = n * n\n${'X = [n for n in X]\n'.repeat(100)}`,
      2,
    ],
  ])('%s is an error that names the statement', async (_, text, line) => {
    const [problem] = await problemsOf(text);
    expect(problem).toMatchObject({
      code: 'python-limit',
      severity: 'error',
      message: 'The Python code takes more than 3,000,000 steps, most of them in this statement.',
      at: { line },
    });
    expect(problem?.hint).toMatch(/--python.*--set/);
  });

  test('a file of 5 MB is refused before it is parsed', async () => {
    const [problem] = await problemsOf(`X = [\n${"    'some string',\n".repeat(300_000)}]\n`);
    expect(problem?.code).toBe('python-limit');
  });

  test.each([
    ['recursion', 'def f(n): return f(n + 1)\nX = f(0)'],
    ['a huge range', 'X = sum(range(10**12))'],
    ['a huge text', "X = 'x' * 10**10"],
    ['a huge number', 'X = 10 ** 10 ** 10'],
    ['a huge shift', 'X = 1 << 10**12'],
    ['a huge field', "X = '%*d' % (10**9, 1)"],
    ['a huge list', 'X = list(range(10**8))'],
    ['a long chain', `X = ${'1 + '.repeat(20_000)}1`],
  ])('%s is Unknown, and the rest is read', async (_, text) => {
    const { reason, value } = await evaluate(`${text}\nY = 1\n`);
    expect(reason('X')).not.toBe('');
    expect(value('Y')).toBe(1);
  });

  test.each([
    ['lists that double', 'X = [0]\nfor i in range(60): X = X + X'],
    ['tuples that double', 'X = (0,)\nfor i in range(60): X = X + X'],
    ['texts that double', "X = 'a'\nfor i in range(60): X = X + X"],
    ['bytes that double', "X = b'a'\nfor i in range(60): X = X + X"],
    ['a number of a million digits', "X = int('9' * 10**6)"],
    ['a long text as a float', "X = float('9' * 10**5 + 'x')"],
    ['many digits behind a point', "X = '%.999999999d' % 1"],
    ['a template filled many times', "X = ('{0}' * 10**5).format('a' * 10**5)"],
    ['a percent template', "X = ('%s' * 10**4) % (('a' * 10**5,) * 10**4)"],
    ['a join', "X = ('a' * 10**5).join(['b'] * 10**5)"],
    ['a replace', "X = ('a' * 10**5).replace('a', 'b' * 10**5)"],
    ['nested brackets of JSON', "import json\nX = json.loads('[' * 10**5)"],
    ['a path', "from pathlib import Path\nX = Path('a/' * 10**5).parents"],
  ])('%s: Unknown', async (_, text) => {
    const { reason, value } = await evaluate(`${text}\nY = 1\n`);
    expect(reason('X')).not.toBe('');
    expect(value('Y')).toBe(1);
  });

  test.each([
    ['repr of a shared list', 'L = [0]\nfor i in range(60): L = [L, L]\nX = repr(L)'],
    ['JSON of a shared list', 'import json\nL = [0]\nfor i in range(60): L = [L, L]\nX = json.dumps(L)'],
    ['lengths of a long text', "S = 'a' * 10**6\nfor i in range(10**6): len(S)"],
    ['items of a long text', "S = 'a' * 10**6\nfor i in range(10**6): S[i]"],
    ['a long text looked through', "S = 'a' * 10**6\nfor i in range(10**6): 'b' in S"],
    ['long texts compared', "S, T = 'a' * 10**6, 'a' * 10**6\nfor i in range(10**6): S == T"],
    ['items put in front', 'L = list(range(10**5))\nfor i in range(10**6): L.insert(0, i)'],
    ['items of a dict taken out', 'D = dict.fromkeys(range(10**5))\nwhile D: D.popitem()'],
    ['an endless iterator', 'import itertools\nX = all(itertools.repeat(1))'],
    ['permutations', 'import itertools\nX = next(itertools.permutations(range(10000)))'],
    ['text that is run', "for i in range(10**6): exec('x = 1\\n' * 1000)"],
    ['a power of huge numbers', 'X = pow(7, 10**5000, 10**4000 + 1)'],
    ['a set operator', 'A = set(range(10**5))\nwhile True: A |= A'],
    ['a union', 'A = set(range(10**5))\nwhile True: X = A.union(A)'],
    ['a copy of a set', 'A = set(range(10**5))\nwhile True: X = A.copy()'],
    ['sets compared', 'A, B = set(range(10**5)), set(range(10**5))\nwhile True: X = A <= B, A == B'],
    ['a folder listed', "import os\nwhile True: X = os.listdir('.')"],
    ['a path looked at', "import os\nwhile True: X = os.path.exists('nothing')"],
    ['a copy of a dict', 'D = dict.fromkeys(range(10**5))\nwhile True: X = D.copy()'],
    ['a big dict begun', 'D = dict.fromkeys(range(10**5))\nwhile True:\n    for k in D: break'],
    [
      'a big dict in a try',
      'D = dict.fromkeys(range(10**5))\nwhile True:\n    try:\n        D[0] = unknown_name\n    except ValueError: pass',
    ],
  ])('%s: ends', async (_, text) => {
    expect(await problemsOf(`${text}\n`, { limits: { steps: 1_000_000 } })).toMatchObject([
      { code: 'python-limit' },
    ]);
  });

  // Whatever a native goes over counts, so a tenth of the bound is soon used up.
  test.each([
    ['title case', "S = 'a' * 10**5\nwhile True: X = S.title()"],
    ['repr in a format', "S = 'a\\n' * 10**5\nwhile True: X = f'{S!r:>10}'"],
    [
      'a deque emptied from the left',
      'from collections import deque\nD = deque(range(10**5))\nwhile True:\n    D.popleft(); D.append(1)',
    ],
    [
      'a dict of a ChainMap',
      'from collections import ChainMap\nD = dict.fromkeys(range(10**4))\nwhile True: X = dict(ChainMap(D, D))',
    ],
    [
      'a ChainMap of many',
      'from collections import ChainMap\nM = ChainMap(*[{} for i in range(1000)])\nwhile True: X = 1 in M',
    ],
    ['the text of a long int', 'X = 3**20000\nwhile True: Y = str(X)'],
    ['the text of an int that is just short enough', "N = 10**4000\nwhile True: X = f'{N:,}'"],
    [
      'a query that is written',
      'from urllib.parse import urlencode\nD = dict.fromkeys(range(10**4), 1)\nwhile True: X = urlencode(D)',
    ],
    ['a query', "from urllib.parse import parse_qs\nS = 'a=1&' * 10**4\nwhile True: X = parse_qs(S)"],
    ['a quoted text', "from urllib.parse import quote\nS = 'a b' * 10**4\nwhile True: X = quote(S)"],
    [
      'a literal of many items',
      "import ast\nS = '[' + '1,' * 10**4 + ']'\nwhile True: X = ast.literal_eval(S)",
    ],
    ['text that is evaluated', "S = '[' + '1,' * 10**4 + ']'\nwhile True: X = eval(S)"],
    [
      'a template of many fields',
      "import string\nS = string.Template('$a' * 10**4)\nwhile True: X = S.substitute(a='b')",
    ],
    ['a format of many fields', "S = '{a}' * 10**4\nwhile True: X = S.format(a=1)"],
    ['a percent format of many fields', "S = '%(a)s' * 10**4\nwhile True: X = S % {'a': 1}"],
    ['nested lists compared', 'L, M = [[0] * 100] * 100, [[0] * 100] * 100\nwhile True: X = L == M'],
    ['nested lists ordered', 'L, M = [[0] * 100] * 100, [[0] * 100] * 100\nwhile True: X = L < M'],
    [
      'big dicts compared',
      'D, E = dict.fromkeys(range(10**4)), dict.fromkeys(range(10**4))\nwhile True: X = D == E',
    ],
    ['a sum of lists', 'X = sum([[1] * 100] * 10000, [])'],
    [
      'a reduction of lists',
      'from functools import reduce\nX = reduce(lambda a, b: a + b, [[1] * 100] * 10000)',
    ],
    ['JSON read', "import json\nS = '[' + '1,' * 10**4 + '1]'\nwhile True: X = json.loads(S)"],
    ['JSON written', 'import json\nL = list(range(10**4))\nwhile True: X = json.dumps(L)'],
    [
      'an INI file',
      "import configparser\nS = '[a]\\n' + 'b\\n' * 0 + ''.join('a%d=1\\n' % i for i in range(1000))\nwhile True:\n    P = configparser.ConfigParser()\n    P.read_string(S)",
    ],
    ['a big field', "while True: X = '{:>100000}'.format('a')"],
    ['glob', "import glob\nwhile True: X = glob.glob('*')"],
    ['glob to all depths', "import glob\nwhile True: X = glob.glob('**/*', recursive=True)"],
    ['a folder gone through', "from pathlib import Path\nwhile True: X = list(Path('.').iterdir())"],
    ['products of long ints', 'N = 3**20000\nwhile True: X = N * N'],
    ['quotients of long ints', 'N, M = 3**20000, 7**9000\nwhile True: X = N // M'],
    ['int of a long text', "S = '2' * 4000\nwhile True: X = int(S, 3)"],
    [
      'a long text looked for in another',
      "S = 'a' * 10**5\nT = 'b' + 'a' * (5 * 10**4)\nwhile True: X = S.rfind(T)",
    ],
    ['a tuple as a key', 'K = tuple(range(1000))\nD = {}\nwhile True: D[K[:-1]] = 1'],
    ['a frozenset as a key', 'D = {}\nwhile True: D[frozenset(range(1000))] = 1'],
    ['what is raised and caught', "while True:\n    try: int('x')\n    except ValueError: pass"],
    ['a big list given away', 'import nowhere\nL = [[i] for i in range(10**4)]\nwhile True: nowhere.f(L)'],
    [
      'elements of a Counter',
      "from collections import Counter\nC = Counter({'a': 10**5})\nwhile True: X = C.elements()",
    ],
  ])('%s: ends by its work', async (_, text) => {
    expect(await problemsOf(`${text}\n`, { limits: { steps: 300_000 } })).toMatchObject([
      { code: 'python-limit' },
    ]);
  });

  test.each([
    ['repr', 'X = repr(L)'],
    ['str of a dict', "D = {}\nfor i in range(5000): D = {'k': D}\nX = str(D)"],
    ['==', 'M = []\nfor i in range(5000): M = [M]\nX = L == M'],
    ['== of dicts', 'D, E = {}, {}\nfor i in range(5000): D, E = {1: D}, {1: E}\nX = D == E'],
    ['<', 'M = []\nfor i in range(5000): M = [M]\nX = L < M'],
    ['in', 'M = []\nfor i in range(5000): M = [M]\nX = L in [M]'],
    ['deepcopy', 'import copy\nX = copy.deepcopy(L)'],
    ['JSON', 'import json\nX = json.dumps(L)'],
    ['a key', 'T = ()\nfor i in range(5000): T = (T,)\nX = {T: 1}[T]'],
    ['isinstance', "T = (int,)\nfor i in range(5000): T = (T,)\nX = isinstance('a', T)"],
    ['map', 'f = iter([1])\nfor i in range(5000): f = map(str, f)\nX = next(f)'],
    ['generator expressions', 'f = iter([1])\nfor i in range(5000): f = (x for x in f)\nX = next(f)'],
    ['yield from', 'def g(): yield from g()\nX = next(g())'],
    ['partial', 'from functools import partial\nf = len\nfor i in range(5000): f = partial(f)\nX = f([])'],
    ['calls', 'f = lambda: 1\nfor i in range(5000): f = (lambda g: lambda: g())(f)\nX = f()'],
    ['a key function', 'def k(x): return sorted([1], key=k)\nX = sorted([1], key=k)'],
    ['a property', 'class A:\n    @property\n    def p(self): return self.p\nX = A().p'],
    [
      'dataclasses',
      'from dataclasses import dataclass, asdict\n@dataclass\nclass A:\n    x: object\na = A(1)\nfor i in range(5000): a = A(a)\nX = asdict(a)',
    ],
    ['base classes', 'B = object\nfor i in range(500): B = type("B", (B,), {})\nX = B.__name__'],
  ])('%s that nests too deeply is Unknown by a bound of our own, and the rest is read', async (_, text) => {
    const { module, value } = await evaluate(`L = []\nfor i in range(5000): L = [L]\n${text}\nY = 1\n`);
    expect(module.get('X')?.value).toMatchObject({ kind: 'unknown', isLimit: true });
    expect(value('Y')).toBe(1);
  });

  test('where the code of packages takes all steps there are, the place that took most is named', async () => {
    const root = makeProject({
      'settings.py': 'from shop import A\nX = A\n',
      'site-packages/shop.py': 'from slow import spin\nA = spin()\n',
      'site-packages/slow.py': 'def spin():\n    n = 0\n    while True:\n        n += 1\n',
    });
    const module = await createPythonReader({
      searchPath: [root, join(root, 'site-packages')],
      env: {},
      cwd: root,
      limits: { packageSteps: 50_000 },
    }).importModule('settings');
    expect(view(root, module).reason('X')).toMatch(
      /^the code of packages takes more than 50,000 steps, most of them at .*slow\.py:[34]$/,
    );
  });

  test('what is held many times over is one key, and no data of endless size', async () => {
    const { value } = await evaluate(
      't = ()\nfor i in range(60): t = (t, t)\nD = {t: 1}\nA = D[t]\nB = t in D\nC = (t,) in D\nL = [0]\nfor i in range(60): L = [L, L]\nE = 1\n',
    );
    expect([value('A'), value('B'), value('C'), value('E')]).toEqual([1, true, false, 1]);
    expect(value('L')).toEqual({ kind: 'other', type: 'list of too many parts' });
  });

  test('glob patterns with many stars', async () => {
    const { value } = await evaluate(
      "from fnmatch import fnmatch\nA = fnmatch('a' * 5000, '*a' * 2000 + 'b')\nB = fnmatch('a' * 5000 + 'b', '*a' * 2000 + 'b')\nC = [fnmatch(n, '[!a-c]?[]x]*') for n in ('dx]', 'ax]', 'd', 'dyx', 'dyz')]\n",
    );
    expect([value('A'), value('B')]).toEqual([false, true]);
    expect(value('C')).toMatchObject({ items: [true, false, false, true, false] });
  });

  test.each([
    ['parentheses', `X = ${'('.repeat(900)}1${')'.repeat(900)}\n`],
    ['lists', `X = ${'['.repeat(5000)}${']'.repeat(5000)}\n`],
    [
      'blocks',
      Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}if 1:\n`).join('') +
        `${' '.repeat(400)}X = 1\n`,
    ],
  ])('deeply nested %s are a clear error, or read', async (_, text) => {
    try {
      const { value } = await evaluate(text);
      expect(value('X')).toBeDefined();
    } catch (error) {
      if (!(error instanceof CollectstaticError)) throw error;
      expect(error.problems[0]).toMatchObject({
        code: 'python-syntax',
        message: 'The file is nested too deeply to be read.',
      });
    }
  });

  test('a value that holds itself', async () => {
    const { value } = await evaluate("L = [1]\nL.append(L)\nD = {}\nD['d'] = D\nR = repr(L)\n");
    expect(value('R')).toBe('[1, [...]]');
    expect(value('L')).toMatchObject({ items: [1, { kind: 'other' }] });
  });
});

describe('syntax errors', () => {
  test.each([
    ['X = (\n', 1],
    ['A = 1\nif A\n    B = 2\n', 2],
    ['print "x"\n', 1],
    ['def f(:\n  pass\n', 1],
    ["A = 'x\n", 1],
  ])('%j: file, line and the line itself', async (text, line) => {
    const [problem] = await problemsOf(text);
    expect(problem).toMatchObject({
      code: 'python-syntax',
      severity: 'error',
      excerpt: text.split('\n')[line - 1],
    });
    expect(problem?.at).toMatchObject({ line });
  });

  test.each([
    'for 1 in [2]: pass',
    'X = [0 for a + b in [2]]',
    'X = (a + b := 1)',
    'X = (a.b := 1)',
    'X = (a[0] := 1)',
    'try:\n    for 1 in [2]: pass\nexcept Exception: pass',
  ])('what the parser takes for a target, and is none: %s', async (text) => {
    expect(await problemsOf(`a = b = [1]\n${text}\n`)).toMatchObject([
      { code: 'python-syntax', message: 'Python syntax error: cannot assign to expression' },
    ]);
  });

  test('in an imported module they leave what it would have bound Unknown', async () => {
    const { module, reason, value } = await evaluate({
      'settings.py': 'A = 1\nfrom base import *\nfrom base import B\nC = 2\n',
      'base.py': 'X = (\n',
    });
    expect(reason('A')).toContain('syntax error');
    expect(reason('B')).toContain('syntax error');
    expect(value('C')).toBe(2);
    expect(module.notes[0]).toMatchObject({ code: 'python-syntax', severity: 'warning' });
  });

  test('newer and older ways to write', async () => {
    const { value } = await evaluate(
      "\uFEFF# -*- coding: utf-8 -*-\n\f\ntype X = int\ntry:\n    raise KeyError('k')\nexcept TypeError, KeyError:\n    A = 1\n",
    );
    expect(value('A')).toBe(1);
  });
});

describe('hostile code', () => {
  test('touches nothing outside, and what it would have got is Unknown', async () => {
    const root = makeProject({ 'site/settings.py': '', 'secret/key.txt': 'secret', 'site/own.txt': 'own' });
    symlinkSync(join(root, 'secret'), join(root, 'site', 'link'));
    writeFileSync(
      join(root, 'site', 'settings.py'),
      [
        'import os, subprocess, socket, shutil',
        "A = os.system('touch pwned')",
        "B = subprocess.check_output(['touch', 'pwned'])",
        "C = open('../secret/key.txt').read()",
        "D = open('link/key.txt').read()",
        "E = __import__('os').remove('own.txt')",
        "F = open('pwned', 'w')",
        "G = os.listdir('..')",
        "H = eval(\"__import__('os').popen('touch pwned').read()\")",
        "I = socket.create_connection(('127.0.0.1', 1))",
        "J = shutil.rmtree('.')",
        "K = open('own.txt').read()",
        "L = open('/etc/hostname').read()",
      ].join('\n'),
    );
    const cwd = join(root, 'site');
    const module = await createPythonReader({ searchPath: [cwd], env: {}, cwd }).importModule('settings');
    const { reason, value } = view(root, module);
    for (const name of 'ABCDEFGHIJL') expect(reason(name), name).not.toBe('');
    expect(value('K')).toBe('own');
    expect(readdirSync(cwd).sort()).toEqual(['link', 'own.txt', 'settings.py']);
    expect(existsSync(join(root, 'secret', 'key.txt'))).toBe(true);
  });
});

const SETTINGS = `
import os
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent
DEBUG = os.environ.get('DEBUG', '1') == '1'
INSTALLED_APPS = ['django.contrib.admin', *(['debug'] if DEBUG else [])]
try:
    from local import *
except ImportError:
    LOCAL = None
def env(name, default=None):
    """Reads a variable."""
    try:
        return os.environ[name]
    except KeyError:
        return default
STATICFILES_DIRS = [BASE_DIR / 'static', (f'pre{1:02d}', os.path.join(BASE_DIR, 'x'))]
class Dev(object):
    STATIC_ROOT = env('ROOT', '/srv/%s' % 'static')
for name in ('A', 'B'):
    globals()[name] = {k: v for k, v in enumerate(name)}
STATIC_ROOT = Dev.STATIC_ROOT
`;

describe('any text at all', () => {
  /** Ends in a value, in Unknown, or in the user's error; never in a bug, never in a hang. */
  async function survives(text: string): Promise<void> {
    const root = makeProject({ 'settings.py': text });
    try {
      const module = await createPythonReader({
        searchPath: [root],
        env: {},
        cwd: root,
        limits: { steps: 50_000 },
      }).importModule('settings');
      for (const name of module.names()) module.get(name);
    } catch (error) {
      if (!(error instanceof CollectstaticError)) throw error;
      expect(error.problems[0]?.code).toMatch(/^python-/);
    }
  }

  test('random characters', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), survives), {
      numRuns: 150,
    });
  });

  test('settings with pieces cut out, doubled and exchanged', async () => {
    const tokens = SETTINGS.match(/\w+|\s+|[^\w\s]/g) ?? [];
    const edit = fc.record({
      at: fc.nat({ max: tokens.length - 1 }),
      from: fc.nat({ max: tokens.length - 1 }),
      length: fc.integer({ min: 0, max: 3 }),
      how: fc.constantFrom('cut', 'copy', 'replace'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        const changed = [...tokens];
        for (const { at, from, length, how } of edits) {
          const piece = tokens.slice(from, from + length);
          changed.splice(at, how === 'copy' ? 0 : length, ...(how === 'cut' ? [] : piece));
        }
        await survives(changed.join(''));
      }),
      { numRuns: 200 },
    );
  });
});
