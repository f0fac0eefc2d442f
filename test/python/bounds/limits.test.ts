import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPythonReader } from '../../../src/python/index.ts';
import { evaluate, makeProject, view } from '../project.ts';
import { ended } from './ended.ts';

describe('what would never end, or be huge', () => {
  test('an endless loop is an error that names the statement', async () => {
    const problem = await ended('A = 1\nwhile True:\n    pass\n');
    expect(problem).toMatchObject({
      code: 'python-limit',
      severity: 'error',
      message: 'The Python code takes more than 3,000,000 steps, most of them in this statement.',
      at: { line: 2 },
    });
    expect(problem?.hint).toMatch(/--python.*--set/);
  });

  test.each([
    ['a list that grows', 'L = [1]\nfor x in L:\n    L.append(x)\n', 2],
    [
      'two functions that call each other for ever in a loop',
      'def a():\n    for i in range(10**4): b()\ndef b():\n    for i in range(10**4): pass\na()\nB = 1\n',
      5,
    ],
    [
      'many statements, and one that takes most',
      `X = [n for n in range(1_000)]\nfor n in range(20_000): X[0] = n * n\n${'X = [n for n in X]\n'.repeat(100)}`,
      2,
    ],
  ])('%s: the statement is named', async (_, text, line) => {
    expect(await ended(text, 200_000)).toMatchObject({
      code: 'python-limit',
      message: 'The Python code takes more than 200,000 steps, most of them in this statement.',
      at: { line },
    });
  });

  test('a file of 5 MB is refused before it is parsed', async () => {
    expect(await ended(`X = [\n${"    'some string',\n".repeat(300_000)}]\n`)).toMatchObject({
      code: 'python-limit',
    });
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

  test('a value that holds itself', async () => {
    const { value } = await evaluate("L = [1]\nL.append(L)\nD = {}\nD['d'] = D\nR = repr(L)\n");
    expect(value('R')).toBe('[1, [...]]');
    expect(value('L')).toMatchObject({ items: [1, { kind: 'other' }] });
  });
});
