import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Lexer, TokenType } from 'py-ast';
import { expect, test } from 'vitest';
import { quickenLexer } from '../../../src/python/syntax/lexer/index.ts';

const lexer = Lexer.prototype as unknown as { scanToken: () => void };
const own = lexer.scanToken;
quickenLexer();
const quick = lexer.scanToken;

/**
 * The tokens, or the error, as a text that tells every difference; without comments, which the parser leaves out. `null` for what
 * Python refuses and py-ast does not: invalid.test.ts is about that.
 */
function tokensOf(source: string, scanToken: () => void): string | null {
  lexer.scanToken = scanToken;
  try {
    return JSON.stringify(new Lexer(source).tokenize().filter(({ type }) => type !== TokenType.COMMENT));
  } catch (error) {
    return 'lineno' in (error as object) ? null : String(error);
  }
}

function expectSame(source: string): boolean {
  const tokens = tokensOf(source, quick);
  // py-ast's own lexer knows no form feed, and takes a tab for eight columns wherever it stands.
  if (/\f|^[ \t]* \t/m.test(source)) return true;
  const expected = tokensOf(source, own);
  // A comparison of texts this long is slow where `expect` does it.
  if (tokens !== null && tokens !== expected) expect(tokens).toBe(expected);
  return tokens !== null;
}

const ROOT = join(import.meta.dirname, '../../..');
const SOURCES = ['fixtures', 'test/python', 'test/django'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.py$|\bvalid.*\.txt$/.test(name))
    .sort()
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
);

/** With no `"`; of f-strings that have texts with other quotes in them, py-ast's own lexer does not find the end. */
function withOneQuote(source: string): string {
  return /\b[rft]{1,2}['"]/i.test(source) ? source : source.replaceAll('"', "'");
}

test("modules give the tokens that py-ast's own lexer gives, whole and cut off", () => {
  expect(SOURCES.length).toBeGreaterThan(100);
  for (const source of SOURCES) {
    expect(expectSame(source)).toBe(true);
    expectSame(source.slice(0, source.length / 2));
    expectSame(withOneQuote(source).replaceAll('    ', '\t').replaceAll('\n', '\r\n'));
  }
});

const PIECES = [
  'a',
  '_b1',
  'if',
  'None',
  'é',
  'rb',
  'f',
  '0',
  '12',
  '1_0',
  '1.5',
  '0xf',
  '1j',
  '.',
  '..',
  '...',
  ':',
  ':=',
];
const MARKS = [
  '=',
  '==',
  ',',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '+',
  '->',
  '**=',
  ' ',
  '    ',
  '\t',
  '\n',
  '\r',
  '\f',
  '\\\n',
  '\\',
];
const QUOTES = ['"', "'", '""', "''", '"""', "'''", '# é', '#', '\\"', '\ud800', '$', '\u2028'];

test('so do texts of any pieces, also wrong ones', () => {
  const piece = fc.constantFrom(...PIECES, ...MARKS, ...QUOTES);
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      // Fields are read here as Python has them since 3.12: see templates.test.ts.
      if (!/f['"][\s\S]*\{/.test(text)) expectSame(text);
    }),
    { numRuns: 3000 },
  );
});
