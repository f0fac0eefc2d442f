import { TokenType } from 'py-ast';
import type { Part, Template } from '../templates/template.ts';
import type { Token } from '../tree.ts';
import { refuse } from './refusal.ts';

const ESCAPES =
  /(?<!\\)(?:\\\\)*\\(x(?![0-9a-fA-F]{2})|u(?![0-9a-fA-F]{4})|U(?!00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})|N(?!\{[^{}]+\}))/;
const BYTE_ESCAPES = /(?<!\\)(?:\\\\)*\\x(?![0-9a-fA-F]{2})/;
const NOT_ASCII = /[^\0-\x7f]/;

const WORDS: Readonly<Record<string, string>> = {
  x: 'truncated \\xXX escape',
  u: 'truncated \\uXXXX escape',
  U: 'truncated \\UXXXXXXXX escape',
  N: 'malformed \\N character escape',
};

/** Refuses a text, the last token, that Python can't decode, or that stands beside one of another kind. */
export function checkText(tokens: readonly Token[], token: Token): void {
  const quote = token.value.search(/['"]/);
  const prefix = token.value.slice(0, quote).toLowerCase();
  const isBytes = prefix.includes('b');
  checkNeighbour(tokens, token, isBytes);
  if (isBytes && NOT_ASCII.test(token.value))
    refuse(token, 'bytes can only contain ASCII literal characters');
  if (!isClosed(token.value.slice(quote))) refuse(token, 'unterminated triple-quoted string literal');
  if (!prefix.includes('r')) checkEscapes(token, token.value, isBytes);
}

export function checkEscapes(token: Token, text: string, isBytes: boolean = false): void {
  if (!text.includes('\\')) return;
  if (isBytes && BYTE_ESCAPES.test(text)) refuse(token, 'invalid \\x escape');
  const found = isBytes ? null : ESCAPES.exec(text)?.[1];
  if (found != null) refuse(token, `the text can't be decoded: ${WORDS[found.charAt(0)]}`);
}

/** Refuses `'a' b'b'`. */
export function checkNeighbour(tokens: readonly Token[], token: Token, isBytes: boolean): void {
  let at = tokens.length - 2;
  while (tokens[at]?.type === TokenType.COMMENT) at -= 1;
  const before = tokens[at];
  if (before?.type === TokenType.STRING && /^[rR]?[bB]/.test(before.value) !== isBytes)
    refuse(token, 'cannot mix bytes and nonbytes literals');
}

/** The lexer takes the end of the file for the end of a text with a prefix. */
function isClosed(quoted: string): boolean {
  const quotes = quoted.slice(0, 3);
  return !/^(?:'''|""")/.test(quotes) || (quoted.length >= 6 && quoted.endsWith(quotes));
}

/** Refuses a template, the last token, with text that Python can't decode, or where Python takes none. */
export function checkTemplate(tokens: readonly Token[], token: Token, { parts, isRaw }: Template): void {
  checkNeighbour(tokens, token, false);
  const before = tokens.at(-2);
  if (before?.value === 'case' && before.type === TokenType.NAME)
    refuse(token, 'patterns may only match literals and attribute lookups');
  if (!isRaw && token.value.includes('\\')) checkParts(token, parts);
}

function checkParts(token: Token, parts: readonly Part[]): void {
  for (const part of parts) {
    if (part.kind === 'text') checkEscapes(token, part.text);
    else if (part.spec !== undefined) checkParts(token, part.spec.parts);
  }
}
