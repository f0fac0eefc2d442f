import { TokenType } from 'py-ast';
import { checkEscapes, checkNeighbour, checkTemplate } from '../rules/texts.ts';
import { readTemplate } from '../templates/parts.ts';
import { keepTemplate } from '../templates/registry.ts';
import type { Token } from '../tree.ts';
import { hasMarkedFields, mark } from './marking.ts';
import { add, addLong, endOf, type State } from './state.ts';

const DOUBLE_QUOTED = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"/y;
const SINGLE_QUOTED = /'[^'\\\n]*(?:\\.[^'\\\n]*)*'/y;
const USUAL_DOUBLE_QUOTED = /"[ !#-[\]-~]*"/y;
const USUAL_SINGLE_QUOTED = /'[ -&(-[\]-~]*'/y;

export function scanString(lexer: State, quote: string): boolean {
  const { source, position } = lexer;
  const { index } = position;
  const usualEnd = endOf(quote === '"' ? USUAL_DOUBLE_QUOTED : USUAL_SINGLE_QUOTED, source, index);
  if (usualEnd > index + 2) {
    add(lexer, TokenType.STRING, source.slice(index, usualEnd));
    checkBeside(lexer);
    return true;
  }
  if (source.startsWith(quote + quote, index + 1)) return scanLongString(lexer, quote.repeat(3));
  const end = endOf(quote === '"' ? DOUBLE_QUOTED : SINGLE_QUOTED, source, index);
  return end > index && addText(lexer, source.slice(index, end));
}

/** Adds a text without a prefix. */
function addText(lexer: State, text: string): boolean {
  addLong(lexer, TokenType.STRING, text);
  const token = lexer.tokens[lexer.tokens.length - 1] as Token;
  checkEscapes(token, text);
  widenEscapes(token);
  checkBeside(lexer);
  return true;
}

function checkBeside({ tokens }: State): void {
  if (tokens[tokens.length - 2]?.type === TokenType.STRING)
    checkNeighbour(tokens, tokens[tokens.length - 1] as Token, false);
}

function scanLongString(lexer: State, quotes: string): boolean {
  const { source, position } = lexer;
  const { index } = position;
  const closing = source.indexOf(quotes, index + 3);
  const text = source.slice(index, closing + 3);
  return closing >= 0 && !text.includes('\\') && addText(lexer, text);
}

const WIDE_ESCAPES = /(?<!\\)((?:\\\\)*)\\([4-7][0-7]{2})/g;

/** Reads a template; `quote`: index of its first quote. */
export function scanTemplate(lexer: State, quote: number): boolean {
  const { source, position, tokens } = lexer;
  const { index } = position;
  const template = readTemplate(source, { ...position }, index, quote);
  addLong(lexer, TokenType.STRING, source.slice(index, template.end));
  const token = tokens[tokens.length - 1] as Token;
  keepTemplate(token, template);
  checkTemplate(tokens, token, template);
  if (hasMarkedFields(token)) mark(lexer);
  return true;
}

/** Has `\477`, of which py-ast takes eight bits only, as `\u013f`. */
export function widenEscapes(token: Token): void {
  if (!token.value.includes('\\') || /^\w*[rRbB]\w*['"]/.test(token.value)) return;
  token.value = widened(token.value);
}

export function widened(text: string): string {
  return text.replace(
    WIDE_ESCAPES,
    (_, before: string, digits: string) =>
      `${before}\\u${Number.parseInt(digits, 8).toString(16).padStart(4, '0')}`,
  );
}
