import { SPACE } from '../reference.ts';
import { scanner, stringEnds, textEnds, UNCLOSED } from './scanner.ts';

/** A `url(...)`, or a string that follows `@import`; `end` is the offset after it. */
export interface UrlToken {
  readonly kind: 'url' | 'import';
  readonly start: number;
  readonly end: number;
}

/** Part of a style sheet that decides which words mean something. */
type State = 'default' | 'at-rule' | 'rule' | 'value' | 'arguments';

/** A token, and the state after it. */
interface Token {
  readonly end: number;
  readonly state: State;
  readonly kind?: 'url' | 'import-rule';
}

const BLANKS = new RegExp(`[${SPACE}]+`, 'y');
const AT_RULE = /@[a-zA-Z-]+/y;
const PROPERTY = new RegExp(`[a-zA-Z-]+(?=[${SPACE}]*:)`, 'y');
const PSEUDO = /::?[a-zA-Z-]+/y;
const NAMED = /[.#][a-zA-Z_-][a-zA-Z0-9_-]*|[a-zA-Z][a-zA-Z0-9_-]*/y;
const URL_OPEN = /url\(/iy;
const FUNCTION = /[a-zA-Z-]+\(/y;
const HASH = /#[0-9a-fA-F]{3,8}/y;
const NUMBER =
  /-?(?:\d+\.?\d*|\.\d+)(?:%|px|em|rem|ex|ch|vw|vh|vmin|vmax|cm|mm|in|pt|pc|deg|rad|grad|turn|s|ms|Hz|kHz|dpi|dpcm|dppx)?/y;
const IDENT = /[a-zA-Z_-][a-zA-Z0-9_-]*/y;

/**
 * Finds `url(...)` and the strings of `@import` as the package's lexer for CSS does, which is not a grammar: it has no
 * memory of brackets, and knows `url(` only in values, in arguments, and in what stands between an at-rule and its `{` or `;`.
 */
export function urlTokens(text: string): readonly UrlToken[] {
  const next = tokens(text);
  const skip = blanksAndComments(text);
  const strings = { '"': stringEnds(text, '"'), "'": stringEnds(text, "'") };
  const found: UrlToken[] = [];
  let state: State = 'default';
  let afterImport = false;
  for (let at = skip(0); at < text.length; at = skip(at)) {
    const quote = text[at];
    const end = quote === '"' || quote === "'" ? strings[quote](at + 1) : -1;
    if (end !== -1) {
      if (afterImport) found.push({ kind: 'import', start: at, end });
      afterImport = false;
      at = end;
      continue;
    }
    const token: Token = next[state](at) ?? { end: at + 1, state };
    if (token.kind === 'url') found.push({ kind: 'url', start: at, end: token.end });
    afterImport = token.kind === 'import-rule';
    at = token.end;
    state = token.state;
  }
  return found;
}

function blanksAndComments(text: string): (at: number) => number {
  const comment = textEnds(text, '*/');
  return (from) => {
    let at = from;
    for (;;) {
      const blanks = endOf(BLANKS, text, at);
      const end = text.startsWith('/*', blanks) ? comment(blanks + 2) : -1;
      if (end === -1) return blanks;
      at = end;
    }
  };
}

/** Offset after a match of a sticky pattern; `at` if it does not match. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

type Next = (at: number) => Token | undefined;

/** The next token in each state; `undefined` for a single character that changes nothing. */
function tokens(text: string): Readonly<Record<State, Next>> {
  const url = urlEnds(text);
  const selector = selectorEnds(text);
  const first = (state: State, patterns: readonly RegExp[], at: number): Token | undefined => {
    for (const pattern of patterns) {
      const end = endOf(pattern, text, at);
      if (end !== at) return { end, state };
    }
    return undefined;
  };
  const becomes = (at: number, states: Readonly<Record<string, State>>): Token | undefined => {
    const state = states[text[at] as string];
    return state && { end: at + 1, state };
  };
  const urlToken = (state: State, at: number): Token | undefined => {
    const end = url(at);
    return end === at ? undefined : { end, state, kind: 'url' };
  };
  const selectorToken = (state: State, at: number): Token | undefined => {
    const end = selector(at);
    return end === at ? undefined : { end, state };
  };
  return {
    default(at) {
      const end = endOf(AT_RULE, text, at);
      if (end !== at) {
        const isImport = text.slice(at, end).toLowerCase() === '@import';
        return { end, state: 'at-rule', ...(isImport && { kind: 'import-rule' }) };
      }
      return selectorToken('default', at) ?? becomes(at, { '{': 'rule' });
    },
    rule: (at) =>
      first('rule', [PROPERTY], at) ??
      becomes(at, { ':': 'value', '{': 'rule', '}': 'default' }) ??
      selectorToken('rule', at),
    value(at) {
      const token = urlToken('value', at) ?? first('arguments', [FUNCTION], at);
      return (
        token ?? first('value', [HASH, NUMBER, IDENT], at) ?? becomes(at, { ';': 'rule', '}': 'default' })
      );
    },
    arguments: (at) =>
      urlToken('arguments', at) ?? first('arguments', [NUMBER, IDENT], at) ?? becomes(at, { ')': 'value' }),
    'at-rule': (at) =>
      urlToken('at-rule', at) ??
      becomes(at, { '{': 'rule', ';': 'default' }) ??
      first('at-rule', [IDENT], at) ??
      selectorToken('at-rule', at),
  };
}

/** Finds the end of a selector, `:not(...)` and `[...]` whole; the position itself if none is there. */
function selectorEnds(text: string): (at: number) => number {
  const bracket = textEnds(text, ']');
  const parenthesis = textEnds(text, ')');
  return (at) => {
    if (text[at] === '[') return Math.max(at, bracket(at));
    const end = endOf(PSEUDO, text, at);
    if (end === at) return endOf(NAMED, text, at);
    return text[end] === '(' ? Math.max(end, parenthesis(end)) : end;
  };
}

/** Finds the end of `url(...)`, in which strings hide a bracket; the position itself if none is there. */
function urlEnds(text: string): (at: number) => number {
  const quotes: Readonly<Record<string, (from: number) => number>> = {
    '"': textEnds(text, '"'),
    "'": textEnds(text, "'"),
  };
  const body = scanner(text.length, (at) => {
    const character = text[at] as string;
    if (character === ')') return ~(at + 1);
    const end = quotes[character]?.(at + 1);
    return end === undefined ? at + 1 : end === -1 ? UNCLOSED : end;
  });
  return (at) => {
    const open = endOf(URL_OPEN, text, at);
    return open === at ? at : Math.max(at, body(open));
  };
}
