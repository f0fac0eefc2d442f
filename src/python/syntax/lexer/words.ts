import { TokenType } from 'py-ast';
import { checkKeyword, checkNumber, checkSlash, checkStar } from '../rules/tokens.ts';
import { isTemplatePrefix } from '../templates/template.ts';
import type { Token } from '../tree.ts';
import { keywordNames, mark } from './marking.ts';
import { add, addLong, endOf, isNested, type State } from './state.ts';
import { scanTemplate } from './texts.ts';

export const KEYWORDS: ReadonlyMap<string, TokenType> = new Map(
  'and as assert async await break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return True try while with yield'
    .split(' ')
    .map((word) => [word, word.toUpperCase() as TokenType]),
);

/** Operators of one character; those of several begin with one of these too. */
const OPERATORS: ReadonlyMap<string, TokenType> = new Map([
  ['=', TokenType.EQUAL],
  [':', TokenType.COLON],
  ['+', TokenType.PLUS],
  ['-', TokenType.MINUS],
  ['*', TokenType.STAR],
  ['/', TokenType.SLASH],
  ['%', TokenType.PERCENT],
  ['|', TokenType.VBAR],
  ['&', TokenType.AMPER],
  ['<', TokenType.LESS],
  ['>', TokenType.GREATER],
]);

/** Keywords of what the rules look at. */
const MARKED: ReadonlySet<TokenType> = new Set([
  ...[TokenType.FOR, TokenType.YIELD, TokenType.AWAIT, TokenType.LAMBDA, TokenType.WITH, TokenType.TRY],
  ...[TokenType.RETURN, TokenType.BREAK, TokenType.CONTINUE, TokenType.GLOBAL, TokenType.NONLOCAL],
  ...[TokenType.DEF, TokenType.CLASS, TokenType.DEL],
]);

/** The same of names that are no keywords everywhere. */
const MARKED_NAMES: ReadonlySet<string> = new Set(['case', '__future__', '__debug__']);

const WORD = /[A-Za-z_]\w*/y;
/** A name in other letters (PEP 3131). */
const WIDE_WORD = /[\p{XID_Start}_]\p{XID_Continue}*/uy;
const DIGITS = /\d+/y;

/** To be called once a keyword has been added. */
export function checkWord(lexer: State, keyword: TokenType): void {
  checkKeyword(lexer.tokens, isNested(lexer));
  if (MARKED.has(keyword)) mark(lexer);
}

/** Reads a keyword, a name in ASCII, or a template; no other string with a prefix. */
export function scanWord(lexer: State): boolean {
  const { source, position } = lexer;
  const end = endOf(WORD, source, position.index);
  const next = source.charCodeAt(end);
  if (next > 127 && scanWideWord(lexer)) return true;
  const word = source.slice(position.index, end);
  if (next === 34 || next === 39) return isTemplatePrefix(word) && scanTemplate(lexer, end);
  const keyword = KEYWORDS.get(word);
  add(lexer, keyword ?? TokenType.NAME, word);
  if (keyword !== undefined) checkWord(lexer, keyword);
  else if (MARKED_NAMES.has(word)) mark(lexer);
  return true;
}

/** Reads a name that has letters outside of ASCII. Names that mean the same to Python become the same. */
export function scanWideWord(lexer: State): boolean {
  const { source, position, tokens } = lexer;
  const end = endOf(WIDE_WORD, source, position.index);
  if (end <= position.index) return false;
  addLong(lexer, TokenType.NAME, source.slice(position.index, end));
  const token = tokens[tokens.length - 1] as Token;
  token.value = token.value.normalize('NFKC');
  return true;
}

export function scanDigits(lexer: State, first: string): boolean {
  const { source, position } = lexer;
  const end = endOf(DIGITS, source, position.index);
  if (end <= position.index || (/[\w.]/.test(source.charAt(end)) && !source.startsWith('else', end)))
    return false;
  const digits = source.slice(position.index, end);
  add(lexer, TokenType.NUMBER, digits);
  if (first === '0') checkNumber(lexer.tokens.at(-1) as Token, digits);
  return true;
}

export function scanOperator(lexer: State, sign: string): boolean {
  const { source, position } = lexer;
  const next = source.charAt(position.index + 1);
  if (sign === '=' && next === '=') return add(lexer, TokenType.EQEQUAL, '==');
  const type = OPERATORS.get(sign);
  if (type === undefined || /[=*/<>]/.test(next)) return false;
  add(lexer, type, sign);
  if (type === TokenType.EQUAL) noteKeyword(lexer);
  else if (type === TokenType.STAR) {
    checkStar(lexer.tokens);
    mark(lexer);
  } else if (type === TokenType.COLON) noteColon(lexer);
  else if (type === TokenType.SLASH) checkSlash(lexer.tokens);
  return true;
}

/** Marks a keyword of a call if the statement has one of that name already. */
function noteKeyword(lexer: State): void {
  if (!isNested(lexer)) return;
  const name = lexer.tokens[lexer.tokens.length - 2]?.value ?? '';
  if (keywordNames.has(name)) mark(lexer);
  else keywordNames.add(name);
}

/** Marks what may annotate more than one name: `(a, b): int`, `a, b: int`. */
function noteColon(lexer: State): void {
  const { tokens } = lexer;
  const before = tokens[tokens.length - 2]?.type;
  const isMany =
    before === TokenType.RPAR ||
    before === TokenType.RSQB ||
    (before === TokenType.NAME && tokens[tokens.length - 3]?.type === TokenType.COMMA);
  if (isMany && !isNested(lexer)) mark(lexer);
}
