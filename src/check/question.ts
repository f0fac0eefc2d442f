import type { Reference } from '../templates/index.ts';

/** A reference to judge, with what is known of its place. */
export interface Question {
  readonly reference: Reference;
  readonly file: string;
  /** Gives the line it stands on; `undefined` if that is too long to be quoted. */
  readonly excerpt: () => string | undefined;
  readonly isRendered: boolean;
  /** An app that is not in INSTALLED_APPS, and without which nobody gets there; `null` for none. */
  readonly absentApp: string | null;
  /** Gives the text to write for another path; `null` if that takes more than a replacement. */
  readonly write: (path: string) => string | null;
}

/** Characters of the longest line that is quoted: longer ones are minified. */
const LONGEST_EXCERPT = 200;

/** Makes a function that gives the line (from 1) of a text to quote; `undefined` for a long one. */
export function excerptsOf(text: string): (line: number | undefined) => string | undefined {
  let lines: readonly string[] | undefined;
  return (line) => {
    lines ??= text.split(/\r?\n/);
    const found = line === undefined ? undefined : lines[line - 1];
    return found === undefined || found.length > LONGEST_EXCERPT ? undefined : found;
  };
}
