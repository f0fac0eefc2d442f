import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { CollectstaticError } from '../../../src/errors.ts';
import { loadParser, type Parser } from '../../../src/python/syntax/parse.ts';
import type { Problem } from '../../../src/types.ts';
import { programs, takenByPython } from './tables.ts';

/** Programs that every Python from 3.8 to 3.13 refuses. */
const INVALID = programs('invalid.txt').map((text) => `${text.replaceAll('<NUL>', '\0')}\n`);

const hasPython = spawnSync('python3', ['-c', 'import sys; assert sys.version_info >= (3, 8)']).status === 0;

test.skipIf(!hasPython)('the table is no Python (skipped without python3)', () => {
  expect(takenByPython(INVALID)).toEqual([]);
});

function refusal(parser: Parser, text: string): Problem | undefined {
  try {
    parser.parse('settings.py', text);
    return undefined;
  } catch (error) {
    if (error instanceof CollectstaticError) return error.problems[0];
    throw error;
  }
}

test('each is refused, with the line', async () => {
  const parser = await loadParser();
  expect(INVALID.length).toBeGreaterThan(700);
  const problems = INVALID.map((text) => ({ text, problem: refusal(parser, text) }));
  const taken = problems.filter(
    ({ problem }) => problem?.code !== 'python-syntax' || problem.at?.line === undefined,
  );
  expect(taken).toEqual([]);
});

test.each([
  ['A = 1\ntry:\n    B = 2\nC = 3\n', 2, 1, "expected 'except' or 'finally' block"],
  [
    'A = 1\nB = 0777\n',
    2,
    5,
    'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
  ],
  ['A = [\n    "a",\n    b"b" "c",\n]\n', 3, 10, 'cannot mix bytes and nonbytes literals'],
  ['if A:\n\tB = 1\n        C = 2\n', 3, 1, 'inconsistent use of tabs and spaces in indentation'],
  ['A = 1\nfrom os import path,\n', 2, 20, 'trailing comma not allowed without surrounding parentheses'],
  ['APPS = list(\n    a for a in b, 1\n)\n', 1, 12, 'Generator expression must be parenthesized'],
  ['def f():\n    pass\nreturn 1\n', 3, 1, "'return' outside function"],
  ['A = dict(a=1, a=2)\n', 1, 15, 'keyword argument repeated: a'],
  ["A = f'{B}}'\n", 1, 10, "f-string: single '}' is not allowed"],
  ["A = 'C:\\Users\\u12'\n", 1, 5, "the text can't be decoded: truncated \\UXXXXXXXX escape"],
])('%j: line, column and cause', async (text, line, column, words) => {
  const problem = refusal(await loadParser(), text);
  expect(problem?.message).toBe(`Python syntax error: ${words.charAt(0).toLowerCase()}${words.slice(1)}`);
  expect(problem?.at).toEqual({ file: 'settings.py', line, column });
});
