/** A type as it is written: `Optional[list[str]]`, `"Database"`, `Annotated[int, Field(gt=0)]`. */
export type Annotation =
  /** Anything that is one expression: a name, a dotted name, a call. */
  | { readonly kind: 'expression'; readonly text: string }
  | { readonly kind: 'subscript'; readonly base: string; readonly args: readonly Annotation[] }
  | { readonly kind: 'union'; readonly members: readonly Annotation[] };

const OPENING = '([{';
const CLOSING = ')]}';
const STRING = /(?:[rRuUbBfF]{0,2})("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/y;

/** Where the string that starts at `at` ends; `at` itself where none does. */
function endOfString(text: string, at: number): number {
  STRING.lastIndex = at;
  return STRING.test(text) ? STRING.lastIndex : at;
}

/** The parts between `separator`s that stand outside of brackets and strings, trimmed. */
function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; ) {
    const end = endOfString(text, at);
    if (end > at) {
      at = end;
      continue;
    }
    const character = text[at] as string;
    if (OPENING.includes(character)) depth += 1;
    else if (CLOSING.includes(character)) depth -= 1;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
    at += 1;
  }
  parts.push(text.slice(start).trim());
  return parts;
}

// Deeper than any type that a person writes.
const DEEPEST = 20;

/** Reads the text of an annotation. Quotes around a type that is named before it exists are taken off. */
export function parseAnnotation(given: string, depth = 0): Annotation {
  const text = given.trim();
  if (depth > DEEPEST) return { kind: 'expression', text };
  const inner = (part: string): Annotation => parseAnnotation(part, depth + 1);
  const quoted = /^(["'])([^"'\\\n]*)\1$/.exec(text)?.[2];
  if (quoted !== undefined) return inner(quoted);
  if (text.startsWith('(') && text.endsWith(')') && splitOutside(text, ',').length === 1)
    return inner(text.slice(1, -1));
  const members = splitOutside(text, '|');
  if (members.length > 1) return { kind: 'union', members: members.map(inner) };
  const subscript = /^([\w.]+)\s*\[([\s\S]*)\]$/.exec(text);
  if (subscript === null) return { kind: 'expression', text };
  const [, base = '', inside = ''] = subscript;
  const args = splitOutside(inside, ',').filter((part) => part !== '');
  // What stands in a Literal are values, quotes and all, and behind the type of an Annotated they are expressions.
  const isValue = (index: number): boolean =>
    /(?:^|\.)Literal$/.test(base) || (/(?:^|\.)Annotated$/.test(base) && index > 0);
  return {
    kind: 'subscript',
    base,
    args: args.map((part, index) => (isValue(index) ? { kind: 'expression', text: part } : inner(part))),
  };
}
