/** A piece of a template. Offsets are those of the whole text. */
export interface Token {
  readonly kind: 'text' | 'block' | 'variable' | 'comment';
  readonly start: number;
  readonly end: number;
  /** What stands between the braces, without blanks around it; of text, all of it. */
  readonly content: string;
  /** Offset of `content`. */
  readonly at: number;
}

const CLOSERS: Readonly<Record<string, string>> = { '{%': '%}', '{{': '}}', '{#': '#}' };
const KINDS: Readonly<Record<string, Token['kind']>> = { '{%': 'block', '{{': 'variable', '{#': 'comment' };

/**
 * Splits a template as Django's `Lexer` does: a tag ends on the line where it begins, and what `{% verbatim name %}` encloses
 * is text up to `{% endverbatim name %}`, and nothing else ends it.
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let verbatim: string | null = null;
  let last = 0;
  const addText = (end: number): void => {
    if (end > last) tokens.push({ kind: 'text', start: last, end, content: text.slice(last, end), at: last });
    last = end;
  };
  for (const { start, end } of tags(text)) {
    const opener = text.slice(start, start + 2);
    const inside = text.slice(start + 2, end - 2);
    const content = inside.trim();
    if (verbatim !== null && !(opener === '{%' && content === verbatim)) continue;
    verbatim = null;
    addText(start);
    const kind = KINDS[opener] as Token['kind'];
    const at = start + 2 + (inside.length - inside.trimStart().length);
    tokens.push({ kind, start, end, content, at });
    last = end;
    if (kind === 'block' && /^verbatim(?: |$)/.test(content)) verbatim = `end${content}`;
  }
  addText(text.length);
  return tokens;
}

/** Finds the tags as Django's expression `{%.*?%}|{{.*?}}|{#.*?#}` does, in time that only grows with the length of the text. */
function* tags(text: string): Generator<{ readonly start: number; readonly end: number }> {
  const next = nextIn(text);
  let start = next('{', 0);
  while (start !== -1) {
    const closer = CLOSERS[text.slice(start, start + 2)];
    const end = closer === undefined ? -1 : next(closer, start + 2);
    const isOnLine = end !== -1 && !isBetween(next('\n', start), end) && !isBetween(next('\r', start), end);
    if (isOnLine) yield { start, end: end + 2 };
    start = next('{', isOnLine ? end + 2 : start + 1);
  }
}

function isBetween(at: number, end: number): boolean {
  return at !== -1 && at < end;
}

/** `indexOf` for offsets that only grow: what was found for one is kept as long as it lies ahead. */
function nextIn(text: string): (word: string, from: number) => number {
  const ahead = new Map<string, number>();
  return (word, from) => {
    const known = ahead.get(word);
    if (known !== undefined && (known === -1 || known >= from)) return known;
    const found = text.indexOf(word, from);
    ahead.set(word, found);
    return found;
  };
}

/** A word of a tag, with its offset in the template. */
export interface Bit {
  readonly text: string;
  readonly at: number;
}

/** Quoted text stays in one piece, with what is joined to it. */
const BIT = /[^\s'"]*(?:(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')[^\s'"]*)+|\S+/g;

/** Splits the content of a tag into words, as Django's `smart_split` does. */
export function bitsOf({ content, at }: Token): readonly Bit[] {
  return [...content.matchAll(BIT)].map((match) => ({ text: match[0], at: at + match.index }));
}
