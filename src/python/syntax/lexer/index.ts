import { Lexer, TokenType } from 'py-ast';
import { checkClosing, checkComma, checkNumber, checkToken } from '../rules/tokens.ts';
import type { Token } from '../tree.ts';
import { blanksAt, scanComment, scanIndentation, scanNewline } from './lines.ts';
import { mark } from './marking.ts';
import { add, isNested, type State, skip } from './state.ts';
import { scanString, widenEscapes } from './texts.ts';
import { checkWord, KEYWORDS, scanDigits, scanOperator, scanWideWord, scanWord } from './words.ts';

/** How many brackets of a kind are open is counted up and down. */
const BRACKETS: ReadonlyMap<
  string,
  readonly [TokenType, 'parenLevel' | 'bracketLevel' | 'braceLevel', 1 | -1]
> = new Map([
  ['(', [TokenType.LPAR, 'parenLevel', 1]],
  [')', [TokenType.RPAR, 'parenLevel', -1]],
  ['[', [TokenType.LSQB, 'bracketLevel', 1]],
  [']', [TokenType.RSQB, 'bracketLevel', -1]],
  ['{', [TokenType.LBRACE, 'braceLevel', 1]],
  ['}', [TokenType.RBRACE, 'braceLevel', -1]],
]);

/**
 * Adds the usual tokens whole, where py-ast's lexer goes from letter to letter. All else is left to it, and every error but those
 * that it does not know.
 */
export function quickenLexer(): void {
  const lexer = Lexer.prototype as unknown as { scanToken(this: State): void };
  const { scanToken } = lexer;
  if (scanToken.name === 'scanUsualToken') return;
  lexer.scanToken = function scanUsualToken() {
    if (scanUsual(this)) return;
    const { length } = this.tokens;
    scanToken.call(this);
    if (this.tokens.length > length) checkLast(this);
  };
}

/** Refuses a token that py-ast takes and Python does not. */
function checkLast(lexer: State): void {
  const { source, position, tokens } = lexer;
  const token = tokens.at(-1) as Token;
  // A number has lost its underscores.
  if (token.type === TokenType.NUMBER)
    checkNumber(
      token,
      source.slice(position.index - (token.end_col_offset - token.col_offset), position.index),
    );
  else if (KEYWORDS.has(token.value)) checkWord(lexer, token.type);
  else checkToken(tokens, isNested(lexer));
  if (token.type === TokenType.STRING) widenEscapes(token);
  if (token.type === TokenType.COLONEQUAL) mark(lexer);
}

/** Reads a token or blanks. Returns false, with nothing read, if they are none of the usual ones. */
function scanUsual(lexer: State): boolean {
  const { source, position } = lexer;
  const { index } = position;
  const first = source.charAt(index);
  if (first === '\n') return scanNewline(lexer);
  if (lexer.atLineStart) return scanIndentation(lexer);
  if (first === ' ') return skip(lexer, blanksAt(source, index));
  const code = source.charCodeAt(index);
  if (isLetter(code)) return scanWord(lexer);
  if (code > 127) return scanWideWord(lexer);
  if (first === '\f') return skip(lexer, 1);
  const bracket = BRACKETS.get(first);
  if (bracket !== undefined) {
    const [type, level, step] = bracket;
    if (step < 0) checkClosing(lexer.tokens);
    lexer[level] += step;
    return add(lexer, type, first);
  }
  switch (first) {
    case ',':
      add(lexer, TokenType.COMMA, first);
      checkComma(lexer.tokens);
      return true;
    case '.':
      return !/[.\d]/.test(source.charAt(index + 1)) && add(lexer, TokenType.DOT, first);
    case '"':
    case "'":
      return scanString(lexer, first);
    case '#':
      return scanComment(lexer);
  }
  return scanDigits(lexer, first) || scanOperator(lexer, first);
}

/** True for what a name in ASCII can begin with. */
function isLetter(code: number): boolean {
  return (code > 96 && code < 123) || (code > 64 && code < 91) || code === 95;
}
