import { expect, test } from 'vitest';
import { toDatum } from '../../../src/settings/datum.ts';
import { jsonSchema } from '../../../src/settings/index.ts';
import { SCHEMA, SETTING_NAMES } from '../../../src/settings/schema/schema.ts';
import { mismatches } from '../../../src/settings/schema/shape.ts';

// A change here changes what editors tell people about their files: look at it, then `vitest -u`.
test('the JSON Schema is pinned', async () => {
  await expect(`${JSON.stringify(jsonSchema(), null, 2)}\n`).toMatchFileSnapshot('schema.snap');
});

test('every default is a value one may write, or nothing', () => {
  const wrong = SETTING_NAMES.filter((name) => {
    const { shape, default: fallback } = SCHEMA[name];
    return fallback !== null && mismatches(shape, fallback).length > 0;
  });
  expect(wrong).toEqual([]);
});

test('what a fitting value is depends on all of it', () => {
  const { shape } = SCHEMA.STATICFILES_DIRS;
  const fits = (value: unknown): boolean => mismatches(shape, toDatum(value)).length === 0;
  expect(fits([])).toBe(true);
  expect(fits(['a', ['p', 'b'], { dir: 'c', include: ['*.js'] }])).toBe(true);
  expect(fits([['p']])).toBe(false);
  expect(fits([['p', 'a', 'b']])).toBe(false);
  expect(fits([{ dir: 'c', include: '*.js' }])).toBe(false);
  expect(fits([5])).toBe(false);
});
