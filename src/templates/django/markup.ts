import { FILLER } from '../html-urls.ts';
import { contentOf, type Tag } from './lexer.ts';

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
