import type { TokenType } from 'py-ast';
import type { Token } from '../tree.ts';

/** The state of py-ast's lexer, which its types hide. */
export interface State {
  readonly source: string;
  /** Place of the next character; columns count bytes of UTF-8. */
  readonly position: { line: number; column: number; index: number };
  readonly tokens: Token[];
  /** Columns of the blocks that are open. */
  readonly indentStack: number[];
  /** True until the indentation of a line has been read. */
  atLineStart: boolean;
  parenLevel: number;
  bracketLevel: number;
  braceLevel: number;
}

/** Index after what a sticky pattern takes at `index`; 0 if it takes nothing there. */
export function endOf(pattern: RegExp, source: string, index: number): number {
  pattern.lastIndex = index;
  return pattern.test(source) ? pattern.lastIndex : 0;
}

export function skip({ position }: State, length: number): boolean {
  position.index += length;
  position.column += length;
  return true;
}

/** Adds a token that is `value` as it stands in the source, in ASCII and on one line, and goes past it. */
export function add({ position, tokens }: State, type: TokenType, value: string): boolean {
  const { line, column } = position;
  position.index += value.length;
  position.column += value.length;
  const { column: end } = position;
  tokens.push({ type, value, lineno: line, col_offset: column, end_lineno: line, end_col_offset: end });
  return true;
}

/** The same for a text, which may go over several lines. */
export function addLong({ position, tokens }: State, type: TokenType, value: string): void {
  const { line, column } = position;
  const lineBreak = value.lastIndexOf('\n');
  position.index += value.length;
  if (lineBreak >= 0) {
    position.line += value.split('\n').length - 1;
    position.column = Buffer.byteLength(value.slice(lineBreak + 1));
  } else position.column += Buffer.byteLength(value);
  tokens.push({
    type,
    value,
    lineno: line,
    col_offset: column,
    end_lineno: position.line,
    end_col_offset: position.column,
  });
}

export function isNested({ parenLevel, bracketLevel, braceLevel }: State): boolean {
  return parenLevel > 0 || bracketLevel > 0 || braceLevel > 0;
}
