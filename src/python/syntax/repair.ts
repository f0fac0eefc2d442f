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
    .replace(/^([ \t]*match)[ \t](.*\S)[ \t]*:([ \t]*(?:#.*)?\n\s*case\b)/gm, '$1($2):$3')
    .replace(/^[ \t]*case[ \t].+$/gm, joined)
    .replace(
      /^([ \t]*case)[ \t](.+)$/gm,
      (line, word: string, rest: string) => bracketed(word, rest) ?? line,
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

/** Joins the texts of `case "a" "b":`, where that changes nothing in them. */
function joined(line: string): string {
  return line.replace(
    /(?<![\w'"\\])(?:(["'])[^"'\\\n]*\1)(?:[ \t]+\1[^"'\\\n]*\1)+/g,
    (texts, quote: string) => texts.split(new RegExp(`${quote}[ \\t]+${quote}`)).join(''),
  );
}

/** Rewrites `case 1, *rest if test:` as `case[1, *rest]if test:`; `null` if the pattern is not a bare sequence. */
function bracketed(word: string, rest: string): string | null {
  let [depth, quote, hasComma] = [0, '', false];
  for (const [index, character] of [...rest].entries()) {
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (depth > 0) continue;
    else if (character === ',') hasComma = true;
    else if (character === ':' || /^\sif\s/.test(rest.slice(index))) {
      const behind = character === ':' ? rest.slice(index) : rest.slice(index + 1);
      return hasComma ? `${word}[${rest.slice(0, index)}]${behind}` : null;
    }
  }
  return null;
}
