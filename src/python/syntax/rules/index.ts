import type { Source } from '../source.ts';
import type { Statement } from '../tree.ts';
import { Marks } from './marks.ts';
import { newScope } from './scope.ts';
import { checkStatements } from './statements.ts';

/** Throws as the parser does for what it takes and every Python refuses: `return` at the top, `for f() in x`. */
export function checkTree(statements: readonly Statement[], source: Source, lines: readonly number[]): void {
  checkStatements(statements, newScope('module', statements, null), { source, marks: new Marks(lines) });
}
