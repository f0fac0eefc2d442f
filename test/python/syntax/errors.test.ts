import { describe, expect, test } from 'vitest';
import { CollectstaticError } from '../../../src/errors.ts';
import type { Problem } from '../../../src/types.ts';
import { evaluate } from '../project.ts';

/** The problems an evaluation ends with; fails where it does not. */
async function problemsOf(text: string): Promise<readonly Problem[]> {
  try {
    await evaluate(text);
  } catch (error) {
    if (error instanceof CollectstaticError) return error.problems;
    throw error;
  }
  throw new Error('it was evaluated');
}

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

  test.each([
    ['A = [\n    b / "c"\n    d / "e",\n]', 2, 5],
    ['A = [1, f(x).y[0] z]', 1, 9],
    ['A = f(k=a + b c)', 1, 9],
    ['A = {1: not x y}', 1, 9],
    ['A = (*a b)', 1, 7],
  ])(
    'a missing comma is told where the item before it begins, as CPython does: %j',
    async (text, line, column) => {
      expect(await problemsOf(text)).toMatchObject([
        { message: 'Python syntax error: invalid syntax. Perhaps you forgot a comma?', at: { line, column } },
      ]);
    },
  );

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
