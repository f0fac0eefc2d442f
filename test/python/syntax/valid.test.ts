import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { loadParser } from '../../../src/python/syntax/parse.ts';
import { result } from '../project.ts';
import { programs, takenByPython } from './tables.ts';

const VALID = programs('valid.txt');
const VALID_SINCE_3_12 = programs('valid-since-3.12.txt');

const version = spawnSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 11))'], {
  encoding: 'utf8',
});

describe('what Python reads is read', () => {
  test.skipIf(version.stdout?.trim() !== 'True')('the table is valid Python (skipped without 3.11)', () => {
    const taken = new Set(takenByPython(VALID));
    expect(VALID.filter((text) => !taken.has(text))).toEqual([]);
  });

  test('by the parser: each program, with and without a line end', async () => {
    const parser = await loadParser();
    const isRefused = (text: string): boolean => {
      try {
        return parser.parse('settings.py', text).body.length === 0;
      } catch {
        return true;
      }
    };
    const texts = [...VALID, ...VALID_SINCE_3_12].flatMap((text) => [text, `${text}\n`]);
    expect(texts.length).toBeGreaterThan(700);
    expect(texts.filter(isRefused)).toEqual([]);
  });
});

test.each([
  ['R = [\f1,\f2]', [1, 2]],
  ['R = 1if 2else 3', 1],
  [
    "R = ['\\477', '''\\777''', f'{1}\\400', r'\\477', b'\\377'.hex(), '\\\\477', '\\101']",
    ['\u013f', '\u01ff', '1\u0100', '\\477', 'ff', '\\477', 'A'],
  ],
  ['\u00b5 = 2\nR = \u03bc', 2],
  ['x\u{e0100} = 4\n\u{1d4b3} = 5\nR = [x\u{e0100}, X]', [4, 5]],
  ['R = []\nfor x in 1,: R.append(x)', [1]],
  ['R = []\nfor x in *[1], *[2, 3],:\n    R.append(x)', [1, 2, 3]],
  ['a, R = 1, 2\ndel a,\nR = "a" in globals()', false],
  ['a = b = 1\nif b: del a,; R = 1,; b = 2', [1]],
  ['match {"a": 1, "b": 2}:\n    case {"a": x, **rest,}: R = [x, rest["b"]]', [1, 2]],
  ['match "ab":\n    case "a" "b": R = 1\n    case _: R = 2', 1],
  ['match "a(b":\n    case "a" "(" "b": R = 1\n    case _: R = 2', 1],
  ['try:\n    raise KeyError\nexcept TypeError, KeyError:\n    R = "a" ", }"\nfor x in 1,: pass', 'a, }'],
])('rewritten for the parser, it means the same: %s', async (text, want) => {
  expect(await result(`${text}\n`)).toEqual(want);
});
