import type { Expression, Statement, StatementOf } from '../tree.ts';
import { refuse } from './refusal.ts';
import type { Scope } from './scope.ts';

const FUTURE: ReadonlySet<string> = new Set(
  `nested_scopes generators division absolute_import with_statement print_function unicode_literals barry_as_FLUFL
  generator_stop annotations`.split(/\s+/),
);

/** Refuses a star import inside of a function or class, and what `__future__` has not. */
export function checkImport(node: StatementOf<'Import' | 'ImportFrom'>, scope: Scope): void {
  if (node.nodeType === 'Import') return;
  if (scope.kind !== 'module' && node.names[0]?.name === '*')
    refuse(node, 'import * only allowed at module level');
  if (node.module !== '__future__' || (node.level ?? 0) > 0) return;
  for (const alias of node.names)
    if (!FUTURE.has(alias.name)) refuse(alias, `future feature ${alias.name} is not defined`);
  if (!isAtBeginning(node, scope.body))
    refuse(node, 'from __future__ imports must occur at the beginning of the file');
}

/** True if nothing but other such imports and the text that documents the module stands before. */
function isAtBeginning(node: Statement, body: readonly Statement[]): boolean {
  const at = body.indexOf(node);
  return (
    at >= 0 &&
    body
      .slice(0, at)
      .every(
        (each, index) =>
          (each.nodeType === 'ImportFrom' && each.module === '__future__') ||
          (index === 0 && each.nodeType === 'Expr' && isText(each.value)),
      )
  );
}

function isText(node: Expression): boolean {
  return node.nodeType === 'Constant' && typeof node.value === 'string';
}
