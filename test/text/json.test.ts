import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonPieces, Pile } from '../../src/text/json.ts';

function pileOf<Item>(items: Iterable<Item>): Pile<Item> {
  const pile = new Pile<Item>();
  for (const item of items) pile.push(item);
  return pile;
}

test('lists, piles and maps are written as the lists and objects they hold, whatever is in them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue()),
      fc.uniqueArray(fc.string()),
      fc.jsonValue(),
      (list, names, other) => {
        const pairs = names.map((name, index) => [name, index] as const);
        const written = [
          ...jsonPieces({ list: pileOf(list), same: list, pairs: new Map(pairs), other }),
        ].join('');
        const pairsAsRead = JSON.parse(
          `{${pairs.map(([name, index]) => `${JSON.stringify(name)}:${index}`)}}`,
        );
        expect(JSON.parse(written)).toEqual(
          JSON.parse(JSON.stringify({ list, same: list, pairs: pairsAsRead, other })),
        );
      },
    ),
  );
});

test.each([0, 1, 2047, 2048, 2049, 10_000])('a pile of %i items is written whole, in pieces', (length) => {
  const items = Array.from({ length }, (_, index) => index);
  const pile = pileOf(items);
  expect([...jsonPieces({ pile, items })].join('')).toBe(JSON.stringify({ pile: items, items }));
  expect(pile.length).toBe(length);
  expect(Math.max(0, ...pile.pieces.map((piece) => piece.length))).toBeLessThanOrEqual(2048);
});
