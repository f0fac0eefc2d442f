import { expect, test } from 'vitest';
import { isStamp } from '../src/stamps.ts';

test.each([
  '1970-01-01T00:00:00Z',
  '1970-01-01T00:00:01Z',
  '1980-01-01T00:00:00-12:00',
  '1980-01-01T00:00:00+14:00',
  '1985-10-26T08:15:00Z',
  '2020-02-02T00:00:00Z',
])('%s says nothing about a file', (time) => {
  expect(isStamp(Date.parse(time))).toBe(true);
});

test.each(['1985-10-26T08:15:01Z', '2020-02-02T00:00:00.001Z', '2026-01-01T00:00:00Z'])(
  '%s is the time of a file',
  (time) => {
    expect(isStamp(Date.parse(time))).toBe(false);
  },
);
