import { literalOf } from './django/argument.ts';
import { placesIn } from './place.ts';
import type { Reference, TemplateReading } from './reference.ts';

/** Comments and tags of Jinja2 may span lines; what `{% raw %}` encloses is text. */
const TAG = /\{#[\s\S]*?#\}|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const RAW_END = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
/** `static('a.css')` as the whole of an argument: not an attribute, not joined to anything. */
const CALL = /(?<![\w.])static\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)(?!\s*[~+%|.[])/g;

/** Reads the calls of `static` in a Jinja2 template, under the name that Django's documentation gives it. */
export function readJinjaTemplate(text: string): TemplateReading {
  const placeOf = placesIn(text);
  const references: Reference[] = [];
  const conditions: string[] = [];
  TAG.lastIndex = 0;
  for (let match = TAG.exec(text); match !== null; match = TAG.exec(text)) {
    const [raw] = match;
    if (raw.startsWith('{#')) continue;
    const word = /^\{%[-+]?\s*(\w+)/.exec(raw)?.[1];
    if (word === 'raw') {
      RAW_END.lastIndex = TAG.lastIndex;
      TAG.lastIndex = RAW_END.exec(text) === null ? text.length : RAW_END.lastIndex;
      continue;
    }
    if (word === 'if') conditions.push(raw.replace(/\s+/g, ' '));
    else if (word === 'endif') conditions.pop();
    for (const call of raw.matchAll(CALL)) {
      const literal = call[1] as string;
      const at = match.index + call.index + call[0].indexOf(literal);
      const behind = text.slice(TAG.lastIndex, TAG.lastIndex + 2);
      references.push({
        kind: 'static',
        name: literalOf(literal) ?? '',
        place: placeOf(at, at + literal.length),
        written: literal,
        by: 'static()',
        isPrefix: raw.startsWith('{{') && /^(?:\{\{|[^\s"'<>()\\,;?#&`{])/.test(behind),
        condition: conditions.at(-1) ?? null,
        blocks: [],
        loads: 0,
      });
    }
  }
  return { references, slips: [], loads: [], uses: [], parent: undefined, blocks: [] };
}
