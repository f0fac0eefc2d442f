import { describe, expect, test } from 'vitest';
import { CollectstaticError } from '../../../src/errors.ts';
import { evaluate } from '../project.ts';

describe('values within values', () => {
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
});

describe('syntax', () => {
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

  test('a long sum is read, also in a function that declares a name as global', async () => {
    const sum = Array.from({ length: 5000 }, () => '1').join(' + ');
    const { value } = await evaluate(`def f():\n    y = ${sum}\n    global X\n    X = 1\nZ = 2\n`);
    expect(value('Z')).toBe(2);
  });
});
