import type { Datum } from '../datum.ts';

const WORDS: ReadonlyMap<string, Datum> = new Map<string, Datum>([
  ['True', true],
  ['False', false],
  ['None', null],
  ['true', true],
  ['false', false],
  ['null', null],
]);

const TOKEN =
  /\s*(?:('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(0o[0-7]+|0x[0-9a-fA-F]+|-?\d+(?:\.\d+)?)|([A-Za-z]+)|([[\](){},:]))/y;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

interface Token {
  readonly kind: 'string' | 'number' | 'word' | 'mark';
  readonly text: string;
}

/**
 * Reads a Python literal as one would type it on a command line: strings in either quotes, numbers (`0o644` too),
 * True, False, None, lists, tuples, dicts with string keys. Returns `undefined` for anything else.
 */
export function parseLiteral(text: string): Datum | undefined {
  const tokens = tokenize(text.trim());
  if (tokens === undefined) return undefined;
  let at = 0;

  function mark(character: string): boolean {
    const token = tokens?.[at];
    if (token?.kind !== 'mark' || token.text !== character) return false;
    at++;
    return true;
  }

  function items(close: string): Datum[] | undefined {
    const list: Datum[] = [];
    while (!mark(close)) {
      const item = value();
      if (item === undefined) return undefined;
      list.push(item);
      if (!mark(',') && tokens?.[at]?.text !== close) return undefined;
    }
    return list;
  }

  function members(): Datum | undefined {
    const table = new Map<string, Datum>();
    while (!mark('}')) {
      const key = value();
      const member = mark(':') ? value() : undefined;
      if (typeof key !== 'string' || member === undefined) return undefined;
      table.set(key, member);
      if (!mark(',') && tokens?.[at]?.text !== '}') return undefined;
    }
    return table;
  }

  /** `(x)` is `x`; `(x,)` and `(x, y)` are tuples. */
  function parenthesised(): Datum | undefined {
    const list = items(')');
    const trailing = tokens?.[at - 2]?.text === ',';
    return list?.length === 1 && !trailing ? list[0] : list;
  }

  function value(): Datum | undefined {
    const token = tokens?.[at++];
    if (token === undefined) return undefined;
    if (token.kind === 'string') return unquote(token.text);
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'word') return WORDS.get(token.text);
    if (token.text === '[') return items(']');
    if (token.text === '(') return parenthesised();
    return token.text === '{' ? members() : undefined;
  }

  const result = value();
  return at === tokens.length ? result : undefined;
}

function tokenize(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const kind = match[1] ? 'string' : match[2] ? 'number' : match[3] ? 'word' : 'mark';
    tokens.push({ kind, text: match[1] ?? match[2] ?? match[3] ?? (match[4] as string) });
  }
  return tokens;
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character);
}
