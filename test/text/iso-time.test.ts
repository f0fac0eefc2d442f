import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoTime } from '../../src/text/iso-time.ts';

test('a time is told as toISOString tells it', () => {
  const times = fc.date({
    min: new Date('0000-01-01T00:00:00.000Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(times, (time) => {
      expect(isoTime(time)).toBe(time.toISOString());
    }),
  );
});
