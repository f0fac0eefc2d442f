import { refuse } from './refusal.ts';

/** How far a line is indented: with tabs that reach to each 8th column, and with tabs that count as one. */
export interface Indentation {
  readonly column: number;
  readonly narrow: number;
}

const TAB = 8;

export function indentationOf(blanks: string): Indentation {
  let [column, narrow] = [0, 0];
  for (const blank of blanks) {
    column = blank === '\t' ? (Math.trunc(column / TAB) + 1) * TAB : column + 1;
    narrow += 1;
  }
  return { column, narrow };
}

/** Refuses a line whose place among the others hangs on how wide a tab is. */
export function checkIndentation(line: Indentation, other: Indentation, lineno: number): void {
  if (Math.sign(line.column - other.column) !== Math.sign(line.narrow - other.narrow))
    refuse({ lineno, col_offset: 0 }, 'inconsistent use of tabs and spaces in indentation');
}
