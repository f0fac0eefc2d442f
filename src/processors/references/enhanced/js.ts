import { insideOf, quotedSpans } from '../quoted.ts';
import type { Reference } from '../reference.ts';
import type { Span } from '../spans.ts';
import { statementsByPatterns } from './modules.ts';
import { sourceMaps } from './source-maps.ts';
import { statementsByLexer } from './statements.ts';

/** References in a script by the patterns of django-manifeststaticfiles-enhanced, or by its lexer. */
export function findInScript(text: string, modules: boolean, useLexer: boolean): readonly Reference[] {
  const maps = sourceMaps(text, 'js', useLexer);
  if (useLexer) {
    return [...(modules ? statementsByLexer(text) : []), ...maps.map(({ reference }) => reference)];
  }
  const lists = [maps, ...(modules ? statementsByPatterns(text) : [])].filter(({ length }) => length > 0);
  if (lists.length === 0) return [];
  const spans = quotedSpans(text, 'js').filter((span) => !isDoubtful(text, span));
  return lists.flatMap((list) => {
    const isHidden = insideOf(spans);
    return list.flatMap(({ from, reference }) => (isHidden(from) ? [] : reference));
  });
}

/** Characters; on longer lines, which are minified, `//` within the line is no comment but part of something else. */
const LONG_LINE = 500;

function isDoubtful(text: string, { start }: Span): boolean {
  if (!text.startsWith('//', start)) return false;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  if (start === from) return false;
  const close = text.indexOf('\n', start);
  const end = close === -1 ? text.length : close;
  if (end - from <= LONG_LINE || text.slice(from, start).trim() === '') return false;
  // A byte that continues a character of UTF-8 is none of its own.
  return text.slice(from, end).replace(/[\x80-\xbf]/g, '').length > LONG_LINE;
}
