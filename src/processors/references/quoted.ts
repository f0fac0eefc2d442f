import type { Span } from './spans.ts';

/**
 * Spans of comments, strings and escapes by the rules of Django 6.1, which are not a grammar: a quote that is not closed
 * on its line opens nothing, and a regular expression or an unquoted URL is not recognised.
 */
export function quotedSpans(text: string, language: 'css' | 'js'): readonly Span[] {
  const opening = language === 'css' ? /["'\\]|\/\*/g : /["'`\\]|\/[*/]/g;
  const spans: Span[] = [];
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const end = endOf(text, match.index, match[0]);
    // A quote that is not closed opens nothing: go on with the next character.
    opening.lastIndex = end === -1 ? match.index + 1 : end;
    if (end !== -1) spans.push({ start: match.index, end });
  }
  return spans;
}

function endOf(text: string, start: number, opening: string): number {
  switch (opening) {
    case '/*': {
      const close = text.indexOf('*/', start + 2);
      return close === -1 ? -1 : close + 2;
    }
    case '//': {
      const close = text.indexOf('\n', start);
      return close === -1 ? text.length : close;
    }
    case '\\':
      return start + 1 < text.length ? start + 2 : -1;
    default:
      return endOfString(text, start, opening);
  }
}

function endOfString(text: string, start: number, quote: string): number {
  const stop = quote === '`' ? /[`\\]/g : quote === '"' ? /["\\\n]/g : /['\\\n]/g;
  stop.lastIndex = start + 1;
  for (let match = stop.exec(text); match !== null; match = stop.exec(text)) {
    if (match[0] === quote) return match.index + 1;
    if (match[0] === '\n') return -1;
    stop.lastIndex = match.index + 2;
  }
  return -1;
}

/** Makes a test whether a position lies inside one of the spans. Call it with ascending positions. */
export function insideOf(spans: readonly Span[]): (position: number) => boolean {
  let next = 0;
  return (position) => {
    while (next < spans.length && (spans[next] as Span).end <= position) next++;
    const span = spans[next];
    return span !== undefined && span.start < position;
  };
}
