import { WITHOUT_SEMICOLON } from '../js.ts';
import { type Reference, SPACE } from '../reference.ts';
import { endsOf, nextOf, starTail, tailsOf } from '../tails.ts';
import { followsWord, inPlace, syntaxAt } from './in-place.ts';
import type { Placed } from './source-maps.ts';

const BARE = new RegExp(`import[${SPACE}]*["']([./][^\\n]*?)["']`, 'g');
const DYNAMIC = /(?<![.\w])import\(["']([./][^"']*)["']/gi;

/** Imports and exports by the package's patterns, in several lists, each in ascending order. */
export function statementsByPatterns(text: string): readonly (readonly Placed[])[] {
  return [
    clauses(text, 'import', '{*'),
    clauses(text, 'export', '{'),
    bareImports(text),
    dynamicImports(text),
  ];
}

/**
 * Offset from which a keyword begins a statement: blanks before it, and before those a line end, `;`, `}`, `)` or a comment;
 * `-1` if it begins none.
 */
function statementStart(text: string, keyword: number): number {
  let start = keyword;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  const before = text[start - 1] ?? '\n';
  return '\n;})'.includes(before) || text.startsWith('*/', start - 2) ? start : -1;
}

/** `import ... from "./x"` and `export ... from "./x"`: a keyword takes the first `from "./x"` before a semicolon. */
function clauses(text: string, word: 'import' | 'export', followers: string): readonly Placed[] {
  const keyword = new RegExp(`${word}(?=[${SPACE}${followers}])`, 'g');
  const { from: clause, star } = WITHOUT_SEMICOLON;
  const tails = tailsOf(text, clause);
  const ending = endsOf(text, star.tail);
  const semicolon = nextOf(text, /;/g);
  const found: Placed[] = [];
  for (let match = keyword.exec(text); match !== null; match = keyword.exec(text)) {
    const from = statementStart(text, match.index);
    if (from === -1) continue;
    const body = match.index + word.length;
    const tail = text[body] === '*' ? starTail(text, body, star.head, ending) : tails.next(body + 1);
    if (tail === null || (semicolon(body)?.start ?? text.length) < tail.start) continue;
    found.push({ from, reference: quoted(text, tail.at, tail.url) });
    keyword.lastIndex = tail.end;
  }
  return found;
}

function bareImports(text: string): readonly Placed[] {
  return [...text.matchAll(BARE)].flatMap((match) => {
    const from = statementStart(text, match.index);
    const url = match[1] as string;
    const end = match.index + match[0].length - 1;
    return from === -1 ? [] : [{ from, reference: quoted(text, end - url.length, url) }];
  });
}

function dynamicImports(text: string): readonly Placed[] {
  const close = nextOf(text, /\)/g);
  const found: Placed[] = [];
  const pattern = new RegExp(DYNAMIC);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (followsWord(text, match.index)) continue;
    const end = close(pattern.lastIndex);
    if (end === null) break;
    pattern.lastIndex = end.end;
    found.push({
      from: match.index,
      reference: quoted(text, match.index + 'import("'.length, match[1] as string),
    });
  }
  return found;
}

function quoted(text: string, at: number, url: string): Reference {
  return inPlace(at, at + url.length, url, syntaxAt(text, at));
}
