import { Dict } from '../../../values/dict.ts';
import { List } from '../../../values/list.ts';
import { BoundPassed, type Value } from '../../../values/values.ts';

/** Error in a JSON document in Python's words, `Expecting value`, with the index of the character. */
export class JsonError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

// Python's own parser ends at its recursion limit; nobody's settings come near.
const DEEPEST = 200;

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them.
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const CONSTANTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** `json.loads(text)`: ints stay exact, floats stay floats, order and the last of equal keys are kept. Throws `JsonError`. */
export function readJson(text: string): Value {
  let at = 0;
  let depth = 0;

  function skipBlank(): void {
    while (/[ \t\n\r]/.test(text[at] ?? '')) at += 1;
  }

  function value(): Value {
    skipBlank();
    if (text[at] === '"') return string();
    if (text[at] === '{') return nested(object);
    if (text[at] === '[') return nested(array);
    for (const [word, constant] of CONSTANTS) {
      if (!text.startsWith(word, at)) continue;
      at += word.length;
      return constant;
    }
    return number();
  }

  function nested(read: () => Value): Value {
    depth += 1;
    if (depth > DEEPEST) throw new BoundPassed('the JSON is nested too deeply');
    const result = read();
    depth -= 1;
    return result;
  }

  function number(): Value {
    NUMBER.lastIndex = at;
    const match = NUMBER.exec(text);
    if (match === null) throw new JsonError('Expecting value', at);
    at = NUMBER.lastIndex;
    return match[1] === undefined && match[2] === undefined ? BigInt(match[0]) : Number(match[0]);
  }

  function string(): string {
    const start = at;
    let result = '';
    at += 1;
    for (;;) {
      PLAIN.lastIndex = at;
      result += PLAIN.exec(text)?.[0] ?? '';
      at = PLAIN.lastIndex;
      const end = text[at];
      if (end === '"') {
        at += 1;
        return result;
      }
      if (end === undefined) throw new JsonError('Unterminated string starting at', start);
      if (end !== '\\') throw new JsonError('Invalid control character at', at);
      result += escaped();
    }
  }

  function escaped(): string {
    const letter = text[at + 1] ?? '';
    if (letter !== 'u') {
      const plain = ESCAPES[letter];
      if (plain === undefined) throw new JsonError('Invalid \\escape', at);
      at += 2;
      return plain;
    }
    const digits = text.slice(at + 2, at + 6);
    if (!/^[\da-fA-F]{4}$/.test(digits)) throw new JsonError('Invalid \\uXXXX escape', at + 1);
    at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  function array(): Value {
    const items: Value[] = [];
    at += 1;
    skipBlank();
    if (text[at] === ']') {
      at += 1;
      return new List(items);
    }
    for (;;) {
      items.push(value());
      skipBlank();
      const separator = text[at];
      if (separator !== ',' && separator !== ']') throw new JsonError("Expecting ',' delimiter", at);
      at += 1;
      if (separator === ']') return new List(items);
    }
  }

  function object(): Value {
    const result = new Dict();
    at += 1;
    skipBlank();
    if (text[at] === '}') {
      at += 1;
      return result;
    }
    for (;;) {
      skipBlank();
      if (text[at] !== '"') throw new JsonError('Expecting property name enclosed in double quotes', at);
      const key = string();
      skipBlank();
      if (text[at] !== ':') throw new JsonError("Expecting ':' delimiter", at);
      at += 1;
      result.set(key, value());
      skipBlank();
      const separator = text[at];
      if (separator !== ',' && separator !== '}') throw new JsonError("Expecting ',' delimiter", at);
      at += 1;
      if (separator === '}') return result;
    }
  }

  const result = value();
  skipBlank();
  if (at < text.length) throw new JsonError('Extra data', at);
  return result;
}
