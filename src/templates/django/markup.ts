import { FILLER } from '../html-urls.ts';
import { type Bit, contentOf, type Tag } from './lexer.ts';

/** The text with as many fillers in place of each tag, and without what `{% comment %}` encloses. */
export function withoutTags(text: string, tags: readonly Tag[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (let index = 0; index < tags.length; index++) {
    const { start, end, name } = tags[index] as Tag;
    pieces.push(text.slice(done, start));
    done = end;
    if (name === 'comment') {
      index = endOfComment(text, tags, index);
      done = tags[index]?.end ?? text.length;
    }
    pieces.push(text.slice(start, done).replace(/[^\n]/g, FILLER));
  }
  return `${pieces.join('')}${text.slice(done)}`;
}

/** Index of the first `{% endcomment %}` behind a tag: no comment holds another. Without one, Django refuses the template. */
export function endOfComment(text: string, tags: readonly Tag[], start: number): number {
  for (let index = start + 1; index < tags.length; index++) {
    const tag = tags[index] as Tag;
    if (tag.name === 'endcomment' && contentOf(text, tag) === 'endcomment') return index;
  }
  return tags.length;
}

const STRAY = /\{%[ \t]*(?:static|get_static_prefix)\b/g;

/** Finds where a tag of the `static` library begins that does not end on its line, which makes it text; in order. */
export function strayTags(text: string, tags: readonly Tag[]): readonly Bit[] {
  const found: Bit[] = [];
  let index = 0;
  let hiddenUntil = 0;
  for (const { 0: start, index: at } of text.matchAll(STRAY)) {
    for (let tag = tags[index]; tag !== undefined && tag.end <= at; tag = tags[index]) {
      if (tag.name === 'comment') {
        index = endOfComment(text, tags, index);
        hiddenUntil = tags[index]?.start ?? Number.POSITIVE_INFINITY;
      } else index += 1;
    }
    const isText = tags[index - 1]?.name === 'verbatim' || at < hiddenUntil;
    const isTag = (tags[index]?.start ?? Number.POSITIVE_INFINITY) <= at;
    if (!isTag && !isText) found.push({ text: start, at });
  }
  return found;
}
