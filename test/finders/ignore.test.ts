import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ignoreMatcher, normalPath } from '../../src/finders/ignore.ts';
import { python } from '../text/python.ts';

test('normpath agrees with Python', () => {
  const paths = fc.sample(
    fc.string({ unit: fc.constantFrom('/', '/', '.', '..', 'a', 'b*'), maxLength: 9 }),
    {
      numRuns: 3000,
      seed: 3,
    },
  );
  const theirs = python<string[]>(
    'import sys, json, posixpath\nprint(json.dumps([posixpath.normpath(p) for p in json.load(sys.stdin)]))',
    paths,
  );
  expect(paths.map(normalPath)).toEqual(theirs);
});

test('a folder named with a trailing slash is the folder', () => {
  const ignored = ignoreMatcher(['css/', './js', '*.map']);
  expect(['css', 'js', 'a/b.map', 'scss', 'css/a'].map(ignored)).toEqual([true, true, true, false, false]);
});
