/** Quotes, comments, brackets, joined lines, and the ends of lines before one that is not indented. */
const MARK = /'''|"""|['"]|#[^\n]*|[()[\]{}]|\\\r?\n|\n(?=[^\s#)\]}])/g;
/** Begins a line that goes on with the statement before it. */
const GOES_ON = /(?:elif|else|except|finally)\b/y;

/**
 * Splits the text of a Python file into its top-level statements, each with the lines up to the next one. `null` if a string or a
 * bracket has no end.
 */
export function topLevel(text: string): readonly string[] | null {
  const pieces: string[] = [];
  let start = 0;
  let isDecorated = text.startsWith('@');
  let depth = 0;
  MARK.lastIndex = 0;
  for (let match = MARK.exec(text); match !== null; match = MARK.exec(text)) {
    const [mark] = match;
    if (mark.startsWith("'") || mark.startsWith('"')) {
      const end = stringEnd(text, MARK.lastIndex, mark);
      if (end === -1) return null;
      MARK.lastIndex = end;
    } else if ('([{'.includes(mark)) depth += 1;
    else if (')]}'.includes(mark)) {
      depth -= 1;
      if (depth < 0) return null;
    } else if (mark === '\n' && depth === 0) {
      const next = MARK.lastIndex;
      GOES_ON.lastIndex = next;
      if (!isDecorated && !GOES_ON.test(text)) {
        pieces.push(text.slice(start, next));
        start = next;
      }
      // What a decorator stands before is one statement with it.
      isDecorated = text[next] === '@';
    }
  }
  if (depth > 0) return null;
  pieces.push(text.slice(start));
  return pieces;
}

const [BACKSLASH, NEWLINE] = [0x5c, 0x0a];

/** The offset behind a string that is open at `from`; -1 if it has no end. `quote`: one, or three. */
function stringEnd(text: string, from: number, quote: string): number {
  const first = quote.charCodeAt(0);
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === NEWLINE && quote.length === 1) return -1;
    else if (code === first && text.startsWith(quote, at)) return at + quote.length;
  }
  return -1;
}
