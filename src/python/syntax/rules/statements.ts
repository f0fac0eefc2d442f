import type { Source } from '../source.ts';
import type { Expression, Statement, StatementOf } from '../tree.ts';
import { checkBases, checkKeywords, parametersOf } from './arguments.ts';
import { checkExpression, checkExpressions, defaultsOf, refuseStarred } from './expressions.ts';
import { checkImport } from './imports.ts';
import type { Marks } from './marks.ts';
import { checkCases } from './patterns.ts';
import { refuse } from './refusal.ts';
import { checkDeclaration, isFunction, newScope, type Scope } from './scope.ts';
import { checkAnnotated, checkDeleted, checkTarget } from './targets.ts';

/** A statement with a body, that has something before it. */
type Compound = StatementOf<
  'If' | 'While' | 'For' | 'AsyncFor' | 'With' | 'AsyncWith' | 'FunctionDef' | 'AsyncFunctionDef' | 'ClassDef'
>;

interface Text {
  readonly source: Source;
  readonly marks: Marks;
}

/** Refuses statements that the parser takes and Python does not. */
export function checkStatements(statements: readonly Statement[], scope: Scope, text: Text): void {
  for (const statement of statements) if (text.marks.areIn(statement)) checkStatement(statement, scope, text);
}

function checkStatement(node: Statement, scope: Scope, text: Text): void {
  switch (node.nodeType) {
    case 'Expr':
      refuseStarred(node.value);
      checkParts(node, scope, text);
      return;
    case 'Assign':
      for (const target of node.targets) checkTarget(target);
      refuseStarred(node.value);
      checkParts(node, scope, text);
      return;
    case 'AugAssign':
      refuseStarred(node.value);
      checkParts(node, scope, text);
      return;
    case 'AnnAssign':
      checkAnnotated(node.target);
      refuseStarred(node.annotation);
      refuseStarred(node.value);
      checkParts(node, scope, text);
      return;
    case 'If':
      checkHead(node, scope, text);
      checkStatements(node.body, scope, text);
      checkStatements(node.orelse, scope, text);
      return;
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      checkFunction(node, scope, text);
      return;
    case 'ClassDef':
      checkClass(node, scope, text);
      return;
    case 'Return':
      checkReturn(node, scope, text);
      return;
    case 'Import':
    case 'ImportFrom':
      checkImport(node, scope);
      return;
    default:
      checkBlock(node, scope, text);
  }
}

function checkParts(node: Statement, scope: Scope, text: Text): void {
  if (!text.marks.areIn(node)) return;
  checkExpressions(partsOf(node), scope, text.source);
}

function checkHead(node: Compound, scope: Scope, { marks, source }: Text): void {
  if (marks.areInHead(node)) checkExpressions(partsOf(node), scope, source);
}

/** The expressions of a statement; of one with a body, those that stand before it. */
function partsOf(node: Statement): readonly (Expression | null | undefined)[] {
  switch (node.nodeType) {
    case 'Expr':
    case 'Return':
      return [node.value];
    case 'Assign':
      return [...node.targets, node.value];
    case 'AugAssign':
      return [node.target, node.value];
    case 'AnnAssign':
      return [node.target, node.annotation, node.value];
    case 'Delete':
      return node.targets;
    case 'Raise':
      return [node.exc, node.cause];
    case 'Assert':
      return [node.test, node.msg];
    case 'If':
    case 'While':
      return [node.test];
    case 'For':
    case 'AsyncFor':
      return [node.target, node.iter];
    case 'With':
    case 'AsyncWith':
      return node.items.flatMap(({ context_expr, optional_vars }) => [context_expr, optional_vars]);
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return [...node.decorator_list, ...defaultsOf(node.args)];
    case 'ClassDef':
      return [...node.decorator_list, ...node.bases, ...node.keywords.map(({ value }) => value)];
    default:
      return [];
  }
}

function checkBlock(node: Statement, scope: Scope, text: Text): void {
  switch (node.nodeType) {
    case 'For':
    case 'AsyncFor':
      refuseOutsideCoroutine(node, scope);
      checkTarget(node.target);
      refuseStarred(node.iter);
      checkHead(node, scope, text);
      checkLoop(node, scope, text);
      return;
    case 'While':
      checkHead(node, scope, text);
      checkLoop(node, scope, text);
      return;
    case 'With':
    case 'AsyncWith':
      refuseOutsideCoroutine(node, scope);
      for (const { optional_vars } of node.items) if (optional_vars != null) checkTarget(optional_vars);
      checkHead(node, scope, text);
      checkStatements(node.body, scope, text);
      return;
    case 'Try':
    case 'TryStar':
      checkTry(node, scope, text);
      return;
    case 'Match':
      checkExpression(node.subject, scope, text.source);
      checkCases(node.cases);
      for (const { guard, body } of node.cases) {
        checkExpression(guard, scope, text.source);
        checkStatements(body, scope, text);
      }
      return;
    default:
      checkSmall(node, scope, text);
  }
}

function checkSmall(node: Statement, scope: Scope, text: Text): void {
  switch (node.nodeType) {
    case 'Break':
    case 'Continue':
      refuseOutsideLoop(node, scope);
      return;
    case 'Delete':
      for (const target of node.targets) checkDeleted(target);
      checkParts(node, scope, text);
      return;
    case 'Raise':
    case 'Assert':
      checkParts(node, scope, text);
      return;
    case 'Global':
    case 'Nonlocal':
      checkDeclaration(node, scope);
      return;
    default:
  }
}

function refuseOutsideLoop(node: StatementOf<'Break' | 'Continue'>, { loops, isInGroup }: Scope): void {
  if (loops > 0) return;
  if (isInGroup) refuse(node, "'break', 'continue' and 'return' cannot appear in an except* block");
  refuse(node, node.nodeType === 'Break' ? "'break' outside loop" : "'continue' not properly in loop");
}

function refuseOutsideCoroutine(node: Statement, { kind }: Scope): void {
  if (!node.nodeType.startsWith('Async') || kind === 'coroutine') return;
  refuse(node, `'async ${node.nodeType.slice(5).toLowerCase()}' outside async function`);
}

function checkLoop(node: StatementOf<'For' | 'AsyncFor' | 'While'>, scope: Scope, text: Text): void {
  scope.loops += 1;
  checkStatements(node.body, scope, text);
  scope.loops -= 1;
  checkStatements(node.orelse, scope, text);
}

function checkTry(node: StatementOf<'Try' | 'TryStar'>, scope: Scope, text: Text): void {
  if (node.handlers.length === 0 && (node.finalbody.length === 0 || node.orelse.length > 0))
    refuse(node, "expected 'except' or 'finally' block");
  checkStatements(node.body, scope, text);
  const { loops, isInGroup } = scope;
  for (const [index, handler] of node.handlers.entries()) {
    const { type, body } = handler;
    const isGroup = node.nodeType === 'TryStar';
    if (type == null && isGroup) refuse(handler, 'expected one or more exception types');
    if (type == null && index < node.handlers.length - 1) refuse(handler, "default 'except:' must be last");
    checkExpression(type, scope, text.source);
    if (isGroup) [scope.loops, scope.isInGroup] = [0, true];
    checkStatements(body, scope, text);
    [scope.loops, scope.isInGroup] = [loops, isInGroup];
  }
  checkStatements(node.orelse, scope, text);
  checkStatements(node.finalbody, scope, text);
}

function checkReturn(node: StatementOf<'Return'>, scope: Scope, text: Text): void {
  if (!isFunction(scope)) refuse(node, "'return' outside function");
  if (scope.isInGroup) refuse(node, "'break', 'continue' and 'return' cannot appear in an except* block");
  if (node.value == null) return;
  scope.returns ??= node;
  refuseStarred(node.value);
  checkParts(node, scope, text);
}

function checkFunction(
  node: StatementOf<'FunctionDef' | 'AsyncFunctionDef'>,
  scope: Scope,
  text: Text,
): void {
  const parameters = parametersOf(node.args);
  refuseStarred(node.returns);
  checkHead(node, scope, text);
  const kind = node.nodeType === 'AsyncFunctionDef' ? 'coroutine' : 'function';
  const inner = newScope(kind, node.body, scope, parameters);
  checkStatements(node.body, inner, text);
  if (kind === 'coroutine' && inner.yields !== undefined && inner.returns !== undefined)
    refuse(inner.returns, "'return' with value in async generator");
}

function checkClass(node: StatementOf<'ClassDef'>, scope: Scope, text: Text): void {
  checkBases(node);
  checkKeywords(node.keywords);
  checkHead(node, scope, text);
  checkStatements(node.body, newScope('class', node.body, scope), text);
}
