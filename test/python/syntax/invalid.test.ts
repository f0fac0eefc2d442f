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
  ["A = [\n    'a',\n\nB = 1\n", 1, 5, "'[' was never closed"],
  ["A = foo(\n    'a'\ndef f(): pass\n", 1, 8, "'(' was never closed"],
  ["A = {'a': [1, 2}\n", 1, 16, "closing parenthesis '}' does not match opening parenthesis '['"],
  ["A = (\n    'a',\n]\n", 3, 1, "closing parenthesis ']' does not match opening parenthesis '(' on line 1"],
  ['A = [1, 2]]\n', 1, 11, "unmatched ']'"],
  ["A = {\n    'a': 1\n    'b': 2,\n}\n", 2, 10, 'invalid syntax. Perhaps you forgot a comma?'],
  ['A = dict(a=1 b=2)\n', 1, 12, 'invalid syntax. Perhaps you forgot a comma?'],
  ["A = 'é', 'b\n", 1, 10, 'unterminated string literal'],
  ['A = 1\nB = """\nC = 1\n', 2, 5, 'unterminated triple-quoted string literal'],
  // What is rewritten for the parser is not taken for the fault.
  ['del a,\nA = = 1\n', 2, 5, 'unexpected token in expression'],
  ['try: pass\nexcept A, B: pass\nC = [1 2]\n', 3, 6, 'invalid syntax. Perhaps you forgot a comma?'],
])('%j: line, column and cause', async (text, line, column, words) => {
  const problem = refusal(await loadParser(), text);
  expect(problem?.message).toBe(`Python syntax error: ${words.charAt(0).toLowerCase()}${words.slice(1)}`);
  expect(problem?.at).toEqual({ file: 'settings.py', line, column });
});

/** What is taken though no Python takes it, and why that is left so. */
const TAKEN: readonly (readonly [text: string, reason: string])[] = [
  ['match x:\n    case [*]: pass', 'the parser gives it the tree of `*_`; settings have no such pattern'],
  ['match x:\n    case *,: pass', 'the same'],
  ['match x:\n    case {--1: a}: pass', 'a key is read as an expression; settings have no such pattern'],
  ['match x:\n    case (1as a) | (2 as a): pass', 'Python 3.8 takes `1as` in other places'],
  ['x[(*a)]', 'has the tree of `x[*a]`'],
  ['async def f(): -await -x', 'a coroutine is never run here'],
];

test.skipIf(!hasPython)('the rest is no Python either (skipped without python3)', async () => {
  const texts = TAKEN.map(([text]) => `${text}\n`);
  expect(takenByPython(texts)).toEqual([]);
  const parser = await loadParser();
  expect(texts.filter((text) => refusal(parser, text) !== undefined)).toEqual([]);
});
