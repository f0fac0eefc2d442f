import { isBefore, refuse, type Tree } from './refusal.ts';

/** Code that has names of its own, and how far inside of it the rules have come. */
export interface Scope {
  readonly kind: 'module' | 'class' | 'function' | 'coroutine';
  readonly body: readonly Tree[];
  /** Names of its parameters. */
  readonly parameters: ReadonlySet<string>;
  readonly outer: Scope | null;
  /** Loops around the current statement. */
  loops: number;
  /** True inside an `except*` block. */
  isInGroup: boolean;
  /** The first `yield` and the first `return` with a value. */
  yields: Tree | undefined;
  returns: Tree | undefined;
  /** How many iterables of comprehensions are around the current expression. */
  iterables: number;
  /** Comprehensions around the current expression, the innermost last. */
  readonly comprehensions: Tree[];
}

const NO_NAMES: ReadonlySet<string> = new Set();

export function newScope(
  kind: Scope['kind'],
  body: readonly Tree[],
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
export function checkDeclaration(node: Tree, scope: Scope): void {
  const word = node.nodeType === 'Global' ? 'global' : 'nonlocal';
  if (word === 'nonlocal' && scope.kind === 'module')
    refuse(node, 'nonlocal declaration not allowed at module level');
  for (const name of node.names as readonly string[]) {
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
function usesOf(body: readonly Tree[], name: string, place: Tree): string | undefined {
  let use: string | undefined;
  visit(body, (node) => {
    if (!isBefore(node, place)) return;
    if (node.nodeType === 'Name' && node.id === name)
      use = node.ctx.nodeType === 'Load' ? 'used prior to' : 'assigned to before';
    else if (isDefinition(node) && node.name === name) use = 'assigned to before';
  });
  return use;
}

/** True if code binds a name in its own scope in any way. */
function binds(body: readonly Tree[], name: string): boolean {
  let found = false;
  visit(body, (node) => {
    if (node.nodeType === 'Name') found ||= node.id === name && node.ctx.nodeType !== 'Load';
    else if (node.nodeType === 'NamedExpr') found ||= node.target.id === name;
    else if (node.nodeType === 'Alias') found ||= (node.asname ?? node.name.split('.')[0]) === name;
    else if (node.nodeType === 'Nonlocal') found ||= node.names.includes(name);
    else found ||= node.name === name || node.rest === name;
  });
  return found;
}

function isDefinition({ nodeType }: Tree): boolean {
  return nodeType === 'FunctionDef' || nodeType === 'AsyncFunctionDef' || nodeType === 'ClassDef';
}

/** Visits the nodes of a scope that are not inside of a function, class or comprehension within. */
function visit(value: unknown, look: (node: Tree) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, look);
  else if (typeof value === 'object' && value !== null && 'nodeType' in value) {
    const node = value as Tree;
    look(node);
    if (isDefinition(node)) {
      visit(node.decorator_list, look);
      visit(node.bases ?? node.args.defaults, look);
    } else if (node.nodeType === 'Lambda' || /Comp$|^GeneratorExp$/.test(node.nodeType)) return;
    else for (const key of Object.keys(node)) visit(node[key], look);
  }
}
