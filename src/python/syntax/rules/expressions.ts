import type { Source } from '../source.ts';
import type { ArgumentsNode, Expression, ExpressionOf } from '../tree.ts';
import { checkGenerators, checkKeywords, parametersOf } from './arguments.ts';
import { refuse } from './refusal.ts';
import { type Comprehension, isFunction, newScope, type Scope } from './scope.ts';
import { checkTarget } from './targets.ts';

/** Refuses expressions that the parser takes and Python does not. */
export function checkExpression(start: Expression | null | undefined, scope: Scope, source: Source): void {
  // Long chains would go too deep for the stack: of each node one part is left for the next round.
  let node = start;
  while (node != null) node = checkNode(node, scope, source);
}

export function checkExpressions(
  nodes: readonly (Expression | null | undefined)[],
  scope: Scope,
  source: Source,
): void {
  for (const node of nodes) if (node != null) checkExpression(node, scope, source);
}

/** The same for what may not be starred. */
function checkOperands(
  nodes: readonly (Expression | null | undefined)[],
  scope: Scope,
  source: Source,
): void {
  for (const node of nodes) refuseStarred(node);
  checkExpressions(nodes, scope, source);
}

/** Gives the part that remains to be checked. */
function checkNode(node: Expression, scope: Scope, source: Source): Expression | null | undefined {
  switch (node.nodeType) {
    case 'Constant':
    case 'Name':
      return undefined;
    case 'Attribute':
      refuseStarred(node.value);
      return node.value;
    case 'Starred':
      return node.value;
    case 'Call':
      return checkCall(node, scope, source);
    case 'List':
    case 'Tuple':
    case 'Set':
      checkExpressions(node.elts, scope, source);
      return undefined;
    case 'Dict':
      checkOperands([...node.keys, ...node.values], scope, source);
      return undefined;
    case 'BinOp':
      checkOperands([node.right], scope, source);
      refuseStarred(node.left);
      return node.left;
    case 'BoolOp':
      checkOperands(node.values, scope, source);
      return undefined;
    case 'UnaryOp':
      refuseStarred(node.operand);
      return node.operand;
    case 'Compare':
      checkOperands(node.comparators, scope, source);
      refuseStarred(node.left);
      return node.left;
    case 'Subscript':
      checkExpression(node.slice, scope, source);
      return node.value;
    case 'Slice':
      checkOperands([node.lower, node.upper, node.step], scope, source);
      return undefined;
    case 'IfExp':
      checkOperands([node.test, node.body, node.orelse], scope, source);
      return undefined;
    case 'JoinedStr':
    case 'TemplateStr':
      checkExpressions(node.values, scope, source);
      return undefined;
    case 'FormattedValue':
    case 'Interpolation':
      refuseStarred(node.value);
      checkExpression(node.value, scope, source);
      return node.format_spec;
    default:
      return checkRare(node, scope, source);
  }
}

function checkRare(node: Expression, scope: Scope, source: Source): Expression | null | undefined {
  switch (node.nodeType) {
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      checkComprehension(node, scope, source);
      return undefined;
    case 'Lambda': {
      const parameters = parametersOf(node.args);
      refuseStarred(node.body);
      checkOperands(defaultsOf(node.args), scope, source);
      checkExpression(node.body, newScope('function', [], scope, parameters), source);
      return undefined;
    }
    case 'NamedExpr':
      checkNamed(node, scope);
      return node.value;
    case 'Yield':
    case 'YieldFrom':
      checkYield(node, scope);
      return node.value;
    case 'Await':
      checkAwait(node, scope);
      return node.value;
    default:
      return undefined;
  }
}

function checkCall(node: ExpressionOf<'Call'>, scope: Scope, source: Source): Expression {
  checkGenerators(node, source);
  checkKeywords(node.keywords);
  checkExpressions(node.args, scope, source);
  for (const { value } of node.keywords) checkExpression(value, scope, source);
  return node.func;
}

/** Refuses a starred expression where it stands for itself. */
export function refuseStarred(node: Expression | null | undefined): void {
  if (node?.nodeType === 'Starred') refuse(node, "can't use starred expression here");
}

export function defaultsOf({
  defaults,
  kw_defaults,
}: ArgumentsNode): readonly (Expression | null | undefined)[] {
  return [...defaults, ...kw_defaults];
}

function checkComprehension(node: Comprehension, scope: Scope, source: Source): void {
  const isAsync = node.generators.some(({ is_async }) => is_async === 1);
  if (
    isAsync &&
    node.nodeType !== 'GeneratorExp' &&
    scope.kind !== 'coroutine' &&
    scope.comprehensions.length === 0
  )
    refuse(node, 'asynchronous comprehension outside of an asynchronous function');
  for (const [index, { target, iter, ifs }] of node.generators.entries()) {
    checkTarget(target);
    if (index === 0) checkIterable(iter, scope, source);
    scope.comprehensions.push(node);
    checkExpression(target, scope, source);
    if (index > 0) checkIterable(iter, scope, source);
    checkExpressions(ifs, scope, source);
    scope.comprehensions.pop();
  }
  scope.comprehensions.push(node);
  checkExpressions(node.nodeType === 'DictComp' ? [node.key, node.value] : [node.elt], scope, source);
  scope.comprehensions.pop();
}

function checkIterable(node: Expression, scope: Scope, source: Source): void {
  scope.iterables += 1;
  checkExpression(node, scope, source);
  scope.iterables -= 1;
}

function checkNamed(node: ExpressionOf<'NamedExpr'>, scope: Scope): void {
  if (node.target.nodeType !== 'Name') refuse(node.target, 'cannot assign to expression');
  if (scope.iterables > 0)
    refuse(node, 'assignment expression cannot be used in a comprehension iterable expression');
  const { id } = node.target;
  if (scope.comprehensions.length > 0 && scope.kind === 'class')
    refuse(node, 'assignment expression within a comprehension cannot be used in a class body');
  for (const { generators } of scope.comprehensions)
    for (const { target } of generators)
      if (isTargetNamed(target, id))
        refuse(node, `assignment expression cannot rebind comprehension iteration variable '${id}'`);
}

function isTargetNamed(target: Expression, name: string): boolean {
  if (target.nodeType === 'Name') return target.id === name;
  if (target.nodeType === 'Starred') return isTargetNamed(target.value, name);
  if (target.nodeType !== 'Tuple' && target.nodeType !== 'List') return false;
  return target.elts.some((part) => isTargetNamed(part, name));
}

const COMPREHENSIONS: Readonly<Record<Comprehension['nodeType'], string>> = {
  ListComp: 'list comprehension',
  SetComp: 'set comprehension',
  DictComp: 'dict comprehension',
  GeneratorExp: 'generator expression',
};

function checkAwait(node: ExpressionOf<'Await'>, scope: Scope): void {
  // A generator is asynchronous by itself.
  const isInGenerator = scope.comprehensions.some(({ nodeType }) => nodeType === 'GeneratorExp');
  if (scope.kind === 'coroutine' || isInGenerator) return;
  refuse(node, isFunction(scope) ? "'await' outside async function" : "'await' outside function");
}

function checkYield(node: ExpressionOf<'Yield' | 'YieldFrom'>, scope: Scope): void {
  const inside = scope.comprehensions.at(-1);
  if (inside !== undefined) refuse(node, `'yield' inside ${COMPREHENSIONS[inside.nodeType]}`);
  if (!isFunction(scope)) refuse(node, "'yield' outside function");
  if (node.nodeType === 'YieldFrom' && scope.kind === 'coroutine')
    refuse(node, "'yield from' inside async function");
  refuseStarred(node.value);
  scope.yields ??= node;
}
