import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { expect, test } from 'vitest';
import { isOneSlipAway } from '../../src/text/nearest.ts';

test('one slip is one step of Levenshtein', () => {
  const word = fc.string({ unit: fc.constantFrom('A', 'B', '_'), maxLength: 6 });
  fc.assert(
    fc.property(word, word, (first, second) => {
      expect(isOneSlipAway(first, second)).toBe(distance(first, second) === 1);
    }),
    { numRuns: 2_000 },
  );
});
