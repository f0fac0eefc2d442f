// A comma right before `;`, as in `A = 1,; B = 2`; texts and comments are gone over as a whole.
const TRAILING_COMMA =
  /'''(?:\\[\s\S]|[^\\])*?(?:'''|$)|"""(?:\\[\s\S]|[^\\])*?(?:"""|$)|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|#.*|,(?=[ \t]*;)/g;

/** Rewrites valid Python that the parser refuses into Python that it takes. Keeps lines, and nearly all columns. */
export function repaired(text: string): string {
  const excepts = text
    .replace(TRAILING_COMMA, (part) => (part === ',' ? ', *()' : part))
    .replace(
      // Python 3.14's way to write `except (A, B):`.
      /^([ \t]*except[ \t]+)([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)([ \t]*:)/gm,
      '$1($2)$3',
    );
  return excepts
    .replace(/^([ \t]*match)[ \t](.*\S)[ \t]*:([ \t]*(?:#.*)?\n\s*case\b)/gm, '$1($2):$3')
    .replace(
      /^([ \t]*case)[ \t](.+)$/gm,
      (line, word: string, rest: string) => bracketed(word, rest) ?? line,
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
