/** A text split as `shlex.shlex(text, posix=True)` with `whitespace_split` and `separators` for whitespace does it. */
export function splitShell(text: string, separators: string): readonly string[] | null {
  const parts: string[] = [];
  let part = '';
  let started = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (separators.includes(character)) {
      if (started) parts.push(part);
      part = '';
      started = false;
    } else if (character === '#') {
      // A comment runs to the end of the line.
      const end = text.indexOf('\n', at);
      if (started) parts.push(part);
      part = '';
      started = false;
      at = end < 0 ? text.length : end;
    } else if (character === '\\') {
      if (at + 1 >= text.length) return null;
      at += 1;
      part += text[at];
      started = true;
    } else if (character === "'" || character === '"') {
      const quoted = readQuoted(text, at);
      if (quoted === null) return null;
      part += quoted.value;
      at = quoted.end;
      started = true;
    } else {
      part += character;
      started = true;
    }
  }
  if (started) parts.push(part);
  return parts;
}

/** In double quotes a backslash takes the next quote or backslash as it is. `null` where the quote is not closed. */
function readQuoted(text: string, start: number): { readonly value: string; readonly end: number } | null {
  const quote = text[start] as string;
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === quote) return { value, end: at };
    const next = text[at + 1];
    if (quote === '"' && character === '\\' && (next === '"' || next === '\\')) {
      value += next;
      at += 1;
    } else value += character;
  }
  return null;
}
