import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBlank, splitLines, strip } from '../../src/text/blanks.ts';
import { python } from './python.ts';

test('the characters that are blank are those of Python', () => {
  const points = Array.from({ length: 0xd800 }, (_, point) => point).concat(0xfeff, 0x1f600);
  const theirs = python<number[]>(
    'import sys, json\nprint(json.dumps([p for p in json.load(sys.stdin) if chr(p).isspace()]))',
    points,
  );
  expect(points.filter((point) => isBlank(String.fromCodePoint(point)))).toEqual(theirs);
});

test('texts are stripped and split into lines as in Python', () => {
  const unit = fc.constantFrom(...'ab \t\r\n\v\f\x1c\x1f\x85\u2028\u00a0\ufeff');
  const texts = fc.sample(fc.string({ unit, maxLength: 8 }), { numRuns: 3000, seed: 5 });
  const theirs = python<[string, string[], string[]][]>(
    'import sys, json\nprint(json.dumps([[t.strip(), t.splitlines(), t.splitlines(True)] for t in json.load(sys.stdin)]))',
    texts,
  );
  expect(texts.map((text) => [strip(text), splitLines(text), splitLines(text, true)])).toEqual(theirs);
});
