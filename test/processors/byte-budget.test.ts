import { expect, test } from 'vitest';
import { createByteBudget } from '../../src/processors/byte-budget.ts';

test('no more is held than fits, and what never fits is held alone', async () => {
  const budget = createByteBudget(10);
  let held = 0;
  let most = 0;
  const shares: (readonly [number, number])[] = [];
  await Promise.all(
    [25, 6, 5, 4, 10, 1, 1, 1].map(async (bytes) => {
      await budget.take(bytes);
      held += bytes;
      most = Math.max(most, bytes > 10 ? 0 : held);
      shares.push([bytes, held]);
      await new Promise(setImmediate);
      held -= bytes;
      budget.giveBack(bytes);
    }),
  );
  expect(shares).toHaveLength(8);
  expect(shares[0]).toEqual([25, 25]);
  expect(most).toBeLessThanOrEqual(10);
  expect(held).toBe(0);
});
