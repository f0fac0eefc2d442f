import fc from 'fast-check';

/** Names by the type they start with; a program may bind them to anything. */
const NAMES = ['i', 'f', 's', 'l', 'd'] as const;

export const name: fc.Arbitrary<(typeof NAMES)[number]> = fc.constantFrom(...NAMES);

export const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'abc',
    'A b',
    ' x ',
    '12',
    '-3',
    '1.5',
    'a,b,c',
    'é',
    'ß',
    '😀x',
    "it's",
    'say "x"',
    '{}',
    '%s',
    '\n',
    '\t',
    '\\',
    '\u0000',
    '/srv/www',
    'Hello World',
    'x=1;y=2',
    'true',
  ),
  fc.string({ maxLength: 4 }),
);

/** A str literal as Python source. */
export function literal(value: string): string {
  let out = '';
  for (const point of value) {
    const code = point.codePointAt(0) ?? 0;
    if (point === "'" || point === '\\') out += `\\${point}`;
    else if (code >= 0x20 && code < 0x7f) out += point;
    else out += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `'${out}'`;
}

export const integer: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.integer({ min: -5, max: 12 }).map((value) => (value < 0 ? `(${value})` : String(value))),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '255',
      '1000',
      '2**31',
      '(-2**40)',
      '10**20',
      '(-7)**3',
      '0xff',
      '1_000',
      '0b101',
      'True',
    ),
  },
);
export const float: fc.Arbitrary<string> = fc.constantFrom(
  '0.0',
  '1.0',
  '1.5',
  '2.5',
  '(-0.5)',
  '0.1',
  '1e3',
  '1e16',
  '1e-5',
  '3.14159',
  '(0.1+0.2)',
  '1e22',
  '123456789.125',
  '2.675',
  '(-0.0)',
);
export const odd: fc.Arbitrary<string> = fc.constantFrom(
  "b'ab'",
  'range(3)',
  'range(5, 0, -2)',
  '()',
  'set()',
  '{1, 2}',
  'frozenset([3])',
  '...',
  'None',
  'len',
  'str',
);
