import { Lexer, TokenType } from 'py-ast';

type Token = ReturnType<Lexer['tokenize']>[number];

/** The state of py-ast's lexer, which its types hide. */
interface State {
  readonly source: string;
  /** Place of the next character; columns count bytes of UTF-8. */
  readonly position: { line: number; column: number; index: number };
  readonly tokens: Token[];
  /** Columns of the blocks that are open. */
  readonly indentStack: readonly number[];
  /** True until the indentation of a line has been read. */
  atLineStart: boolean;
  parenLevel: number;
  bracketLevel: number;
  braceLevel: number;
}

const KEYWORDS: ReadonlyMap<string, TokenType> = new Map(
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

const WORD = /[A-Za-z_]\w*/y;
const DIGITS = /\d+/y;
const DOUBLE_QUOTED = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"/y;
const SINGLE_QUOTED = /'[^'\\\n]*(?:\\.[^'\\\n]*)*'/y;

/** Adds the usual tokens whole, where py-ast's lexer goes from letter to letter. All else is left to it, and every error. */
export function quickenLexer(): void {
  const lexer = Lexer.prototype as unknown as { scanToken(this: State): void };
  const { scanToken } = lexer;
  if (scanToken.name === 'scanUsualToken') return;
  lexer.scanToken = function scanUsualToken() {
    if (!scanUsual(this)) scanToken.call(this);
  };
}

/** Reads a token or blanks. Returns false, with nothing read, if they are none of the usual ones. */
function scanUsual(lexer: State): boolean {
  const { source, position } = lexer;
  const { index } = position;
  const first = source.charAt(index);
  if (first === '\n') return scanNewline(lexer);
  if (lexer.atLineStart) return scanIndentation(lexer);
  if (first === ' ') return skip(lexer, blanksAt(source, index));
  const bracket = BRACKETS.get(first);
  if (bracket !== undefined) {
    const [type, level, step] = bracket;
    lexer[level] += step;
    return add(lexer, type, first);
  }
  switch (first) {
    case ',':
      return add(lexer, TokenType.COMMA, first);
    case '.':
      return !/[.\d]/.test(source.charAt(index + 1)) && add(lexer, TokenType.DOT, first);
    case '"':
      return scanString(lexer, first, DOUBLE_QUOTED);
    case "'":
      return scanString(lexer, first, SINGLE_QUOTED);
    case '#':
      return scanComment(lexer);
  }
  return scanWord(lexer) || scanDigits(lexer) || scanOperator(lexer, first);
}

function scanNewline(lexer: State): boolean {
  const { position, tokens, parenLevel, bracketLevel, braceLevel } = lexer;
  const { line, column } = position;
  position.index += 1;
  position.line += 1;
  position.column = 0;
  lexer.atLineStart = true;
  // A bracket that nothing opened is for the parser to tell.
  if (parenLevel === 0 && bracketLevel === 0 && braceLevel === 0) {
    tokens.push({
      type: TokenType.NEWLINE,
      value: '\n',
      lineno: line,
      col_offset: column,
      end_lineno: line + 1,
      end_col_offset: 0,
    });
  }
  return true;
}

/** Reads the indentation of a line that neither opens a block nor ends one. */
function scanIndentation(lexer: State): boolean {
  const { source, position, indentStack } = lexer;
  const length = blanksAt(source, position.index);
  const next = source.charAt(position.index + length);
  if (next === '\t') return false;
  const isStatement = !isNested(lexer) && next !== '\n' && next !== '#' && next !== '';
  if (isStatement && length !== indentStack.at(-1)) return false;
  lexer.atLineStart = false;
  return skip(lexer, length);
}

function scanString(lexer: State, quote: string, pattern: RegExp): boolean {
  const { source, position } = lexer;
  const { index } = position;
  if (source.startsWith(quote + quote, index + 1)) return scanLongString(lexer, quote.repeat(3));
  const end = endOf(pattern, source, index);
  return end > index && add(lexer, TokenType.STRING, source.slice(index, end));
}

function scanLongString(lexer: State, quotes: string): boolean {
  const { source, position } = lexer;
  const { index } = position;
  const closing = source.indexOf(quotes, index + 3);
  const text = source.slice(index, closing + 3);
  return closing >= 0 && !text.includes('\\') && add(lexer, TokenType.STRING, text);
}

function scanComment(lexer: State): boolean {
  const { source, position } = lexer;
  const end = source.indexOf('\n', position.index);
  return add(lexer, TokenType.COMMENT, source.slice(position.index, end < 0 ? source.length : end));
}

/** Reads a keyword or a name in ASCII; not the prefix of a string. */
function scanWord(lexer: State): boolean {
  const { source, position } = lexer;
  const end = endOf(WORD, source, position.index);
  if (end <= position.index) return false;
  const next = source.charCodeAt(end);
  if (next > 127 || next === 34 || next === 39) return false;
  const word = source.slice(position.index, end);
  return add(lexer, KEYWORDS.get(word) ?? TokenType.NAME, word);
}

function scanDigits(lexer: State): boolean {
  const { source, position } = lexer;
  const end = endOf(DIGITS, source, position.index);
  if (end <= position.index || /[\w.]/.test(source.charAt(end))) return false;
  return add(lexer, TokenType.NUMBER, source.slice(position.index, end));
}

function scanOperator(lexer: State, mark: string): boolean {
  const { source, position } = lexer;
  const next = source.charAt(position.index + 1);
  if (mark === '=' && next === '=') return add(lexer, TokenType.EQEQUAL, '==');
  const type = OPERATORS.get(mark);
  return type !== undefined && !/[=*/<>]/.test(next) && add(lexer, type, mark);
}

/** Index after what a sticky pattern takes at `index`; 0 if it takes nothing there. */
function endOf(pattern: RegExp, source: string, index: number): number {
  pattern.lastIndex = index;
  return pattern.test(source) ? pattern.lastIndex : 0;
}

function blanksAt(source: string, index: number): number {
  let end = index;
  while (source.charCodeAt(end) === 32) end += 1;
  return end - index;
}

function skip({ position }: State, length: number): boolean {
  position.index += length;
  position.column += length;
  return true;
}

/** Adds a token that is `value` as it stands in the source, and goes past it. */
function add({ position, tokens }: State, type: TokenType, value: string): boolean {
  const { line, column } = position;
  const isLong = type === TokenType.STRING || type === TokenType.COMMENT;
  const lineBreak = isLong ? value.lastIndexOf('\n') : -1;
  position.index += value.length;
  if (lineBreak >= 0) {
    position.line += value.split('\n').length - 1;
    position.column = Buffer.byteLength(value.slice(lineBreak + 1));
  } else {
    position.column += isLong ? Buffer.byteLength(value) : value.length;
  }
  tokens.push({
    type,
    value,
    lineno: line,
    col_offset: column,
    end_lineno: position.line,
    end_col_offset: position.column,
  });
  return true;
}

function isNested({ parenLevel, bracketLevel, braceLevel }: State): boolean {
  return parenLevel > 0 || bracketLevel > 0 || braceLevel > 0;
}
