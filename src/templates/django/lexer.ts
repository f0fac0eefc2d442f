/** A tag of a template: `{% block %}`, `{{ variable }}`, `{# comment #}`. Offsets are those of the whole text; what lies between two tags is text. */
export interface Tag {
  readonly kind: 'block' | 'variable' | 'comment';
  readonly start: number;
  readonly end: number;
  /** Of a block its first word, by which Django finds what compiles it; else empty. */
  readonly name: string;
}

const PERCENT = 0x25;
const BRACE = 0x7b;
const HASH = 0x23;

/**
 * Finds the tags as Django's `Lexer` does with its expression `{%.*?%}|{{.*?}}|{#.*?#}`, in time that only grows with the length of
 * the text: a tag ends on the line where it begins, and what `{% verbatim name %}` encloses is text up to `{% endverbatim name %}`,
 * and nothing else ends it.
 */
export function tagsIn(text: string): readonly Tag[] {
  const tags: Tag[] = [];
  const [nextBlockEnd, nextVariableEnd, nextCommentEnd] = [
    nextOf(text, '%}'),
    nextOf(text, '}}'),
    nextOf(text, '#}'),
  ];
  const [nextLine, nextReturn] = [nextOf(text, '\n'), nextOf(text, '\r')];
  let verbatim: string | null = null;
  for (let start = text.indexOf('{'); start !== -1; ) {
    const code = text.charCodeAt(start + 1);
    const nextEnd =
      code === PERCENT
        ? nextBlockEnd
        : code === BRACE
          ? nextVariableEnd
          : code === HASH
            ? nextCommentEnd
            : null;
    const closer = nextEnd === null ? -1 : nextEnd(start + 2);
    if (closer === -1 || isBetween(nextLine(start), closer) || isBetween(nextReturn(start), closer)) {
      start = text.indexOf('{', start + 1);
      continue;
    }
    const end = closer + 2;
    const kind = code === PERCENT ? 'block' : code === BRACE ? 'variable' : 'comment';
    const name = kind === 'block' ? firstWord(text, start + 2, closer) : '';
    const tag: Tag = { kind, start, end, name };
    if (verbatim === null) {
      tags.push(tag);
      if (name === 'verbatim') verbatim = endOfVerbatim(contentOf(text, tag));
    } else if (kind === 'block' && contentOf(text, tag) === verbatim) {
      tags.push(tag);
      verbatim = null;
    }
    start = text.indexOf('{', end);
  }
  return tags;
}

/** The content of the tag that ends a `verbatim`; `null` if the lexer takes it for a tag like others. */
function endOfVerbatim(content: string): string | null {
  return /^verbatim(?: |$)/.test(content) ? `end${content}` : null;
}

/** What stands between the braces of a tag, without blanks around it. */
export function contentOf(text: string, { start, end }: Tag): string {
  return text.slice(start + 2, end - 2).trim();
}

function isBetween(at: number, end: number): boolean {
  return at !== -1 && at < end;
}

/** `indexOf` of a word for offsets that only grow: what was found for one is kept as long as it lies ahead. */
function nextOf(text: string, word: string): (from: number) => number {
  // Before any place: it was not looked for yet.
  let found = -2;
  return (from) => {
    if (found !== -1 && found < from) found = text.indexOf(word, from);
    return found;
  };
}

const LAST_ASCII = 0x7f;

/** True for the blanks of ASCII. */
function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** The first word between two offsets; quick for ASCII, which tags are. */
function firstWord(text: string, from: number, to: number): string {
  let start = from;
  while (start < to && isBlank(text.charCodeAt(start))) start++;
  let end = start;
  for (; end < to; end++) {
    const code = text.charCodeAt(end);
    if (isBlank(code)) break;
    if (code > LAST_ASCII) return text.slice(start, to).trim().split(/\s/, 1)[0] ?? '';
  }
  return text.slice(start, end);
}

/** A word of a tag, with its offset in the template. */
export interface Bit {
  readonly text: string;
  readonly at: number;
}

/** Quoted text stays in one piece, with what is joined to it. */
const BIT = /[^\s'"]*(?:(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')[^\s'"]*)+|\S+/g;

/** Splits the content of a tag into words, as Django's `smart_split` does. */
export function bitsOf(text: string, { start, end }: Tag): readonly Bit[] {
  const inside = text.slice(start + 2, end - 2);
  return [...inside.matchAll(BIT)].map((match) => ({ text: match[0], at: start + 2 + match.index }));
}
