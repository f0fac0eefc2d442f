import type { Token } from '../tree.ts';
import type { State } from './state.ts';

let marking: { readonly lines: number[]; lexer: State | undefined } | undefined;

/** Names before `=` in brackets, of the statement that is read: the same twice may be a mistake. */
export const keywordNames: Set<string> = new Set();

/** Gives the lines whose expressions the rules have to look at, of the text that `work` reads; texts within texts are left out. */
export function markingLines<Result>(work: () => Result): {
  readonly result: Result;
  readonly lines: readonly number[];
} {
  const lines: number[] = [];
  const former = marking;
  marking = { lines, lexer: undefined };
  try {
    return { result: work(), lines };
  } finally {
    marking = former;
  }
}

/** Marks the line of the last token. */
export function mark(lexer: State): void {
  if (marking === undefined) return;
  marking.lexer ??= lexer;
  const line = lexer.tokens.at(-1)?.lineno ?? 0;
  if (marking.lexer === lexer && marking.lines.at(-1) !== line) marking.lines.push(line);
}

/** True if the fields of a template may have something in them that the rules look at. */
export function hasMarkedFields({ value }: Token): boolean {
  return /[*=]|\b(?:for|yield|await|lambda)\b/.test(value);
}
