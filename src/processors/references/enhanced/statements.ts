import { type Reference, SPACE } from '../reference.ts';
import { followsWord, inPlace, syntaxAt } from './in-place.ts';
import { blanksAndComments, type Token, tokensOf } from './js-tokens.ts';

const WORD = /[\w\x80-\xff]/;
const BLANK = new RegExp(`[${SPACE}]`);
const AFTER_EXPORT = new RegExp(`[${SPACE}{*/]`);

/** Imports and exports by the package's lexer. */
export function statementsByLexer(text: string): readonly Reference[] {
  if (!mayHoldStatements(text)) return [];
  const tokens = tokensOf(text);
  const tails = tailsOf(text, tokens);
  return tokens.flatMap(({ kind, start, end }, index): readonly Reference[] => {
    if (kind !== 'keyword') return [];
    const word = text.slice(start, end);
    const found =
      word === 'import'
        ? importedFrom(text, tokens, index, tails)
        : word === 'export'
          ? exportedFrom(text, tokens, index, tails)
          : undefined;
    return found === undefined ? [] : referenceIn(text, found);
  });
}

/** The lexer is asked only if `import` or `export` stands where a statement may begin, or `import(` anywhere. */
function mayHoldStatements(text: string): boolean {
  const skip = blanksAndComments(text);
  for (const { index, 0: word } of text.matchAll(/import|export/g)) {
    const end = index + word.length;
    const isWord = word === 'import' ? !WORD.test(text[end] ?? '') : AFTER_EXPORT.test(text[end] ?? '');
    if (isWord && beginsStatement(text, index)) return true;
    const before = text[index - 1] ?? '';
    if (word === 'import' && before !== '.' && !followsWord(text, index) && text[skip(end)] === '(')
      return true;
  }
  return false;
}

function beginsStatement(text: string, keyword: number): boolean {
  let start = keyword;
  while (start > 0 && BLANK.test(text[start - 1] as string)) {
    start--;
    if (text[start] === '\n') return true;
  }
  return start === 0 || ';})'.includes(text[start - 1] as string) || text.startsWith('*/', start - 2);
}

/** Finds the token after the `from` of a statement. */
interface Tails {
  /** After the first `from` that stands outside the braces opened since a token; `undefined` if a `;` comes first. */
  outsideBraces(index: number): Token | undefined;
  /** After the first `from`, in braces or not. */
  anywhere(index: number): Token | undefined;
  /** After the `from` that follows the first `}`. */
  afterBrace(index: number): Token | undefined;
}

function tailsOf(text: string, tokens: readonly Token[]): Tails {
  const isMark = (index: number, mark: string): boolean => {
    const token = tokens[index];
    return token?.kind === 'punctuation' && text.slice(token.start, token.end) === mark;
  };
  const isFrom = (index: number): boolean => {
    const token = tokens[index];
    return token?.kind === 'name' && text.slice(token.start, token.end) === 'from';
  };
  const depths = new Int32Array(tokens.length);
  /** By token: the next `;`, and the next `}` that two tokens follow. */
  const ends = new Int32Array(tokens.length + 1).fill(tokens.length);
  const braces = new Int32Array(tokens.length + 1).fill(tokens.length);
  const froms: number[] = [];
  const fromsByDepth = new Map<number, number[]>();
  for (let index = 0, depth = 0; index < tokens.length; index++) {
    if (isMark(index, '{')) depth++;
    else if (isMark(index, '}')) depth--;
    depths[index] = depth;
    const before = tokens[index - 1];
    if (!isFrom(index) || (before && text.slice(before.start, before.end) === 'as')) continue;
    if (index + 1 === tokens.length) continue;
    froms.push(index);
    const same = fromsByDepth.get(depth);
    if (same === undefined) fromsByDepth.set(depth, [index]);
    else same.push(index);
  }
  for (let index = tokens.length - 1; index >= 0; index--) {
    ends[index] = isMark(index, ';') ? index : (ends[index + 1] as number);
    braces[index] = isMark(index, '}') && index + 2 < tokens.length ? index : (braces[index + 1] as number);
  }
  const before = (index: number, candidates: readonly number[]): Token | undefined => {
    const from = firstAfter(candidates, index);
    return from !== undefined && from < (ends[index] as number) ? tokens[from + 1] : undefined;
  };
  return {
    outsideBraces: (index) => before(index, fromsByDepth.get(depths[index] as number) ?? []),
    anywhere: (index) => before(index, froms),
    afterBrace(index) {
      const brace = braces[index] as number;
      return brace < (ends[index] as number) && isFrom(brace + 1) ? tokens[brace + 2] : undefined;
    },
  };
}

/** The first of ascending numbers above `index`. */
function firstAfter(ascending: readonly number[], index: number): number | undefined {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) > index) high = middle;
    else low = middle + 1;
  }
  return ascending[low];
}

function importedFrom(
  text: string,
  tokens: readonly Token[],
  index: number,
  tails: Tails,
): Token | undefined {
  const [before, next, third] = [tokens[index - 1], tokens[index + 1], tokens[index + 2]];
  const is = (token: Token | undefined, mark: string): boolean =>
    token?.kind === 'punctuation' && text.slice(token.start, token.end) === mark;
  // A method, or a key of an object.
  if (is(before, '.') || is(next, ':')) return undefined;
  if (next?.kind === 'string') return next;
  return is(next, '(') && third?.kind === 'string' ? third : tails.outsideBraces(index);
}

function exportedFrom(
  text: string,
  tokens: readonly Token[],
  index: number,
  tails: Tails,
): Token | undefined {
  const next = tokens[index + 1];
  const mark = next && text.slice(next.start, next.end);
  if (mark === '*') return tails.anywhere(index);
  return mark === '{' ? tails.afterBrace(index) : undefined;
}

/** None for a bare specifier, and for a template whose path is computed. */
function referenceIn(text: string, { start, end }: Token): readonly Reference[] {
  const url = text.slice(start + 1, end - 1);
  const isComputed = text[start] === '`' && (url.split('?')[0] as string).includes('${');
  if (isComputed || !/^[./]/.test(url)) return [];
  return [inPlace(start + 1, end - 1, url, syntaxAt(text, start + 1))];
}
