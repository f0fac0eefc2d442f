import type { Source } from '../source.ts';
import { Marks } from './marks.ts';
import type { Tree } from './refusal.ts';
import { newScope } from './scope.ts';
import { checkStatements } from './statements.ts';

/** Throws as the parser does for what it takes and every Python refuses: `return` at the top, `for f() in x`. */
export function checkTree(statements: readonly Tree[], source: Source, lines: readonly number[]): void {
  checkStatements(statements, newScope('module', statements, null), { source, marks: new Marks(lines) });
}
