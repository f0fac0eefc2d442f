import type { Place } from './place.ts';
import { after, fault, quotesAt, type Reading } from './reading.ts';
import {
  type Conversion,
  type FieldPart,
  isTemplatePrefix,
  type Part,
  type Spec,
  type Template,
} from './template.ts';

/** What may stand between the braces of a field, as far as it has an end of its own. */
const WORD = /[\p{ID_Continue}]+/uy;
const PLAIN = /[^'"#{}()[\]!:=<>\p{ID_Continue}]+/uy;
const BLANKS = /(?:[ \t\f\n]|\\\n|#[^\n]*)*/y;
const COMMENT = /#[^\n]*/y;
const QUOTED: Readonly<Record<string, RegExp>> = {
  "'": /'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'/y,
  '"': /"[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*"/y,
  "'''": /'''(?:\\[\s\S]|[^\\])*?'''/y,
  '"""': /"""(?:\\[\s\S]|[^\\])*?"""/y,
};
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

// As deep as in CPython.
const DEEPEST_SPEC = 2;
const DEEPEST_TEMPLATE = 149;

/**
 * Takes a template apart. `start`: index of its prefix; `quote`: index of its first quote; `origin`: a place that is not behind it.
 * Throws as the parser does if the braces or quotes are wrong; the expressions are left to the parser.
 */
export function readTemplate(
  source: string,
  origin: Place,
  start: number,
  quote: number,
  depth: number = 0,
): Template {
  const prefix = source.slice(start, quote).toLowerCase();
  const quotes = quotesAt(source, quote);
  const word = prefix.includes('t') ? 't-string' : 'f-string';
  const isRaw = prefix.includes('r');
  const reading: Reading = { source, origin, start, depth, quotes, isRaw, word };
  if (depth > DEEPEST_TEMPLATE) fault(reading, start, `too many nested ${word}s`);
  const { parts, end } = readParts(reading, quote + quotes.length);
  return { parts, isRaw, source, origin, end: end + quotes.length };
}

interface Parts {
  readonly parts: readonly Part[];
  /** Index of the closing quotes, or of the `}` after a spec. */
  readonly end: number;
}

/** `specs`: how many specs are around, if it is a spec that is read. */
function readParts(reading: Reading, start: number, specs: number = 0): Parts {
  const { source, quotes, isRaw, word } = reading;
  const parts: Part[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
  };
  for (let at = start; ; ) {
    const character = source.charAt(at);
    if (source.startsWith(quotes, at)) {
      if (specs > 0) fault(reading, at, `${word}: expecting '}', or format specs`);
      flush();
      return { parts, end: at };
    }
    if (character === '' || (character === '\n' && quotes.length === 1 && specs === 0)) refuseOpen(reading);
    const isDouble = specs === 0 && source.charAt(at + 1) === character;
    if (character === '{' && !isDouble) {
      flush();
      const field = readField(reading, at, specs);
      parts.push(field);
      at = field.end;
    } else if (character === '}' && specs > 0) {
      flush();
      return { parts, end: at };
    } else if (character === '}' && !isDouble) {
      fault(reading, at, `${word}: single '}' is not allowed`);
    } else if (character === '{' || character === '}') {
      text += character;
      at += 2;
    } else if (character === '\n' && quotes.length === 1) {
      // Ends the spec, and nothing but blanks may come before its brace.
      at = blanksBehind(reading, at, '}');
    } else {
      const end = character === '\\' ? escapeEnd(source, at, isRaw) : at + 1;
      text += source.slice(at, end);
      at = end;
    }
  }
}

function refuseOpen(reading: Reading): never {
  const { start, quotes, word } = reading;
  fault(reading, start, `unterminated ${quotes.length === 3 ? 'triple-quoted ' : ''}${word} literal`);
}

/** Index after a backslash and what goes with it. Braces never do, but for `\N{...}`. */
function escapeEnd(source: string, at: number, isRaw: boolean): number {
  const next = source.charAt(at + 1);
  if (next === '{' || next === '}') return at + 1;
  if (next !== 'N' || isRaw || source.charAt(at + 2) !== '{') return at + 2;
  const end = source.indexOf('}', at);
  return end < 0 ? source.length : end + 1;
}

/** Index after blanks and comments, behind which one of some characters has to stand. */
function blanksBehind(reading: Reading, at: number, expected: string): number {
  const { source, word } = reading;
  const end = after(BLANKS, source, at);
  const next = source.charAt(end);
  if (next !== '' && expected.includes(next)) return end;
  fault(reading, end, `${word}: expecting ${[...expected].map((each) => `'${each}'`).join(' or ')}`);
}

function readField(reading: Reading, start: number, specs: number): FieldPart {
  const { source, word } = reading;
  if (specs > DEEPEST_SPEC) fault(reading, start, `${word}: expressions nested too deeply`);
  const { end: expressionEnd, comments } = expressionAt(reading, start);
  if (after(BLANKS, source, start + 1) >= expressionEnd) {
    const found = source.charAt(expressionEnd);
    fault(reading, expressionEnd, `${word}: valid expression required before '${found}'`);
  }
  let at = expressionEnd;
  let shown: string | undefined;
  if (source.charAt(at) === '=') {
    at = blanksBehind(reading, at + 1, '!:}');
    shown = withoutComments(source, start + 1, at, comments);
  }
  let conversion: Conversion | undefined;
  if (source.charAt(at) === '!') {
    conversion = conversionAt(reading, at + 1);
    at = blanksBehind(reading, at + 2, ':}');
  }
  let spec: Spec | undefined;
  if (source.charAt(at) === ':') {
    const { parts, end } = readParts(reading, at + 1, specs + 1);
    spec = { start: at, parts };
    at = end;
  }
  return { kind: 'field', start, end: at + 1, expressionEnd, shown, conversion, spec };
}

function conversionAt(reading: Reading, at: number): Conversion {
  const { source, word } = reading;
  const name = source.slice(at, after(WORD, source, at));
  if (name === 'r' || name === 's' || name === 'a') return name;
  if (name !== '')
    fault(reading, at, `${word}: invalid conversion character '${name}': expected 's', 'r', or 'a'`);
  if (/\s/.test(source.charAt(at)))
    fault(reading, at, `${word}: conversion type must come right after the exclamation mark`);
  fault(reading, at, `${word}: missing conversion character`);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Without the comments, some of which may stand behind the `=`. */
function withoutComments(source: string, start: number, end: number, comments: readonly Range[]): string {
  let text = '';
  let from = start;
  for (const comment of comments) {
    text += source.slice(from, comment.start);
    from = comment.end;
  }
  return text + source.slice(from, end).replace(/#[^\n]*/g, '');
}

/** Where the expression of a field ends: before the `=`, `!`, `:` or `}` that stands outside of all brackets. */
function expressionAt(
  reading: Reading,
  start: number,
): { readonly end: number; readonly comments: readonly Range[] } {
  const { source, word } = reading;
  const brackets: string[] = [];
  const comments: Range[] = [];
  for (let at = start + 1; ; ) {
    at = after(PLAIN, source, at);
    const wordEnd = after(WORD, source, at);
    const character = source.charAt(wordEnd);
    if (character === "'" || character === '"') {
      at = textEnd(reading, at, wordEnd);
      continue;
    }
    at = wordEnd;
    if (character === '') fault(reading, start, `'{' was never closed`);
    if (character === '#') {
      at = after(COMMENT, source, at);
      comments.push({ start: wordEnd, end: at });
    } else if (CLOSING[character] !== undefined) {
      brackets.push(character);
      at += 1;
    } else if (')]}'.includes(character)) {
      const opening = brackets.pop();
      if (opening === undefined && character === '}') return { end: at, comments };
      if (opening === undefined) fault(reading, at, `${word}: unmatched '${character}'`);
      if (CLOSING[opening] !== character)
        fault(
          reading,
          at,
          `${word}: closing parenthesis '${character}' does not match opening parenthesis '${opening}'`,
        );
      at += 1;
    } else if ('=!<>'.includes(character) && source.charAt(at + 1) === '=') at += 2;
    else if (brackets.length === 0 && isEnd(source, at)) return { end: at, comments };
    else at += 1;
  }
}

/** True for the `!` or `:` that ends an expression, or an `=` that shows it. */
function isEnd(source: string, at: number): boolean {
  const character = source.charAt(at);
  if (character !== '=') return character === '!' || character === ':';
  return '!:}'.includes(source.charAt(after(BLANKS, source, at + 1)) || '?');
}

/** Index after a text within an expression. */
function textEnd(reading: Reading, prefix: number, quote: number): number {
  const { source, origin, depth, quotes, word } = reading;
  if (isTemplatePrefix(source.slice(prefix, quote)))
    return readTemplate(source, origin, prefix, quote, depth + 1).end;
  const own = quotesAt(source, quote);
  const end = after(QUOTED[own] as RegExp, source, quote);
  if (end > quote) return end;
  if (own === quotes) fault(reading, quote, `${word}: expecting '}'`);
  fault(reading, quote, `unterminated ${own.length === 3 ? 'triple-quoted ' : ''}string literal`);
}
