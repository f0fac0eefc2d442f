import { TokenType } from 'py-ast';
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
  const before = tokens.at(-2);
  if (before?.value === 'case' && before.type === TokenType.NAME && prefix.includes('f'))
    refuse(token, 'patterns may only match literals and attribute lookups');
  const isRaw = prefix.includes('r');
  if (prefix.includes('f') || prefix.includes('t'))
    checkTemplate(token, contentOf(token.value.slice(quote)), isRaw);
  else if (!isRaw) checkEscapes(token, token.value, isBytes);
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

function contentOf(quoted: string): string {
  const width = /^(?:'''|""")/.test(quoted) ? 3 : 1;
  return quoted.slice(width, -width);
}

/** Refuses an f-string with a `}` that nothing opened, and escapes outside of its fields. */
function checkTemplate(token: Token, content: string, isRaw: boolean): void {
  let from = 0;
  for (let at = 0; at < content.length; ) {
    const two = content.slice(at, at + 2);
    if (
      two === '{{' ||
      two === '}}' ||
      (two.startsWith('\\') && !isRaw && two !== '\\N' && two !== '\\{' && two !== '\\}')
    )
      at += 2;
    else if (two === '\\N' && !isRaw && content[at + 2] === '{') {
      const end = content.indexOf('}', at);
      at = end < 0 ? content.length : end + 1;
    } else if (two.startsWith('{')) {
      if (!isRaw) checkEscapes(token, content.slice(from, at));
      const end = fieldEnd(content, at);
      if (end === undefined) return;
      at = end;
      from = end;
    } else if (two.startsWith('}')) refuse(token, "f-string: single '}' is not allowed");
    else at += 1;
  }
  if (!isRaw) checkEscapes(token, content.slice(from));
}

/** Index after a field of an f-string; `undefined` if it takes more than counting brackets to tell. */
function fieldEnd(content: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < content.length; at += 1) {
    const character = content.charAt(at);
    if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if ('\'"#\\'.includes(character)) return fieldEndBehindText(content, at, depth);
  }
  return undefined;
}

/** The same from the first text in the field on, if there are no others and no braces in it. */
function fieldEndBehindText(content: string, start: number, depth: number): number | undefined {
  if (depth !== 1) return undefined;
  const rest = /^(?:(['"])[^'"\\{}]*\1[^'"#\\{}:]*)+\}/.exec(content.slice(start));
  return rest === null ? undefined : start + rest[0].length;
}
