/** Characters and classes of Python's patterns, written for JavaScript. */

const UNICODE_SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/** The inside of a character class for `\d`, `\s` and `\w`. */
export function classOf(letter: string, ascii: boolean): string {
  switch (letter) {
    case 'd':
      return ascii ? '0-9' : '\\p{Nd}';
    case 's':
      return ascii ? '\\t-\\r\\x20' : UNICODE_SPACE;
    default:
      return ascii ? 'a-zA-Z0-9_' : '\\p{L}\\p{N}_';
  }
}

export const CONTROL: Readonly<Record<string, string>> = {
  a: '\\x07',
  f: '\\f',
  n: '\\n',
  r: '\\r',
  t: '\\t',
  v: '\\v',
};

/** A `-` at either end, or beside a class, stands for itself; the `u` flag wants that said. */
export function escapeLooseHyphens(body: string): string {
  return body
    .replace(/^-/, '\\-')
    .replace(/([^\\])-$/, '$1\\-')
    .replace(/(\\p\{\w+\})-/g, '$1\\-')
    .replace(/-(\\p\{)/g, '\\-$1');
}

export function inSet(character: string): string {
  return /[\\\]^[]/.test(character) ? `\\${character}` : character;
}

export function literal(character: string): string {
  if (/[\\^$.*+?()[\]{}|/]/.test(character)) return `\\${character}`;
  return character === '-' ? '\\x2d' : character;
}
