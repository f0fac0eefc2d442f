import { literalOf } from './django/argument.ts';
import { commentsOf } from './html-comments.ts';
import { FILLER } from './html-urls.ts';
import { type JinjaTag, jinjaTagsIn } from './jinja-lexer.ts';
import { placesIn } from './place.ts';
import type { Reference, TemplateReading } from './reference.ts';

/** `static('a.css')` as the whole of an argument: not an attribute, not joined to anything. */
const CALL = /(?<![\w.])static\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)(?!\s*(?:[~+|.[]|%(?!\})))/gs;
/** What goes on with a URL: text, or a variable that is no URL of its own. */
const JOINED = /^(?:\{\{(?![-+]?\s*static\()|[^\s"'<>()\\,;?#&`{])/;
/** Characters of a tag up to its call. */
const LONGEST_CALL = 20;
const LITERAL = /^("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')$/s;

/** Something that a later tag ends. */
interface Open {
  readonly end: string;
  readonly condition: string | null;
  readonly block: string | null;
}

/** Reads the calls of `static` in a Jinja2 template, under the name that Django's documentation gives it. */
export function readJinjaTemplate(text: string): TemplateReading {
  const placeOf = placesIn(text);
  const tags = jinjaTagsIn(text);
  const isCommented = text.includes('<!--') ? commentsOf(() => masked(text, tags)) : () => false;
  const references: Reference[] = [];
  const blocks: string[] = [];
  const open: Open[] = [];
  let parent: TemplateReading['parent'];
  for (const { start, end, kind, word, content } of tags) {
    if (kind === 'comment') continue;
    const raw = text.slice(start, end);
    if (word === 'extends') parent = parentIn(content);
    else if (word === 'block') {
      const block = /^block\s+(\w+)/.exec(content)?.[1] ?? '';
      blocks.push(block);
      open.push({ end: 'endblock', condition: null, block });
    } else if (word === 'if') open.push({ end: 'endif', condition: raw.replace(/\s+/g, ' '), block: null });
    else if (word.startsWith('end')) {
      const at = open.findLastIndex((each) => each.end === word);
      if (at !== -1) open.splice(at);
    }
    const inline =
      word !== 'if' && word !== 'elif' && /\bif\b/.test(content) ? raw.replace(/\s+/g, ' ') : null;
    for (const call of raw.matchAll(CALL)) {
      const literal = call[1] as string;
      const at = start + call.index + call[0].indexOf(literal);
      references.push({
        kind: 'static',
        name: literalOf(literal) ?? '',
        place: placeOf(at, at + literal.length),
        written: literal,
        by: 'static()',
        isPrefix: kind === 'variable' && JOINED.test(text.slice(end, end + LONGEST_CALL)),
        condition: inline ?? open.findLast(({ condition }) => condition !== null)?.condition ?? null,
        isCommented: isCommented(at),
        blocks: open.flatMap(({ block }) => block ?? []),
        loads: 0,
      });
    }
  }
  return { references, slips: [], loads: [], uses: [], parent, blocks };
}

/** The name of the parent; `null` if it is computed. */
function parentIn(content: string): string | null {
  const name = content.replace(/^extends\s*/, '').trim();
  return LITERAL.test(name) ? literalOf(name) : null;
}

/** The text with as many fillers in place of each tag. */
function masked(text: string, tags: readonly JinjaTag[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end } of tags) {
    pieces.push(text.slice(done, start), FILLER.repeat(end - start));
    done = end;
  }
  return `${pieces.join('')}${text.slice(done)}`;
}
