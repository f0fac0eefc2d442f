import { asBuffer } from '../latin1.ts';
import { outside } from './css.ts';
import { quotedSpans } from './quoted.ts';
import { type Dialect, type Found, type Keyword, type Reference, SPACE } from './reference.ts';

const SOURCE_MAP = /(?<![^\n])\/\/# sourceMappingURL=([^\n]*)/g;

/** Rules by which one version of Django reads and writes import statements. */
export interface Statements {
  readonly from: RegExp;
  readonly star: RegExp;
  readonly bare: RegExp;
  readonly dynamic: RegExp;
  readonly end: '";' | '"';
}

const WITH_SEMICOLON: Statements = {
  from: new RegExp(`from[${SPACE}]*["']([./][^\\n]*?)["'][${SPACE}]*;`, 'iy'),
  star: new RegExp(
    `(\\*[${SPACE}]*as[${SPACE}]*[\\w\\x80-\\xff]+)[${SPACE}]*from[${SPACE}]*["']([./][^\\n]*?)["'][${SPACE}]*;`,
    'iy',
  ),
  bare: new RegExp(`import[${SPACE}]*["']([./][^\\n]*?)["'][${SPACE}]*;`, 'gi'),
  dynamic: /import\(["']([^\n]*?)["']\)/gi,
  end: '";',
};

export const WITHOUT_SEMICOLON: Statements = {
  from: new RegExp(`from[${SPACE}]*["']([./][^\\n]*?)["']`, 'iy'),
  star: new RegExp(
    `(\\*[${SPACE}]*as[${SPACE}]*[\\w\\x80-\\xff]+)[${SPACE}]*from[${SPACE}]*["']([./][^\\n]*?)["']`,
    'iy',
  ),
  bare: new RegExp(`import[${SPACE}]*["']([./][^\\n]*?)["']`, 'gi'),
  dynamic: /import\(["']([./][^\n]*?)["']\)/gi,
  end: '"',
};

/** References in a script by Django's rules: a source map on a line of its own and, on request, imports and exports. */
export function findInJs(text: string, dialect: Dialect): Found {
  const maps = dialect.scriptMaps ? sourceMaps(text) : [];
  const found = dialect.modules ? [...maps, ...imports(text, dialect)] : maps;
  const references =
    found.length > 0 && dialect.skipsQuoted ? outside(found, quotedSpans(text, 'js')) : found;
  return { references, mayHoldMore: mayHoldOtherForms(text) };
}

/** Begins what a browser may read as a reference. */
const OTHER_FORM =
  /\bimport\b|\bimportScripts\b|\bexport\s*[*{/]|Worker\s*\(|serviceWorker\s*\??\.\s*register|\baddModule\b/;

/** True if a script may hold references in forms that Django does not rewrite. */
export function mayHoldOtherForms(text: string): boolean {
  return OTHER_FORM.test(text);
}

/**
 * True if a script may hold references. Few letters are looked for at a time, the first of them a rare one: that is much
 * faster than whole words. They are parts of `sourceMappingURL=`, of `import` and `export`, of `Worker` and `Worklet`.
 */
export function mayHoldReferences(bytes: Uint8Array): boolean {
  const buffer = asBuffer(bytes);
  return PARTS.some((part) => buffer.includes(part));
}

const PARTS = ['URL=', 'port', 'Work'];

function imports(text: string, dialect: Dialect): readonly Reference[] {
  const statements = dialect.skipsQuoted ? WITHOUT_SEMICOLON : WITH_SEMICOLON;
  return [
    ...clauses(text, 'import', dialect.tightStars ? '{*' : '{', statements),
    ...clauses(text, 'export', '{', statements),
    ...calls(text, statements.bare, 'import"', statements.end),
    ...calls(text, statements.dynamic, 'import("', '")'),
  ];
}

function sourceMaps(text: string): Reference[] {
  if (!text.includes('sourceMappingURL')) return [];
  return [...text.matchAll(SOURCE_MAP)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    url: match[1] as string,
    at: match.index + match[0].indexOf('=') + 1,
    before: '//# sourceMappingURL=',
    after: '',
    syntax: 'source-map',
    certain: true,
  }));
}

/**
 * Finds `import ... from "./x"` and `export ... from "./x"`. As in Django's pattern, a keyword takes the first
 * `from "./x"` that follows, whatever stands between; only the character after the keyword has to be a blank or one of
 * `followers`. Only `from` and what comes after it is replaced.
 */
function clauses(
  text: string,
  word: 'import' | 'export',
  followers: string,
  statements: Statements,
): Reference[] {
  const keyword = new RegExp(`${word}(?=[${SPACE}${followers}])`, 'gi');
  const tails = tailsOf(text, statements.from);
  const found: Reference[] = [];
  for (let match = keyword.exec(text); match !== null; match = keyword.exec(text)) {
    const body = match.index + word.length;
    const tail = text[body] === '*' ? starTail(text, body, statements.star) : tails.next(body + 1);
    if (tail === null) continue;
    // In Django 6.1 and newer a statement ends at the first semicolon.
    if (statements === WITHOUT_SEMICOLON && hasSemicolon(text, body, tail.start)) continue;
    found.push({
      start: tail.start,
      end: tail.end,
      url: tail.url,
      at: tail.at,
      before: ' from "',
      after: statements.end,
      syntax: 'module',
      certain: false,
      keyword: { at: match.index, text: word },
    });
    keyword.lastIndex = tail.end;
  }
  return found;
}

export interface Tail {
  /** Offset of the blanks before `from`. */
  readonly start: number;
  readonly end: number;
  readonly url: string;
  readonly at: number;
}

/** Finds the first `from "./x"` at or after a position. Call it with ascending positions: it goes over the text once. */
export function tailsOf(text: string, pattern: RegExp): { next(position: number): Tail | null } {
  const word = /from/gi;
  let current: { readonly from: number; readonly match: RegExpExecArray } | null = null;
  function advance(): void {
    current = null;
    for (let from = word.exec(text); from !== null; from = word.exec(text)) {
      pattern.lastIndex = from.index;
      const match = pattern.exec(text);
      if (match === null) continue;
      current = { from: from.index, match };
      return;
    }
    word.lastIndex = text.length;
  }
  advance();
  return {
    next(position) {
      while (current !== null && current.from < position) advance();
      if (current === null) return null;
      const { from, match } = current;
      const end = from + match[0].length;
      const url = match[1] as string;
      let start = from;
      while (start > position && isBlank(text.charCodeAt(start - 1))) start--;
      return { start, end, url, at: from + match[0].indexOf(url, 5) };
    },
  };
}

export function starTail(text: string, body: number, pattern: RegExp): Tail | null {
  pattern.lastIndex = body;
  const match = pattern.exec(text);
  if (match === null) return null;
  const [whole, star = '', url = ''] = match;
  return {
    start: body + star.length,
    end: body + whole.length,
    url,
    at: body + whole.indexOf(url, star.length + 5),
  };
}

export function hasSemicolon(text: string, from: number, to: number): boolean {
  const at = text.indexOf(';', from);
  return at !== -1 && at < to;
}

function isBlank(code: number): boolean {
  return (code >= 9 && code <= 13) || (code >= 28 && code <= 32);
}

function calls(text: string, pattern: RegExp, before: string, after: string): Reference[] {
  return [...text.matchAll(pattern)].map((match) => {
    const url = match[1] as string;
    return {
      start: match.index,
      end: match.index + match[0].length,
      url,
      at: match.index + match[0].search(/["']/) + 1,
      before,
      after,
      syntax: 'module',
      certain: false,
    };
  });
}

/** Keyword of a reference, if it is not in lower case. */
export function miswritten(reference: Reference, text: string): Keyword | null {
  const { keyword } = reference;
  return keyword === undefined || text.startsWith(keyword.text, keyword.at) ? null : keyword;
}
