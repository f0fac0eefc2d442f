/** What one place of a pattern takes: a test of one code point. */
export type Test = (point: number) => boolean;

const SPACES: ReadonlySet<number> = new Set([
  ...[0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680],
  ...[0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a],
  ...[0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
]);

function isAsciiWord(point: number): boolean {
  return (
    (point >= 0x61 && point <= 0x7a) ||
    (point >= 0x41 && point <= 0x5a) ||
    (point >= 0x30 && point <= 0x39) ||
    point === 0x5f
  );
}

function isAsciiSpace(point: number): boolean {
  return (point >= 0x09 && point <= 0x0d) || point === 0x20;
}

/** `\w`. */
export function isWord(point: number, ascii: boolean): boolean {
  if (point < 0x80) return isAsciiWord(point);
  return !ascii && /[\p{L}\p{N}]/u.test(String.fromCodePoint(point));
}

function isDigit(point: number, ascii: boolean): boolean {
  if (point < 0x80) return point >= 0x30 && point <= 0x39;
  return !ascii && /\p{Nd}/u.test(String.fromCodePoint(point));
}

/** The test for `\d`, `\s`, `\w` and their negations. */
export function categoryTest(letter: string, ascii: boolean): Test {
  switch (letter) {
    case 'd':
      return (point) => isDigit(point, ascii);
    case 'D':
      return (point) => !isDigit(point, ascii);
    case 's':
      return ascii ? isAsciiSpace : (point) => SPACES.has(point);
    case 'S':
      return ascii ? (point) => !isAsciiSpace(point) : (point) => !SPACES.has(point);
    case 'w':
      return (point) => isWord(point, ascii);
    default:
      return (point) => !isWord(point, ascii);
  }
}

export const CONTROL: Readonly<Record<string, string>> = {
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Letters whose kin can't be found by changing case there and back, as CPython lists them. */
const KIN: ReadonlyMap<number, number> = new Map([
  [0x130, 0x69],
  [0xfb05, 0xfb06],
  [0x390, 0x1fd3],
  [0x3b0, 0x1fe3],
]);

function single(point: number, text: string): number {
  const [first, ...more] = text;
  return first === undefined || more.length > 0 ? point : (first.codePointAt(0) as number);
}

function lower(point: number): number {
  return single(point, String.fromCodePoint(point).toLowerCase());
}

function upper(point: number): number {
  return single(point, String.fromCodePoint(point).toUpperCase());
}

/** One code point for all that are equal where case is ignored. */
export function fold(point: number, ascii: boolean): number {
  if (point < 0x80) return point >= 0x41 && point <= 0x5a ? point + 0x20 : point;
  return ascii ? point : lower(upper(KIN.get(point) ?? point));
}

/** The code points to look for in a range where case is ignored. */
export function variants(point: number, ascii: boolean): readonly number[] {
  if (!ascii) return [point, lower(point), upper(point), upper(lower(point)), fold(point, false)];
  if (point >= 0x80) return [point];
  const folded = fold(point, true);
  return folded >= 0x61 && folded <= 0x7a ? [folded, folded - 0x20] : [point];
}
