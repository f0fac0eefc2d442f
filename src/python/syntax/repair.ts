import { repairedCase } from './repair-cases.ts';

// Texts and comments are gone over as a whole.
const PARTS =
  /'''(?:\\[\s\S]|[^\\])*?(?:'''|$)|"""(?:\\[\s\S]|[^\\])*?(?:"""|$)|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|#.*|[([{)\]},;\n]|\b(?:async|del|for)\b/g;

/** Rewrites valid Python that the parser refuses into Python that it takes. Keeps lines, and nearly all columns. */
export function repaired(text: string): string {
  return withoutCommas(text)
    .replace(
      // Python 3.14's way to write `except (A, B):`.
      /^([ \t]*except(?:[ \t]*\*[ \t]*|[ \t]+))([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)([ \t]*:)/gm,
      '$1($2)$3',
    )
    .replace(
      /^([ \t]*match)(?=[ \t*([{'"~-])[ \t]*(.*\S)[ \t]*:([ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*[ \t]+case\b)/gm,
      '$1($2):$3',
    )
    .replace(
      /^([ \t]*case)\b(.+)$/gm,
      (line, word: string, rest: string) => repairedCase(word, rest) ?? line,
    );
}

/** Rewrites the commas after which nothing comes, as in `A = 1,; B = 2`, and the `async` of `{k: v async for k, v in x}`. */
function withoutCommas(text: string): string {
  const open: string[] = [];
  let statement = '';
  // True if something stands between the last comma or opening bracket and here.
  let hasItem = false;
  let last = 0;
  const follows = (pattern: RegExp, at: number): boolean => {
    pattern.lastIndex = at;
    return pattern.test(text);
  };
  const comma = (after: number): string => {
    const isEmpty = !hasItem;
    hasItem = false;
    if (isEmpty) return ',';
    if (open.length > 0) return open.at(-1) === '{' && follows(/(?:\s|#.*\n)*\}/y, after) ? ' ' : ',';
    if (statement === 'del') return follows(/[ \t]*(?:[;#\r\n]|$)/y, after) ? ' ' : ',';
    const isLast = follows(statement === 'for' ? /[ \t]*[:;]/y : /[ \t]*;/y, after);
    return isLast ? ', *()' : ',';
  };
  return text.replace(PARTS, (part: string, offset: number) => {
    const after = offset + part.length;
    if (/\S/.test(text.slice(last, offset)) || /^['"\w)\]}]/.test(part)) hasItem = true;
    last = after;
    if ('([{'.includes(part)) {
      open.push(part);
      hasItem = false;
    } else if (')]}'.includes(part)) open.pop();
    else if (part === ',') return comma(after);
    else if (part === 'async') {
      // What a coroutine does is not followed, so that the other sort of loop makes no difference.
      return open.at(-1) === '{' && follows(/[ \t]+for\b/y, after) ? '     ' : part;
    } else if (open.length === 0) {
      if (part === '\n' || part === ';') [statement, hasItem] = ['', false];
      else if (part === 'del' || part === 'for') statement = part;
    }
    return part;
  });
}
