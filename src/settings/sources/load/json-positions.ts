import type { DatumPath } from '../../datum.ts';

/** The first place at which a text is no JSON: `offset` counts UTF-16 units from 0. */
export class JsonSyntaxError extends Error {
  readonly offset: number;

  constructor(offset: number, expected: string) {
    super(`expected ${expected}`);
    this.name = 'JsonSyntaxError';
    this.offset = offset;
  }
}

/** Far deeper than any setting, far less than the stack can take. */
const DEEPEST = 1000;

const SPACE = /[ \t\r\n]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON refuses them.
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Places of all keys and list items of a JSON text: paths as JSON text, offsets from 0. `JSON.parse` gives the values.
 * Throws JsonSyntaxError for a text that is no JSON, and for a key that is there twice.
 * The parser of YAML files knows places too, but takes `{'a': 1,}` and comments, and would be loaded for every JSON file.
 */
export function jsonPositions(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  let at = 0;

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    if (match !== undefined) at += match.length;
    return match;
  }

  function next(): string {
    take(SPACE);
    return text.charAt(at);
  }

  function expect(character: string, words: string = `'${character}'`): void {
    if (next() !== character) throw new JsonSyntaxError(at, words);
    at++;
  }

  function members(open: string, close: string, member: (index: number) => void): void {
    expect(open);
    if (next() === close) {
      at++;
      return;
    }
    for (let index = 0; ; index++) {
      member(index);
      if (next() !== ',') break;
      at++;
    }
    expect(close, `',' or '${close}'`);
  }

  function key(path: DatumPath): string {
    next();
    const start = at;
    const raw = take(STRING);
    if (raw === undefined) throw new JsonSyntaxError(at, 'a key in double quotes');
    const name = JSON.parse(raw) as string;
    const full = JSON.stringify([...path, name]);
    // JSON.parse would take the last one without a word; YAML and TOML refuse it too.
    if (found.has(full)) throw new JsonSyntaxError(start, `another key: ${raw} is there already`);
    found.set(full, start);
    expect(':');
    return name;
  }

  function value(path: DatumPath): void {
    if (path.length > DEEPEST) throw new JsonSyntaxError(at, `at most ${DEEPEST} levels`);
    const first = next();
    if (!found.has(JSON.stringify(path))) found.set(JSON.stringify(path), at);
    if (first === '{') members('{', '}', () => value([...path, key(path)]));
    else if (first === '[') members('[', ']', (index) => value([...path, index]));
    else if (take(STRING) === undefined && take(SCALAR) === undefined) {
      throw new JsonSyntaxError(at, 'a value');
    }
  }

  value([]);
  next();
  if (at < text.length) throw new JsonSyntaxError(at, 'nothing more');
  return found;
}
