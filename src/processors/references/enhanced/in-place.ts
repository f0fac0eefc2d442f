import { fromLatin1 } from '../../latin1.ts';
import type { Reference, Syntax } from '../reference.ts';

/** Makes a reference of which the URL alone is replaced: what stands around it stays. */
export function inPlace(
  at: number,
  end: number,
  url: string,
  syntax: Syntax,
  certain: boolean = false,
): Reference {
  return { start: at, end, url, at, before: '', after: '', syntax, certain };
}

const QUOTED: Readonly<Record<string, Syntax>> = {
  '"': 'in-double-quotes',
  "'": 'in-single-quotes',
  '`': 'in-backquotes',
};

/** Syntax of a URL by the quote in front of it; blanks may stand between them. */
export function syntaxAt(text: string, at: number): Syntax {
  let before = at - 1;
  while (/[\t-\r ]/.test(text[before] ?? '')) before--;
  return QUOTED[text[before] ?? ''] ?? 'unquoted';
}

/** True if a letter, digit or `_` stands in front of a position; a byte order mark is none of them. */
export function followsWord(text: string, at: number): boolean {
  let start = at - 1;
  while (/[\x80-\xbf]/.test(text[start] ?? '')) start--;
  return /[\p{L}\p{N}_]/u.test(fromLatin1(text.slice(Math.max(0, start), at)));
}
