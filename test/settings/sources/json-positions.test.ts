import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonSyntaxError, jsonPositions } from '../../../src/settings/sources/load/json-positions.ts';

function isJson(read: (text: string) => unknown, text: string): boolean {
  try {
    read(text);
    return true;
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** What stands at a path of a value. */
function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((part, key) => (part as Record<string | number, unknown>)[key], value);
}

test('every key and item of any JSON stands where it says', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.nat(3), (json, indent) => {
      const value: unknown = JSON.parse(json);
      const text = JSON.stringify(value, null, indent);
      for (const [key, offset] of jsonPositions(text)) {
        const path = JSON.parse(key) as (string | number)[];
        const last = path.at(-1);
        const expected = JSON.stringify(typeof last === 'string' ? last : valueAt(value, path), null, indent);
        // Nested values are indented deeper than when they stand alone, so their first line has to do.
        expect(text.startsWith(expected.split('\n')[0] as string, offset)).toBe(true);
      }
    }),
  );
});

test('what JSON.parse refuses is refused, and nothing else', () => {
  const pieces = fc.constantFrom(
    ...'{}[],:"\\ \n\t-+.eE0123456789abtrufalsn\u0001\u007fé',
    'true',
    'null',
    '"a"',
    '\\u00e9',
  );
  const noise = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
  const spoilt = fc
    .tuple(fc.json({ maxDepth: 3 }), fc.nat(), pieces)
    .map(
      ([text, at, piece]) =>
        text.slice(0, at % (text.length + 1)) + piece + text.slice((at % (text.length + 1)) + 1),
    );
  fc.assert(
    fc.property(fc.oneof(noise, spoilt), (text) => {
      expect(isJson(jsonPositions, text)).toBe(isJson(JSON.parse, text));
    }),
    { numRuns: 2000 },
  );
});
