/** `.env` files as python-dotenv parses them. Values may span lines in quotes; a statement it can't read is passed over. */

import { BLANK_CLASS, stripEnd } from '../../../../text/blanks.ts';

export type Binding = readonly [name: string, value: string | null];

// What `\s` is in Python's regular expressions, without the ends of lines.
const IN_LINE = BLANK_CLASS.replace('\\t-\\r', '\\t\\v\\f');
const BLANK = `[${IN_LINE}]*`;

const PATTERNS = {
  space: new RegExp(`[${BLANK_CLASS}]*`, 'y'),
  export: new RegExp(`(?:export[${IN_LINE}]+)?`, 'y'),
  quotedKey: /'([^']+)'/y,
  key: new RegExp(`([^=#${BLANK_CLASS}]+)`, 'y'),
  blank: new RegExp(BLANK, 'y'),
  equals: new RegExp(`=(${BLANK})`, 'y'),
  single: /'((?:\\[\s\S]|[^'\\])*)'/y,
  double: /"((?:\\[\s\S]|[^"\\])*)"/y,
  bare: /([^\r\n]*)/y,
  end: new RegExp(String.raw`(?:${BLANK}#[^\r\n]*)?${BLANK}(?:\r\n|\n|\r|$)`, 'y'),
  rest: /[^\r\n]*(?:\r\n|\n|\r)?/y,
} as const;

const COMMENT = new RegExp(`[${BLANK_CLASS}]#`);

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Thrown where a statement is malformed: the rest of its line is then skipped. */
class Malformed extends Error {}

export function parseDotenv(given: string): readonly Binding[] {
  const text = given.replace(/^\uFEFF/, '');
  const bindings: Binding[] = [];
  let at = 0;

  function take(name: keyof typeof PATTERNS): string {
    const pattern = PATTERNS[name];
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) throw new Malformed();
    at = pattern.lastIndex;
    return match[1] ?? match[0];
  }

  function value(): string {
    const first = text[at] ?? '';
    if (first === "'") return take('single').replace(/\\([\\'])/g, '$1');
    if (first === '"') {
      return take('double').replace(/\\([\\'"abfnrtv])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
    }
    if (first === '' || first === '\n' || first === '\r') return '';
    const bare = take('bare');
    const comment = bare.search(COMMENT);
    return stripEnd(comment < 0 ? bare : bare.slice(0, comment));
  }

  function statement(): Binding | null {
    take('space');
    if (at >= text.length) return null;
    take('export');
    const key = text[at] === '#' ? null : text[at] === "'" ? take('quotedKey') : take('key');
    take('blank');
    let bound: string | null = null;
    if (text[at] === '=') {
      const blank = take('equals');
      bound = blank !== '' && text[at] === '#' ? '' : value();
    }
    take('end');
    return key === null ? null : [key, bound];
  }

  while (at < text.length) {
    try {
      const binding = statement();
      if (binding !== null) bindings.push(binding);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      take('rest');
    }
  }
  return bindings;
}

/** `${NAME}` and `${NAME:-default}` filled in, one value after the other. */
export function fillReferences(
  bindings: readonly Binding[],
  lookUp: (name: string, earlier: ReadonlyMap<string, string | null>) => string | null | undefined,
): ReadonlyMap<string, string | null> {
  const values = new Map<string, string | null>();
  for (const [name, value] of bindings) {
    const filled = value?.replace(/\$\{([^}:]*)(?::-([^}]*))?\}/g, (_, key: string, fallback?: string) => {
      const found = lookUp(key, values);
      return found === undefined ? (fallback ?? '') : (found ?? '');
    });
    values.set(name, filled ?? null);
  }
  return values;
}
