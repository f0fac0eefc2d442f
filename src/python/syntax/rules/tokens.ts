import { TokenType } from 'py-ast';
import type { Token } from '../tree.ts';
import { refuse } from './refusal.ts';
import { checkText } from './texts.ts';

const NUMBER =
  /^(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|[1-9](?:_?\d)*|0(?:_?0)*|(?:(?:\d(?:_?\d)*)?\.\d(?:_?\d)*|\d(?:_?\d)*\.)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?|\d(?:_?\d)*[eE][+-]?\d(?:_?\d)*[jJ]?|\d(?:_?\d)*[jJ])$/;

/** Tokens at which a statement can begin. */
const BEGINNINGS: ReadonlySet<TokenType | undefined> = new Set([
  ...[undefined, TokenType.NEWLINE, TokenType.INDENT, TokenType.DEDENT],
]);

const COMPOUND: ReadonlySet<TokenType> = new Set([
  ...[TokenType.IF, TokenType.FOR, TokenType.WHILE, TokenType.TRY, TokenType.WITH, TokenType.ASYNC],
]);

const BEFORE_NAMED: ReadonlySet<TokenType | undefined> = new Set([
  ...[TokenType.LPAR, TokenType.LSQB, TokenType.LBRACE, TokenType.ELIF, TokenType.WHILE, TokenType.AT],
]);

const BEFORE_YIELD: ReadonlySet<TokenType | undefined> = new Set([
  ...[...BEGINNINGS, TokenType.SEMI, TokenType.LPAR],
]);

/** Before a name they make an expression of it. */
const OPERATORS: ReadonlySet<TokenType | undefined> = new Set([
  ...[TokenType.DOT, TokenType.PLUS, TokenType.MINUS, TokenType.SLASH, TokenType.PERCENT, TokenType.NOT],
  ...[TokenType.AND, TokenType.OR, TokenType.IN, TokenType.IS, TokenType.LESS, TokenType.GREATER],
]);

const CALLABLE: ReadonlySet<TokenType | undefined> = new Set([
  ...[TokenType.NAME, TokenType.RPAR, TokenType.RSQB],
]);

/** Refuses the last token where py-ast's lexer takes it and Python does not. `isNested`: a bracket is open. */
export function checkToken(tokens: readonly Token[], isNested: boolean): void {
  const token = tokens.at(-1);
  if (token === undefined) return;
  if (token.type === TokenType.STRING) checkText(tokens, token);
  else if (token.type === TokenType.COLONEQUAL) checkNamed(tokens, token, isNested);
}

/** `text`: the number as it is written. */
export function checkNumber(token: Token, text: string): void {
  if (NUMBER.test(text)) return;
  refuse(
    token,
    /^0\d+$/.test(text)
      ? 'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers'
      : 'invalid decimal literal',
  );
}

/** Refuses a keyword, the last token, where no statement can begin. */
export function checkKeyword(tokens: readonly Token[], isNested: boolean): void {
  const token = tokens.at(-1) as Token;
  switch (token.type) {
    case TokenType.DEF:
    case TokenType.CLASS: {
      const before = typeBefore(tokens, 1);
      if (!BEGINNINGS.has(before) && before !== TokenType.ASYNC) refuse(token, 'invalid syntax');
      return;
    }
    case TokenType.YIELD:
      checkYield(tokens, token, isNested);
      return;
    case TokenType.IMPORT:
      if (typeBefore(tokens, 1) === TokenType.FROM) refuse(token, 'invalid syntax');
      return;
    default:
      if (COMPOUND.has(token.type) && typeBefore(tokens, 1) === TokenType.SEMI)
        refuse(token, 'invalid syntax');
  }
}

/** Refuses `from a import b,` at the end of its line. */
export function checkLineEnd(tokens: readonly Token[]): void {
  const comma = tokens.at(-1);
  if (comma?.type !== TokenType.COMMA) return;
  let at = tokens.length - 1;
  while (at > 0 && !BEGINNINGS.has(tokens[at - 1]?.type) && tokens[at - 1]?.type !== TokenType.SEMI) at -= 1;
  if (tokens[at]?.type === TokenType.FROM)
    refuse(comma, 'trailing comma not allowed without surrounding parentheses');
}

/** Refuses `x := 1` where it needs brackets. */
function checkNamed(tokens: readonly Token[], token: Token, isNested: boolean): void {
  const before = typeBefore(tokens, 2);
  if (BEFORE_NAMED.has(before) || (before === TokenType.COMMA && isNested)) return;
  if (before === TokenType.IF && !isNested && isOfStatement(tokens)) return;
  if (before === TokenType.NAME && nth(tokens, 2)?.value === 'match') return;
  const isName = typeBefore(tokens, 1) === TokenType.NAME && !OPERATORS.has(before);
  refuse(token, isName ? 'invalid syntax' : 'cannot assign to expression');
}

/** True for the `if` before `x :=` if it is a statement, or the guard of a case. */
function isOfStatement(tokens: readonly Token[]): boolean {
  if (BEGINNINGS.has(typeBefore(tokens, 3))) return true;
  let at = tokens.length - 1;
  while (at > 0 && !BEGINNINGS.has(tokens[at - 1]?.type)) at -= 1;
  return tokens[at]?.value === 'case';
}

/** Refuses `yield` where it needs brackets. */
function checkYield(tokens: readonly Token[], token: Token, isNested: boolean): void {
  const before = nth(tokens, 1);
  if (before?.type === TokenType.LPAR) {
    const called = nth(tokens, 2);
    if (CALLABLE.has(called?.type) && called?.value !== 'match') refuse(token, 'invalid syntax');
  }
  if (BEFORE_YIELD.has(before?.type)) return;
  if (!isNested && (before?.type === TokenType.COLON || before?.value.endsWith('='))) return;
  refuse(token, 'invalid syntax');
}

/** The token that stands so many before the last one, comments left out. */
function nth(tokens: readonly Token[], count: number): Token | undefined {
  let left = count;
  for (let at = tokens.length - 2; at >= 0; at -= 1) {
    if (tokens[at]?.type === TokenType.COMMENT) continue;
    left -= 1;
    if (left === 0) return tokens[at];
  }
  return undefined;
}

function typeBefore(tokens: readonly Token[], count: number): TokenType | undefined {
  return nth(tokens, count)?.type;
}
