import { TokenType } from 'py-ast';
import { checkIndentation, indentationOf } from '../rules/indentation.ts';
import { checkLineEnd } from '../rules/tokens.ts';
import { keywordNames } from './marking.ts';
import { add, endOf, isNested, type State, skip } from './state.ts';

const BLANKS = /[ \t]*/y;

/**
 * The lexer of a text that has lines with tabs, and the columns of its blocks with tabs that count as one. Kept here: a lexer with one
 * more field is slower.
 */
let tabbed: { readonly lexer: State; readonly narrowStack: number[] } | undefined;

export function scanNewline(lexer: State): boolean {
  const { position, tokens, parenLevel, bracketLevel, braceLevel } = lexer;
  const { line, column } = position;
  position.index += 1;
  position.line += 1;
  position.column = 0;
  lexer.atLineStart = true;
  // A bracket that nothing opened is for the parser to tell.
  if (parenLevel === 0 && bracketLevel === 0 && braceLevel === 0) {
    checkLineEnd(tokens);
    if (keywordNames.size > 0) keywordNames.clear();
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
export function scanIndentation(lexer: State): boolean {
  const { source, position, indentStack } = lexer;
  const length = blanksAt(source, position.index);
  const next = source.charAt(position.index + length);
  if (next === '\t' || tabbed?.lexer === lexer) return scanTabs(lexer);
  const isStatement = !isNested(lexer) && next !== '\n' && next !== '#' && next !== '';
  if (isStatement && length !== indentStack.at(-1)) return false;
  lexer.atLineStart = false;
  return skip(lexer, length);
}

/** Reads the indentation of a line of a file that has tabs in some. */
function scanTabs(lexer: State): boolean {
  const { source, position, indentStack } = lexer;
  const end = endOf(BLANKS, source, position.index);
  const next = source.charAt(end);
  if (isNested(lexer) || next === '\n' || next === '#' || next === '') return false;
  if (tabbed?.lexer !== lexer) tabbed = { lexer, narrowStack: [...indentStack] };
  const { narrowStack } = tabbed;
  const line = indentationOf(source.slice(position.index, end));
  const around = () => ({ column: indentStack.at(-1) ?? 0, narrow: narrowStack.at(-1) ?? 0 });
  skip(lexer, end - position.index);
  lexer.atLineStart = false;
  if (line.column > around().column) {
    checkIndentation(line, around(), position.line);
    indentStack.push(line.column);
    narrowStack.push(line.narrow);
    return add(lexer, TokenType.INDENT, '');
  }
  while (line.column < around().column) {
    indentStack.pop();
    narrowStack.pop();
    add(lexer, TokenType.DEDENT, '');
  }
  if (line.column !== around().column) throw new Error(`Indentation error at line ${position.line}`);
  checkIndentation(line, around(), position.line);
  return true;
}

/** Leaves a comment out: nobody looks at it, and nothing but the end of the line comes after it. */
export function scanComment(lexer: State): boolean {
  const { source, position } = lexer;
  const end = source.indexOf('\n', position.index);
  if (end < 0) return false;
  const comment = source.slice(position.index, end);
  position.index += comment.length;
  position.column += Buffer.byteLength(comment);
  return true;
}

/** How many blanks there are. */
export function blanksAt(source: string, index: number): number {
  let end = index;
  while (source.charCodeAt(end) === 32) end += 1;
  return end - index;
}
