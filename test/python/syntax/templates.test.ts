import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadParser } from '../../../src/python/syntax/parse.ts';
import { evaluate } from '../project.ts';

/** f-strings, and what CPython 3.13 makes of each. */
const TEMPLATES: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'templates.json'), 'utf8'),
);
const BEFORE = "a = 'x'\nb = {'k': 5, 'w': 8}\nn = 3.14159\ns = [1, 2]\nw = 9\n";
const SOURCES = Object.keys(TEMPLATES);

const ASK = `
import json, sys, warnings
assert sys.version_info >= (3, 12)
warnings.simplefilter('ignore')
before, sources = json.load(sys.stdin)
def value(source):
    names = {}
    exec(before + 'R = ' + source + '\\n', names)
    return names['R']
print(json.dumps([value(source) for source in sources]))
`;

const recent = ['python3', 'python3.13', 'python3.12'].find(
  (name) => spawnSync(name, ['-c', 'import sys; assert sys.version_info >= (3, 12)']).status === 0,
);

test.skipIf(recent === undefined)('the table is what CPython says (skipped without 3.12)', () => {
  const input = JSON.stringify([BEFORE, SOURCES]);
  const { stdout } = spawnSync(recent as string, ['-c', ASK], { input, encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual(Object.values(TEMPLATES));
});

test('each comes to what CPython makes of it', async () => {
  const lines = SOURCES.map((source, index) => `R${index} = ${source}\n`);
  const { value } = await evaluate(`${BEFORE}${lines.join('')}`);
  const own = SOURCES.map((source, index) => [source, value(`R${index}`)]);
  expect(Object.fromEntries(own)).toEqual(TEMPLATES);
});

test.each([
  ['A = 1\nB = f"{a b}"\n', 2, 10, 'invalid syntax'],
  ['B = f"""\n{a}\n{1 +}"""\n', 3, 5, 'unexpected token in expression'],
  ['B = f"é{a!x}"\n', 1, 11, "f-string: invalid conversion character 'x': expected 's', 'r', or 'a'"],
  ['B = f"{a! r}"\n', 1, 10, 'f-string: conversion type must come right after the exclamation mark'],
  ['B = f"{}"\n', 1, 8, "f-string: valid expression required before '}'"],
  ['B = f"{a)}"\n', 1, 9, "f-string: unmatched ')'"],
  ['B = f"{a"\n', 1, 9, "f-string: expecting '}'"],
  ['B = f"{a[}"\n', 1, 10, "f-string: closing parenthesis '}' does not match opening parenthesis '['"],
  ['B = f"a\n"\n', 1, 5, 'unterminated f-string literal'],
  ['B = f"{a:{b:{c:{d}}}}"\n', 1, 16, 'f-string: expressions nested too deeply'],
  ['B = f"{a["b"}"\n', 1, 13, "f-string: closing parenthesis '}' does not match opening parenthesis '['"],
])('%j is refused at its place', async (text, line, column, words) => {
  const parser = await loadParser();
  expect(() => parser.parse('settings.py', text)).toThrow(
    expect.objectContaining({
      problems: [
        expect.objectContaining({
          message: `Python syntax error: ${words}`,
          at: { file: 'settings.py', line, column },
        }),
      ],
    }),
  );
});
