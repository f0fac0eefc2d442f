import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnOf, rowsOf } from '../../src/text/rows.ts';

const TEXTS = fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 400 });

test('each text has the row it stands in, in whatever order rows are asked for', () => {
  fc.assert(
    fc.property(TEXTS, fc.array(fc.nat(500)), (texts, asked) => {
      const rows = rowsOf(texts, (text) => text);
      for (const index of asked) {
        const text = texts[index];
        if (text === undefined) expect(rows.of(`no text ${index}`)).toBeUndefined();
        else expect(rows.of(text)).toBe(index);
      }
    }),
  );
});

test('a list that is gone through in order, again and again, in part or as a whole, gives its rows', () => {
  const texts = Array.from({ length: 1000 }, (_, index) => `file${index}`);
  for (const step of [1, 3, 63, 65, 400]) {
    const rows = rowsOf(texts, (text) => text);
    for (let round = 0; round < 3; round++)
      for (let row = 0; row < texts.length; row += step) expect(rows.of(`file${row}`)).toBe(row);
  }
});

test('a column holds a value for each text of the list, and for no other', () => {
  const rows = rowsOf(['a', 'b'], (text) => text);
  const column = columnOf<string, string>(rows);
  column.set('b', 'B');
  expect([column.get('b'), column.get('a'), column.get('c')]).toEqual(['B', undefined, undefined]);
  expect([column.has('b'), column.has('a')]).toEqual([true, false]);
  expect(() => column.set('c', 'C')).toThrow('c has no row');
});
