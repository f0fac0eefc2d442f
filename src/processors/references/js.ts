import { asBuffer } from '../../text/buffer.ts';
import { outside } from './css.ts';
import { quotedSpans } from './quoted.ts';
import { type Dialect, type Found, type Keyword, type Reference, SPACE } from './reference.ts';
import { sourceMaps } from './source-maps.ts';
import { endsOf, nextOf, type Pattern, starTail, tailsOf } from './tails.ts';

/** Rules by which one version of Django reads and writes import statements. */
interface Statements {
  readonly from: Pattern;
  readonly star: Pattern;
  readonly bare: Pattern;
  readonly dynamic: Pattern;
  readonly end: '";' | '"';
}

const FROM = new RegExp(`from[${SPACE}]*["'](?=[./])`, 'iy');
const STAR = new RegExp(
  `(\\*[${SPACE}]*as[${SPACE}]*[\\w\\x80-\\xff]+)[${SPACE}]*from[${SPACE}]*["'](?=[./])`,
  'iy',
);
const BARE = new RegExp(`import[${SPACE}]*["'](?=[./])`, 'gi');

const WITH_SEMICOLON: Statements = statements(new RegExp(`["'][${SPACE}]*;`, 'g'), /import\(["']/gi, '";');
/** The rules of Django 6.1 and newer. */
export const WITHOUT_SEMICOLON: Statements = statements(/["']/g, /import\(["'](?=[./])/gi, '"');

function statements(tail: RegExp, dynamic: RegExp, end: Statements['end']): Statements {
  return {
    from: { head: FROM, tail, least: 1 },
    star: { head: STAR, tail, least: 1 },
    bare: { head: BARE, tail, least: 1 },
    dynamic: { head: dynamic, tail: /["']\)/g, least: end === '"' ? 1 : 0 },
    end,
  };
}

/** References in a script by Django's rules: a source map on a line of its own and, on request, imports and exports. */
export function findInJs(text: string, dialect: Dialect): Found {
  const maps = dialect.scriptMaps ? sourceMaps(text, 'js') : [];
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
  const ending = endsOf(text, statements.star.tail);
  const semicolon = nextOf(text, /;/g);
  const found: Reference[] = [];
  for (let match = keyword.exec(text); match !== null; match = keyword.exec(text)) {
    const body = match.index + word.length;
    const tail =
      text[body] === '*' ? starTail(text, body, statements.star.head, ending) : tails.next(body + 1);
    if (tail === null) continue;
    // In Django 6.1 and newer a statement ends at the first semicolon.
    if (statements === WITHOUT_SEMICOLON && (semicolon(body)?.start ?? text.length) < tail.start) continue;
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

export function calls(
  text: string,
  { head, tail, least }: Pattern,
  before: string,
  after: string,
): Reference[] {
  const ending = endsOf(text, tail);
  const found: Reference[] = [];
  head.lastIndex = 0;
  for (let match = head.exec(text); match !== null; match = head.exec(text)) {
    const at = head.lastIndex;
    const end = ending(at, least);
    if (end === null) continue;
    found.push({
      start: match.index,
      end: end.end,
      url: text.slice(at, end.start),
      at,
      before,
      after,
      syntax: 'module',
      certain: false,
    });
    head.lastIndex = end.end;
  }
  return found;
}

/** Keyword of a reference, if it is not in lower case. */
export function miswritten(reference: Reference, text: string): Keyword | null {
  const { keyword } = reference;
  return keyword === undefined || text.startsWith(keyword.text, keyword.at) ? null : keyword;
}
