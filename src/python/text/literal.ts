/** Data as Python's `repr` writes it: a set, a tuple and a list are all lists. */
export type Literal =
  | string
  | number
  | boolean
  | null
  | readonly Literal[]
  | { readonly [key: string]: Literal };

const TOKEN =
  /\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|(-?\d+(?:\.\d+)?)|(True|False|None)\b|([[\](){},:]))/y;
const WORDS: Readonly<Record<string, Literal>> = { True: true, False: false, None: null };
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
const ESCAPE = /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/gi;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
const DEEPEST = 50;

/**
 * The literal that starts at an index of the text, as `repr` writes it; what follows is not looked at. The arguments of
 * a call, from its `(`, are a tuple. `undefined` if there is none.
 */
export function readLiteral(text: string, start: number = 0): Literal | undefined {
  let at = start;

  function token(): { readonly value?: Literal; readonly mark?: string } | undefined {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    at = TOKEN.lastIndex;
    const [, single, double, number, word, mark] = match;
    const quoted = single ?? double;
    if (quoted !== undefined) return { value: unescaped(quoted) };
    if (mark !== undefined) return { mark };
    return { value: number === undefined ? (WORDS[word as string] ?? null) : Number(number) };
  }

  function display(open: string, depth: number): Literal | undefined {
    const close = CLOSING[open];
    const items: Literal[] = [];
    const members: Record<string, Literal> = Object.create(null);
    let isTable = open === '{';
    for (let next = token(); next?.mark !== close; next = token()) {
      const item = literal(next, depth);
      if (item === undefined) return undefined;
      let after = token();
      if (after?.mark === ':' && open === '{' && typeof item === 'string') {
        const member = literal(token(), depth);
        if (member === undefined) return undefined;
        members[item] = member;
        after = token();
      } else {
        isTable = false;
        items.push(item);
      }
      if (after?.mark === close) break;
      if (after?.mark !== ',') return undefined;
    }
    return isTable ? members : items;
  }

  function literal(next: ReturnType<typeof token>, depth: number): Literal | undefined {
    if (next?.mark === undefined) return next?.value;
    return CLOSING[next.mark] === undefined || depth > DEEPEST ? undefined : display(next.mark, depth + 1);
  }

  return literal(token(), 0);
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, byte?: string, short?: string, long?: string, plain: string = '') => {
    const code = byte ?? short ?? long;
    return code === undefined ? (ESCAPES[plain] ?? plain) : String.fromCodePoint(Number.parseInt(code, 16));
  });
}
