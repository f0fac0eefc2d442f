import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareNames } from '../../src/text/order.ts';

test('names are in the order of their UTF-8 bytes', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'b', 'é', '\ud7ff', '\ue000', '\uff21', '😀', '😁', '𐀀'),
  });
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(Math.sign(compareNames(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
