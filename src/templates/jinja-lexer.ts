/** A tag of a Jinja2 template. Offsets are those of the whole text. */
export interface JinjaTag {
  readonly kind: 'block' | 'variable' | 'comment';
  readonly start: number;
  readonly end: number;
  /** Of a block its first word; else empty. */
  readonly word: string;
  /** What stands between the delimiters, without blanks and signs of blank control. */
  readonly content: string;
}

const OPENING = /\{[%{#]/g;
/** What counts inside of a tag: a string, a bracket, an end. */
const INSIDE = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|[([{]|[-+]?%\}|\}\}|[)\]}]/g;
const RAW_END = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;

/**
 * Finds the tags as Jinja2's lexer does: they may span lines, an end inside of a string or of brackets is none, and what
 * `{% raw %}` encloses is text. Stops at a tag without an end, for which Jinja2 refuses the template.
 */
export function jinjaTagsIn(text: string): readonly JinjaTag[] {
  const tags: JinjaTag[] = [];
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(text); match !== null; match = OPENING.exec(text)) {
    const start = match.index;
    const kind = match[0] === '{%' ? 'block' : match[0] === '{{' ? 'variable' : 'comment';
    const end = kind === 'comment' ? commentEnd(text, start) : tagEnd(text, start, kind);
    if (end === -1) break;
    const content = text
      .slice(start + 2, end - 2)
      .replace(/^[-+]|[-+]$/g, '')
      .trim();
    const word = kind === 'block' ? (/^\w+/.exec(content)?.[0] ?? '') : '';
    OPENING.lastIndex = end;
    if (word === 'raw') {
      RAW_END.lastIndex = end;
      if (RAW_END.exec(text) === null) break;
      OPENING.lastIndex = RAW_END.lastIndex;
    } else tags.push({ kind, start, end, word, content });
  }
  return tags;
}

function commentEnd(text: string, start: number): number {
  const at = text.indexOf('#}', start + 2);
  return at === -1 ? -1 : at + 2;
}

/** The offset behind a tag; -1 if it has no end. */
function tagEnd(text: string, start: number, kind: 'block' | 'variable'): number {
  let depth = 0;
  INSIDE.lastIndex = start + 2;
  for (let match = INSIDE.exec(text); match !== null; match = INSIDE.exec(text)) {
    const [mark] = match;
    if (mark.endsWith('%}')) {
      if (kind === 'block' && depth === 0) return INSIDE.lastIndex;
    } else if (mark === '}}' && kind === 'variable' && depth === 0) return INSIDE.lastIndex;
    else if (mark === '}}') {
      // Two brackets that end, or one and the first half of an end.
      depth -= 1;
      INSIDE.lastIndex = match.index + 1;
    } else if ('([{'.includes(mark)) depth += 1;
    else if (')]}'.includes(mark)) depth -= 1;
  }
  return -1;
}
