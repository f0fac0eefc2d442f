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

/** An assignment, also with an operator. */
const ASSIGNMENT = /^(?:=|[-+*/%@&|^]=|(?:\*\*|\/\/|<<|>>)=)$/;

/** Tokens with which a statement that has a block begins. */
const HEADS: ReadonlySet<TokenType> = new Set([
  ...[
    ...COMPOUND,
    TokenType.DEF,
    TokenType.CLASS,
    TokenType.ELIF,
    TokenType.ELSE,
    TokenType.EXCEPT,
    TokenType.FINALLY,
  ],
]);

const OPENING: ReadonlySet<TokenType> = new Set([TokenType.LPAR, TokenType.LSQB, TokenType.LBRACE]);
const CLOSING: ReadonlySet<TokenType> = new Set([TokenType.RPAR, TokenType.RSQB, TokenType.RBRACE]);

/** Before a name they make an expression of it. */
const OPERATORS: ReadonlySet<TokenType | undefined> = new Set([
  ...[TokenType.DOT, TokenType.PLUS, TokenType.MINUS, TokenType.SLASH, TokenType.PERCENT, TokenType.NOT],
  ...[TokenType.AND, TokenType.OR, TokenType.IN, TokenType.IS, TokenType.LESS, TokenType.GREATER],
]);

const CALLABLE: ReadonlySet<TokenType | undefined> = new Set([
  ...[TokenType.NAME, TokenType.NUMBER, TokenType.STRING, TokenType.ELLIPSIS, TokenType.NONE, TokenType.TRUE],
  ...[TokenType.FALSE, TokenType.RPAR, TokenType.RSQB, TokenType.RBRACE],
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

/** Refuses `async` as the last token before a closing bracket. */
export function checkClosing(tokens: readonly Token[]): void {
  const last = tokens.at(-1);
  if (last?.type === TokenType.ASYNC) refuse(last, 'invalid syntax');
}

/** Refuses a comma, the last token, behind a `yield` without a value. */
export function checkComma(tokens: readonly Token[]): void {
  if (tokens[tokens.length - 2]?.type === TokenType.YIELD) refuse(tokens.at(-1) as Token, 'invalid syntax');
}

/** Refuses a `/`, the last token, with no parameter before it. */
export function checkSlash(tokens: readonly Token[]): void {
  const before = tokens[tokens.length - 2]?.type;
  if (before === TokenType.LPAR || before === TokenType.LAMBDA)
    refuse(tokens.at(-1) as Token, 'at least one argument must precede /');
}

/** Refuses `from a import (*)`, up to its star, the last token. */
export function checkStar(tokens: readonly Token[]): void {
  const { length } = tokens;
  if (tokens[length - 2]?.type === TokenType.LPAR && tokens[length - 3]?.type === TokenType.IMPORT)
    refuse(tokens.at(-1) as Token, 'invalid syntax');
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
  if (!isNested && before?.type === TokenType.COLON && opensBlock(tokens)) return;
  if (!isNested && before !== undefined && ASSIGNMENT.test(before.value)) return;
  refuse(token, 'invalid syntax');
}

/** True if the colon before the last token is that of a statement, not of a lambda or an annotation. */
function opensBlock(tokens: readonly Token[]): boolean {
  let depth = 0;
  let lambdas = 0;
  let colons = 0;
  let at = tokens.length - 2;
  for (; at >= 0 && !BEGINNINGS.has(tokens[at]?.type) && tokens[at]?.type !== TokenType.SEMI; at -= 1) {
    const { type } = tokens[at] as Token;
    if (CLOSING.has(type)) depth += 1;
    else if (OPENING.has(type)) depth -= 1;
    else if (depth === 0 && type === TokenType.LAMBDA) lambdas += 1;
    else if (depth === 0 && type === TokenType.COLON) colons += 1;
  }
  const first = tokens[at + 1];
  return (
    colons === lambdas + 1 &&
    first !== undefined &&
    (HEADS.has(first.type) || /^(?:match|case)$/.test(first.value))
  );
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
