import { isWord } from './characters.ts';
import { indexBefore } from './code-points.ts';
import { RegexNotFollowed } from './not-followed.ts';
import type { Place } from './tree.ts';

/** True if `at` is such a place of the text; with `ascii` only ASCII characters are of words. */
export function isPlace(place: Place, text: string, at: number, ascii: boolean): boolean {
  switch (place) {
    case 'start':
      return at === 0;
    case 'lineStart':
      return at === 0 || text[at - 1] === '\n';
    case 'end':
      return at === text.length;
    case 'lineEnd':
      return at === text.length || text[at] === '\n';
    case 'nearEnd':
      return at === text.length || (at === text.length - 1 && text[at] === '\n');
    default: {
      const isBoundary = isWordBefore(text, at, ascii) !== isWordAt(text, at, ascii);
      // An empty text has neither, for CPython before 3.14.
      if (text === '' && place === 'notBoundary') throw new RegexNotFollowed('\\B in an empty text');
      return isBoundary === (place === 'boundary');
    }
  }
}

function isWordBefore(text: string, at: number, ascii: boolean): boolean {
  return at > 0 && isWordAt(text, indexBefore(text, at), ascii);
}

function isWordAt(text: string, at: number, ascii: boolean): boolean {
  const point = at < 0 ? undefined : text.codePointAt(at);
  return point !== undefined && isWord(point, ascii);
}
