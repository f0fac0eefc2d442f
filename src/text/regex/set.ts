import { CONTROL, categoryTest, fold, type Test, variants } from './characters.ts';
import type { Cursor } from './cursor.ts';
import type { RegexFlags } from './flags.ts';
import { RegexNotFollowed } from './not-followed.ts';
import type { Node } from './tree.ts';

/** The digits behind `\x`, `\u` and `\U`. */
const HEXADECIMAL: Readonly<Record<string, RegExp>> = {
  x: /[\da-fA-F]{2}/y,
  u: /[\da-fA-F]{4}/y,
  U: /[\da-fA-F]{8}/y,
};

/** The code point that an escape stands for, inside a set as well as outside. `letter` has been read. */
export function escapedPoint(cursor: Cursor, letter: string): number {
  const control = CONTROL[letter];
  if (control !== undefined) return control.charCodeAt(0);
  const digits = HEXADECIMAL[letter];
  if (digits !== undefined) {
    const point = Number.parseInt(cursor.skip(digits)?.[0] ?? '', 16);
    if (!(point <= 0x10ffff)) throw new RegexNotFollowed('a malformed escape');
    return point;
  }
  if (letter === '' || /[a-zA-Z0-9]/.test(letter))
    throw new RegexNotFollowed(`the escape \\${letter} is not modelled`);
  return letter.codePointAt(0) as number;
}

/** Reads a character set, whose `[` has been read. */
export function readSet(cursor: Cursor, flags: RegexFlags): Node {
  const negated = cursor.take('^');
  const tests: Test[] = [];
  for (let first = true; ; first = false) {
    const from = cursor.next();
    if (from === '') throw new RegexNotFollowed('a character set is not closed');
    if (from === ']' && !first) break;
    const low = member(cursor, from, flags);
    // A `-` in front of the `]` stands for itself.
    if (cursor.skip(/-(?=[^\]])/y) === null) {
      tests.push(typeof low === 'number' ? oneOf(low, flags) : low);
      continue;
    }
    const high = member(cursor, cursor.next(), flags);
    if (typeof low !== 'number' || typeof high !== 'number' || low > high)
      throw new RegexNotFollowed('a malformed range');
    tests.push(between(low, high, flags));
  }
  const test = (point: number): boolean => tests.some((each) => each(point)) !== negated;
  return { kind: 'one', test };
}

function member(cursor: Cursor, character: string, flags: RegexFlags): number | Test {
  if (character !== '\\') return character.codePointAt(0) as number;
  const letter = cursor.next();
  if (/[dswDSW]/.test(letter)) return categoryTest(letter, flags.ascii);
  return letter === 'b' ? 0x08 : escapedPoint(cursor, letter);
}

/** The test for a code point, in either case if that is ignored. */
export function oneOf(point: number, { ignoreCase, ascii }: RegexFlags): Test {
  if (!ignoreCase) return (other) => other === point;
  const folded = fold(point, ascii);
  return (other) => fold(other, ascii) === folded;
}

function between(low: number, high: number, { ignoreCase, ascii }: RegexFlags): Test {
  const within = (point: number): boolean => point >= low && point <= high;
  return ignoreCase ? (point) => variants(point, ascii).some(within) : within;
}
