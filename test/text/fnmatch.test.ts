import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fnmatchMatcher } from '../../src/text/fnmatch.ts';
import { python } from './python.ts';

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
      const ours = fnmatchMatcher(glob)(text);
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
  const ours = sets.map((glob) => alphabet.filter((c) => fnmatchMatcher(glob)(c)).join(''));
  expect(ours).toEqual(theirs);
});

test('half of a surrogate pair is a character of its own', () => {
  const [high, low] = ['\ud83d', '\ude00'];
  expect(['😀', low, `a${low}`].map(fnmatchMatcher(`*${low}`))).toEqual([false, true, true]);
  expect(['😀', high, `${high}a`].map(fnmatchMatcher(`${high}*`))).toEqual([false, true, true]);
});

test.each([
  ['many stars', `${'*a'.repeat(30)}*b`, 'a'.repeat(5000)],
  ['many stars and sets', `${'*[ab]?'.repeat(30)}*c`, 'a'.repeat(5000)],
  ['more stars than a regular expression has groups', `${'*a'.repeat(60_000)}*b`, 'a'.repeat(50_000)],
  ['many sets that are never closed', `]${'['.repeat(300_000)}`, 'a'],
  ['many empty ranges', `[${'b-ac'.repeat(100_000)}]`, 'x'],
])('a hostile pattern is answered at once: %s', (_, pattern, text) => {
  const started = process.cpuUsage();
  expect(fnmatchMatcher(pattern)(text)).toBe(false);
  const { user, system } = process.cpuUsage(started);
  expect(user + system).toBeLessThan(20_000_000);
});
