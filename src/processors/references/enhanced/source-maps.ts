import { type Reference, SPACE } from '../reference.ts';
import { inPlace } from './in-place.ts';

/** A reference, and the offset that tells whether it lies in a comment or a string. */
export interface Placed {
  readonly from: number;
  readonly reference: Reference;
}

const OPENING = {
  css: /(?<![^\n])\/\*#[ \t]sourceMappingURL=([^\n]*)/g,
  js: /(?<![^\n])\/\/# sourceMappingURL=([^\n]*)/g,
};
const BLANK = { any: new RegExp(`[${SPACE}]`), inLine: /[ \t]/ };

/** Source maps on a line of their own. By the package's lexer only blanks and tabs may end the line, and none after the comment. */
export function sourceMaps(text: string, language: 'css' | 'js', useLexer: boolean): readonly Placed[] {
  if (!text.includes('sourceMappingURL')) return [];
  return [...text.matchAll(OPENING[language])].flatMap((match) => {
    const rest = match[1] as string;
    const url = language === 'css' ? beforeClose(rest, useLexer) : trimEnd(rest, useLexer);
    if (url === null) return [];
    const at = match.index + match[0].length - rest.length;
    return [{ from: match.index, reference: inPlace(at, at + url.length, url, 'source-map', true) }];
  });
}

function beforeClose(rest: string, useLexer: boolean): string | null {
  const line = useLexer ? rest : trimEnd(rest, false);
  return line.endsWith('*/') ? trimEnd(line.slice(0, -2), true) : null;
}

function trimEnd(text: string, inLine: boolean): string {
  const blank = inLine ? BLANK.inLine : BLANK.any;
  let end = text.length;
  while (end > 0 && blank.test(text[end - 1] as string)) end--;
  return text.slice(0, end);
}
