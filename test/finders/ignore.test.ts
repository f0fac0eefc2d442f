import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fnmatchExpression } from '../../src/finders/fnmatch.ts';
import { fnmatchMatcher, ignoreMatcher, normalPath } from '../../src/finders/ignore.ts';

function python<Result>(program: string, input: unknown): Result {
  const output = execFileSync('python3', ['-c', program], { input: JSON.stringify(input), encoding: 'utf8' });
  return JSON.parse(output) as Result;
}

// Few characters, so that sets, ranges and stars meet; names made of the same ones, so that they match at times.
const ODD = [...'ab-z!^][\\*?./&~|$( '];
const pattern = fc.string({ unit: fc.constantFrom(...ODD, '*', '[', ']', '-', 'é', '😀'), maxLength: 9 });
const name = fc.string({ unit: fc.constantFrom(...'ab-z!^][\\./&~|\né😀'), maxLength: 6 });
/** A pattern that is one set, the part of fnmatch with the odd cases. */
const set = fc
  .string({ unit: fc.constantFrom(...'ab-z!^[\\&~|é'), minLength: 1, maxLength: 8 })
  .map((inner) => `[${inner}]`);

/** What most projects write. */
const simple = fc
  .tuple(
    fc.constantFrom('', '*'),
    fc.string({ unit: fc.constantFrom('a', 'b', '.', '😀'), maxLength: 2 }),
    fc.constantFrom('', '*'),
  )
  .map((parts) => parts.join(''));

test('fnmatch agrees with Python on patterns of every shape', () => {
  const cases = fc.sample(fc.tuple(fc.oneof(pattern, set, simple), fc.array(name, { maxLength: 12 })), {
    numRuns: 8000,
    seed: 20,
  });
  const theirs = python<boolean[][]>(
    `import sys, json, fnmatch
print(json.dumps([[fnmatch.fnmatchcase(n, p) for n in names] for p, names in json.load(sys.stdin)]))`,
    cases,
  );
  const wrong = cases.flatMap(([glob, names], row) =>
    names.flatMap((text, column) => {
      const ours = fnmatchMatcher([glob])(text);
      return ours === theirs[row]?.[column] ? [] : [{ glob, text, ours }];
    }),
  );
  expect(wrong).toEqual([]);
  expect(theirs.flat().filter(Boolean).length).toBeGreaterThan(1000);
});

test('sets agree with Python character by character', () => {
  const alphabet = [...'ab-cyz!^][\\&~|é'];
  const sets = fc.sample(set, { numRuns: 4000, seed: 7 });
  const theirs = python<string[]>(
    `import sys, json, fnmatch
alphabet, sets = json.load(sys.stdin)
print(json.dumps(["".join(c for c in alphabet if fnmatch.fnmatchcase(c, p)) for p in sets]))`,
    [alphabet, sets],
  );
  const ours = sets.map((glob) => alphabet.filter((c) => fnmatchExpression(glob).test(c)).join(''));
  expect(ours).toEqual(theirs);
});

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

test('a pattern that would backtrack for ever is answered at once', () => {
  const glob = `${'*a'.repeat(30)}*b`;
  const started = performance.now();
  expect(fnmatchExpression(glob).test('a'.repeat(5000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(2000);
});

test('a folder named with a trailing slash is the folder', () => {
  const ignored = ignoreMatcher(['css/', './js', '*.map']);
  expect(['css', 'js', 'a/b.map', 'scss', 'css/a'].map(ignored)).toEqual([true, true, true, false, false]);
});
