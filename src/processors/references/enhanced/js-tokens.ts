import { SPACE } from '../reference.ts';
import { scanner, stringEnds, textEnds, UNCLOSED } from './scanner.ts';

export interface Token {
  readonly kind: 'keyword' | 'name' | 'string' | 'punctuation' | 'other';
  readonly start: number;
  /** Offset after it. */
  readonly end: number;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  `async await break case catch class const continue debugger default delete do else enum export extends finally for
  function if import in instanceof let new return static super switch this throw try typeof var void while with
  yield`.split(/\s+/),
);
const CONSTANTS: ReadonlySet<string> = new Set(['null', 'true', 'false']);

const BLANKS = new RegExp(`[${SPACE}]+`, 'y');
/** A word to its last letter, a byte of another alphabet being one. */
const WORD = /[a-z][a-zA-Z0-9_\x80-\xff]*/y;
const NAME = /(?:[a-zA-Z_$]|\\u[0-9a-fA-F]{4})(?:[a-zA-Z_$0-9]+|\\u[0-9a-fA-F]{4})*/y;
const NUMBER =
  /0[xX][0-9a-fA-F]+(?:_[0-9a-fA-F]+)*n?|0[bB][01]+(?:_[01]+)*n?|0[oO][0-7]+(?:_[0-7]+)*n?|(?:0|[1-9][0-9]*(?:_[0-9]+)*)n|(0[0-7]+)|(?:0|[1-9][0-9]*(?:_[0-9]+)*)(?:\.[0-9]*(?:_[0-9]+)*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+)?/y;
const LONG_OPERATOR = />>>=|[=!]==|>>>|<<=|>>=|[<>=!]=|<<|>>|&&=?|=>|\?\.|\?\?=?|\*\*=?|\|\|=?|[-+*%&|^]=/y;
/** After these a slash divides. */
const CLOSING = /\+\+|--|[)\]]/y;
const OPERATOR = /[{}([.;,<>+\-*%&|^!~?:=]/y;
const FLAGS = /[a-zA-Z0-9]*/y;

/**
 * Tokens of a script by the rules of the package's lexer, which are not a grammar, without blanks and comments: whether a
 * slash divides or begins a regular expression hangs on the token before it.
 */
export function tokensOf(text: string): readonly Token[] {
  const skip = blanksAndComments(text);
  const strings: Readonly<Record<string, (from: number) => number>> = {
    '"': stringEnds(text, '"'),
    "'": stringEnds(text, "'"),
    '`': stringEnds(text, '`'),
  };
  const expression = expressionEnds(text);
  const tokens: Token[] = [];
  let divides = false;
  /** Adds the match of a sticky pattern, if there is one. */
  function add(pattern: RegExp, start: number, kind: Token['kind']): RegExpExecArray | null {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match !== null) tokens.push({ kind, start, end: start + match[0].length });
    return match;
  }
  function other(start: number, end: number): void {
    tokens.push({ kind: 'other', start, end });
  }
  function slash(start: number): void {
    const end = divides ? -1 : expression(start);
    if (end !== -1) {
      other(start, end);
      divides = true;
    } else if (divides) {
      tokens.push({ kind: 'punctuation', start, end: text[start + 1] === '=' ? start + 2 : start + 1 });
      divides = false;
    } else other(start, start + 1);
  }
  function take(start: number): void {
    const character = text[start] as string;
    if (character === '/') {
      slash(start);
      return;
    }
    const end = strings[character]?.(start + 1) ?? -1;
    if (end !== -1) {
      tokens.push({ kind: 'string', start, end });
      divides = true;
      return;
    }
    const word = wordAt(text, start);
    if (KEYWORDS.has(word)) {
      tokens.push({ kind: 'keyword', start, end: start + word.length });
      divides = false;
    } else if (CONSTANTS.has(word)) {
      other(start, start + word.length);
      divides = true;
    } else if (add(NAME, start, 'name') !== null || add(CLOSING, start, 'punctuation') !== null) {
      divides = true;
    } else {
      const number = add(NUMBER, start, 'other');
      // An octal number of old says nothing of what follows it.
      if (number !== null) divides ||= number[1] === undefined;
      else if (add(LONG_OPERATOR, start, 'punctuation') ?? add(OPERATOR, start, 'punctuation'))
        divides = false;
      else other(start, start + 1);
    }
  }
  for (let at = skip(0); at < text.length; at = skip((tokens.at(-1) as Token).end)) take(at);
  return tokens;
}

function wordAt(text: string, at: number): string {
  WORD.lastIndex = at;
  return WORD.exec(text)?.[0] ?? '';
}

/** Makes a function that goes over blanks and comments from a position on. */
export function blanksAndComments(text: string): (at: number) => number {
  const comment = textEnds(text, '*/');
  return (from) => {
    let at = from;
    for (;;) {
      BLANKS.lastIndex = at;
      if (BLANKS.test(text)) at = BLANKS.lastIndex;
      if (text[at] !== '/') return at;
      if (text[at + 1] === '/') {
        const end = text.indexOf('\n', at);
        at = end === -1 ? text.length : end;
        continue;
      }
      const end = text[at + 1] === '*' ? comment(at + 2) : -1;
      if (end === -1) return at;
      at = end;
    }
  };
}

/** Finds the end of a regular expression, which may go over several lines; `-1` if none begins there. */
function expressionEnds(text: string): (start: number) => number {
  const escaped = (at: number): number => (at + 1 < text.length && text[at + 1] !== '\n' ? at + 2 : UNCLOSED);
  const set = scanner(text.length, (at) => {
    if (text[at] === ']') return ~(at + 1);
    return text[at] === '\\' ? escaped(at) : at + 1;
  });
  const body = scanner(text.length, (at) => {
    const character = text[at];
    if (character === '/') return ~(at + 1);
    if (character === '\\') return escaped(at);
    return character === '[' ? Math.max(UNCLOSED, set(at + 1)) : at + 1;
  });
  return (start) => {
    const end = text[start + 1] === '*' ? -1 : body(start + 1);
    if (end === -1) return -1;
    FLAGS.lastIndex = end;
    FLAGS.test(text);
    return FLAGS.lastIndex;
  };
}
