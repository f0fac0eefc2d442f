import { boundBy } from '../analyse.ts';
import { isNode, type Node } from '../nodes.ts';
import type { Span } from '../source.ts';
import type { Expression, ExpressionOf, Statement, StatementOf } from '../tree.ts';
import { isBefore, refuse } from './refusal.ts';

export type Comprehension = ExpressionOf<'ListComp' | 'SetComp' | 'DictComp' | 'GeneratorExp'>;

/** Code that has names of its own, and how far inside of it the rules have come. */
export interface Scope {
  readonly kind: 'module' | 'class' | 'function' | 'coroutine';
  readonly body: readonly Statement[];
  /** Names of its parameters. */
  readonly parameters: ReadonlySet<string>;
  readonly outer: Scope | null;
  /** Loops around the current statement. */
  loops: number;
  /** True inside an `except*` block. */
  isInGroup: boolean;
  /** The first `yield` and the first `return` with a value. */
  yields: Expression | undefined;
  returns: Statement | undefined;
  /** How many iterables of comprehensions are around the current expression. */
  iterables: number;
  /** Comprehensions around the current expression, the innermost last. */
  readonly comprehensions: Comprehension[];
}

const NO_NAMES: ReadonlySet<string> = new Set();

export function newScope(
  kind: Scope['kind'],
  body: readonly Statement[],
  outer: Scope | null,
  parameters: ReadonlySet<string> = NO_NAMES,
): Scope {
  return {
    ...{ kind, body, outer, parameters, loops: 0, isInGroup: false, comprehensions: [] },
    ...{ yields: undefined, returns: undefined, iterables: 0 },
  };
}

export function isFunction({ kind }: Scope): boolean {
  return kind === 'function' || kind === 'coroutine';
}

/** Refuses a `global` or `nonlocal` that comes too late, or makes no sense where it stands. */
export function checkDeclaration(node: StatementOf<'Global' | 'Nonlocal'>, scope: Scope): void {
  const word = node.nodeType === 'Global' ? 'global' : 'nonlocal';
  if (word === 'nonlocal' && scope.kind === 'module')
    refuse(node, 'nonlocal declaration not allowed at module level');
  for (const name of node.names) {
    if (scope.parameters.has(name)) refuse(node, `name '${name}' is parameter and ${word}`);
    const used = usesOf(scope.body, name, node);
    if (used !== undefined) refuse(node, `name '${name}' is ${used} ${word} declaration`);
    if (word === 'nonlocal' && !isBoundAround(name, scope.outer))
      refuse(node, `no binding for nonlocal '${name}' found`);
  }
}

/** True if a function around binds a name, as far as a quick look shows. */
function isBoundAround(name: string, scope: Scope | null): boolean {
  for (let around = scope; around !== null; around = around.outer) {
    if (!isFunction(around)) continue;
    if (around.parameters.has(name)) return true;
    // A class has a name of its own for itself, and type parameters are not followed.
    if (binds(around.body, name)) return true;
  }
  return name === '__class__';
}

/** How code before a place uses a name in its own scope; `undefined` if it does not. */
function usesOf(body: readonly Statement[], name: string, place: Span): string | undefined {
  let use: string | undefined;
  for (const node of nodesIn(body)) {
    if (!isBefore(node, place)) continue;
    if (node.nodeType === 'Name' && node.id === name)
      use = isLoaded(node) ? 'used prior to' : 'assigned to before';
    else if (isDefinition(node) && node.name === name) use = 'assigned to before';
  }
  return use;
}

/** True if code binds a name in its own scope in any way. */
function binds(body: readonly Statement[], name: string): boolean {
  for (const node of nodesIn(body)) if (bindsItself(node, name)) return true;
  return false;
}

function bindsItself(node: Node, name: string): boolean {
  const isNonlocal = node.nodeType === 'Nonlocal' && (node.names as readonly string[]).includes(name);
  return isNonlocal || boundBy(node).includes(name);
}

function isLoaded({ ctx }: Node): boolean {
  return isNode(ctx) && ctx.nodeType === 'Load';
}

function isDefinition({ nodeType }: Node): boolean {
  return nodeType === 'FunctionDef' || nodeType === 'AsyncFunctionDef' || nodeType === 'ClassDef';
}

/** Yields the nodes of a scope, each before those in it, but for what is inside of a function, class or comprehension within. */
function* nodesIn(body: readonly Statement[]): Generator<Node, void> {
  const waiting: unknown[] = [body];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (isNode(value)) yield value;
    const parts: readonly unknown[] = Array.isArray(value) ? value : isNode(value) ? partsIn(value) : [];
    for (const part of parts.toReversed()) waiting.push(part);
  }
}

function partsIn(node: Node): readonly unknown[] {
  if (isDefinition(node))
    return [node.decorator_list, node.bases ?? (isNode(node.args) ? node.args.defaults : [])];
  return node.nodeType === 'Lambda' || /Comp$|^GeneratorExp$/.test(node.nodeType) ? [] : Object.values(node);
}
