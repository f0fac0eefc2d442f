import type { Reference } from './reference.ts';

/** How Django finds the source map that a file names in a comment, and how it writes the comment. */
interface Comment {
  /** Takes the URL as its first group. */
  readonly pattern: RegExp;
  readonly before: string;
  readonly after: string;
}

const COMMENTS: Readonly<Record<'css' | 'js', Comment>> = {
  css: {
    pattern: /(?<![^\n])\/\*#[ \t]sourceMappingURL=([^\n]*)\*\/(?![^\n])/g,
    before: '/*# sourceMappingURL=',
    after: ' */',
  },
  js: {
    pattern: /(?<![^\n])\/\/# sourceMappingURL=([^\n]*)/g,
    before: '//# sourceMappingURL=',
    after: '',
  },
};

/** Finds the source maps that a text names, each on a line of its own. */
export function sourceMaps(text: string, language: 'css' | 'js'): readonly Reference[] {
  if (!text.includes('sourceMappingURL')) return [];
  const { pattern, before, after } = COMMENTS[language];
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    url: match[1] as string,
    at: match.index + match[0].indexOf('=') + 1,
    before,
    after,
    syntax: 'source-map',
    certain: true,
  }));
}
