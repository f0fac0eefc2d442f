import { Lexer, TokenType } from 'py-ast';
import type { State } from './lexer/state.ts';
import type { Span } from './source.ts';
import type { Token } from './tree.ts';

type Place = Pick<Span, 'lineno' | 'col_offset'>;

/** What is wrong with a text, and where. */
export interface Fault extends Place {
  readonly message: string;
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** Tokens with which an expression can end, and with which one can begin. */
const ENDS: ReadonlySet<TokenType> = new Set([
  ...[TokenType.NAME, TokenType.NUMBER, TokenType.STRING, TokenType.TRUE, TokenType.FALSE, TokenType.NONE],
  ...[TokenType.RPAR, TokenType.RSQB, TokenType.RBRACE],
]);
const BEGINNINGS: ReadonlySet<TokenType> = new Set([
  ...[TokenType.NAME, TokenType.NUMBER, TokenType.STRING, TokenType.TRUE, TokenType.FALSE, TokenType.NONE],
  ...[TokenType.LBRACE, TokenType.NOT, TokenType.LAMBDA],
]);

const UNTERMINATED = /^Unterminated (?:triple-quoted )?string literal/;

/** What py-ast says where it meets a token that it has no use for. */
const UNEXPECTED = /^(?:expected|unexpected|invalid syntax)/i;

/**
 * The fault that CPython tells of a text that is refused: a bracket that does not fit or is never closed, a comma that is missing, the
 * beginning of a string that has no end. The fault itself if it is none of these.
 */
export function diagnosed(text: string, fault: Fault): Fault {
  const { tokens, stop } = tokensOf(text);
  const { message, lineno, col_offset } = fault;
  if (stop !== undefined) {
    const words = UNTERMINATED.exec(message)?.[0];
    return lineno === undefined && words !== undefined ? { message: words, ...stop } : fault;
  }
  if (lineno === undefined || col_offset === undefined || !UNEXPECTED.test(message)) return fault;
  return bracketFault(tokens, lineno, col_offset) ?? missingComma(tokens, lineno, col_offset) ?? fault;
}

/** The tokens, and the place where the lexer gives up, if it does. */
function tokensOf(text: string): { readonly tokens: readonly Token[]; readonly stop: Place | undefined } {
  const lexer = new Lexer(text) as unknown as State & { scanToken(): void };
  while (lexer.position.index < lexer.source.length) {
    const { line, column, index } = lexer.position;
    const { length } = lexer.tokens;
    try {
      lexer.scanToken();
    } catch {
      // A token that is refused where it stands has been read all the same.
      if (lexer.tokens.length > length) continue;
      const blanks = /^[ \t]*/.exec(lexer.source.slice(index))?.[0].length ?? 0;
      return { tokens: [], stop: { lineno: line, col_offset: column + blanks } };
    }
  }
  const tokens = lexer.tokens.filter(({ type }) => type !== TokenType.COMMENT && type !== TokenType.NEWLINE);
  return { tokens, stop: undefined };
}

function bracketFault(tokens: readonly Token[], line: number, column: number): Fault | undefined {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.type === TokenType.STRING) continue;
    if (CLOSING.has(token.value)) open.push(token);
    else if (')]}'.includes(token.value) && token.value !== '') {
      const opening = open.pop();
      const { lineno, col_offset } = token;
      if (opening === undefined) return { message: `unmatched '${token.value}'`, lineno, col_offset };
      if (CLOSING.get(opening.value) === token.value) continue;
      const where = opening.lineno === lineno ? '' : ` on line ${opening.lineno}`;
      const message = `closing parenthesis '${token.value}' does not match opening parenthesis '${opening.value}'${where}`;
      return { message, lineno, col_offset };
    }
  }
  const last = open.at(-1);
  const end = tokens.at(-1) as Token | undefined;
  const isAtEnd =
    end !== undefined && (end.lineno < line || (end.lineno === line && end.col_offset < column));
  if (last === undefined || (line <= last.lineno && !isAtEnd)) return undefined;
  const { value, lineno, col_offset } = last;
  return { message: `'${value}' was never closed`, lineno, col_offset };
}

/** A comma that is missing before the token at a place: there an expression begins where one has just ended, in brackets. */
function missingComma(tokens: readonly Token[], line: number, column: number): Fault | undefined {
  const index = tokens.findIndex(
    ({ lineno, col_offset, value }) => lineno === line && col_offset === column && value !== '',
  );
  const [before, at] = [tokens[index - 1], tokens[index]];
  if (before === undefined || at === undefined || !ENDS.has(before.type) || !BEGINNINGS.has(at.type))
    return undefined;
  if (!isInBrackets(tokens, index)) return undefined;
  const first = operandBefore(tokens, index);
  // Python takes it for the prefix of a text.
  if (first === before && before.type === TokenType.NAME && at.type === TokenType.STRING) return undefined;
  const { lineno, col_offset } = first;
  return { message: 'invalid syntax. Perhaps you forgot a comma?', lineno, col_offset };
}

/** Tokens behind which the operand of an item begins. */
const BEFORE_OPERANDS: ReadonlySet<TokenType> = new Set([
  ...[TokenType.COMMA, TokenType.COLON, TokenType.EQUAL, TokenType.COLONEQUAL, TokenType.IF, TokenType.ELSE],
  ...[TokenType.FOR, TokenType.LAMBDA, TokenType.YIELD, TokenType.FROM],
]);

/** The first token of all that is one operand up to a place: `a + f(b)`. */
function operandBefore(tokens: readonly Token[], index: number): Token {
  let depth = 0;
  let at = index - 1;
  for (; at >= 0; at -= 1) {
    const token = tokens[at] as Token;
    const step = stepOf(token);
    if (depth === 0 && (step < 0 || BEFORE_OPERANDS.has(token.type))) break;
    depth += step;
  }
  const first = tokens[at + 1] as Token;
  return first.value === '*' || first.value === '**' ? (tokens[at + 2] as Token) : first;
}

function isInBrackets(tokens: readonly Token[], index: number): boolean {
  let depth = 0;
  for (let at = 0; at < index; at += 1) depth -= stepOf(tokens[at] as Token);
  return depth > 0;
}

/** 1 for a bracket that closes, -1 for one that opens. */
function stepOf({ type, value }: Token): number {
  if (type === TokenType.STRING || value === '') return 0;
  if (')]}'.includes(value)) return 1;
  return CLOSING.has(value) ? -1 : 0;
}
