import { boundBy, FUNCTIONS } from './analyse.ts';
import { isNode, type Node, parts, walk } from './nodes.ts';
import type { Expression, ExpressionOf, Statement } from './tree.ts';

/** Names and values a piece of code may change, as far as its text shows them (policies Raise and Fork). */
export interface Effects {
  readonly bound: ReadonlySet<string>;
  /** Names whose value may be changed in place: `x[0] = 1`. Calls are listed by `callsIn`. */
  readonly changed: ReadonlySet<string>;
  readonly importsAll: boolean;
}

/** The name an access chain starts from: `a` for `a.b[0].c`. */
function baseName(value: unknown): string | undefined {
  let node = value;
  while (
    isNode(node) &&
    (node.nodeType === 'Attribute' || node.nodeType === 'Subscript' || node.nodeType === 'Starred')
  ) {
    node = node.value;
  }
  return isNode(node) && node.nodeType === 'Name' ? String(node.id) : undefined;
}

export function effectsOf(code: Statement | Expression): Effects {
  const bound = new Set<string>();
  const changed = new Set<string>();
  let importsAll = false;
  const change = (value: unknown): void => {
    const name = baseName(value);
    if (name !== undefined) changed.add(name);
  };
  walk(code, (node) => {
    for (const name of boundBy(node)) bound.add(name);
    switch (node.nodeType) {
      case 'ImportFrom':
        importsAll ||= (node.names as readonly Node[]).some((alias) => alias.name === '*');
        break;
      case 'Attribute':
      case 'Subscript':
        if (isNode(node.ctx) && node.ctx.nodeType !== 'Load') change(node);
        break;
      case 'AugAssign':
        change(node.target);
        break;
      default:
    }
    return FUNCTIONS.has(node.nodeType) ? [] : parts(node);
  });
  return { bound, changed, importsAll };
}

/** True if a statement may leave the code around it: by `return`, or by `break` or `continue` of a loop that it stands in. */
export function jumpsOut(statement: Statement): boolean {
  let found = false;
  const look = (root: unknown, jumps: ReadonlySet<string>): void =>
    walk(root, (node) => {
      found ||= jumps.has(node.nodeType);
      if (LOOPS.has(node.nodeType)) look([node.body, node.orelse], RETURNS);
      return LOOPS.has(node.nodeType) || FUNCTIONS.has(node.nodeType) ? [] : parts(node);
    });
  look(statement, JUMPS);
  return found;
}

const RETURNS: ReadonlySet<string> = new Set(['Return']);
const JUMPS: ReadonlySet<string> = new Set(['Return', 'Break', 'Continue']);
const LOOPS: ReadonlySet<string> = new Set(['For', 'While', 'AsyncFor']);

/** Lists what the assignments of a statement assign to, those of statements inside of it too. */
export function targetsIn(statement: Statement): readonly Expression[] {
  const targets: Expression[] = [];
  walk(statement, (node) => {
    if (node.nodeType === 'Assign') targets.push(...(node.targets as readonly Expression[]));
    if (node.nodeType === 'AugAssign' || node.nodeType === 'AnnAssign')
      targets.push(node.target as Expression);
    return FUNCTIONS.has(node.nodeType) ? [] : parts(node);
  });
  return targets;
}

/** True if a statement gives a namespace another name, by which it can be changed. */
export function takesNamespace(statement: Statement): boolean {
  let found = false;
  walk(statement, (node) => {
    if (ASSIGNMENTS.has(node.nodeType)) found ||= isNode(node.value) && isNamespace(node.value as Expression);
    return FUNCTIONS.has(node.nodeType) ? [] : parts(node);
  });
  return found;
}

const ASSIGNMENTS: ReadonlySet<string> = new Set(['Assign', 'AnnAssign', 'NamedExpr']);

/** A call in a piece of code. */
export interface CallIn {
  /** What is called. */
  readonly callee: Expression;
  /** True if a `with` enters what it gives. */
  readonly isEntered: boolean;
  /** Names that it is handed, whole or in part. */
  readonly given: readonly string[];
  /** The name whose method it is, if the method may change something. */
  readonly self: readonly string[];
  /** True if it is handed a namespace as such, or is a method of one: `globals()`, `vars()`, `sys.modules`. */
  readonly hasNamespace: boolean;
}

/** Lists the calls in a piece of code, those in functions that it defines left out. */
export function callsIn(code: Statement | Expression): readonly CallIn[] {
  const calls: CallIn[] = [];
  const entered = new Set<unknown>();
  walk(code, (node) => {
    if (node.nodeType === 'WithItem') entered.add(node.context_expr);
    if (node.nodeType === 'Call') {
      const { func, args, keywords } = node as unknown as ExpressionOf<'Call'>;
      const given = [...args, ...keywords.map(({ value }) => value)];
      const self = func.nodeType === 'Attribute' && !READERS.has(func.attr) ? [func.value] : [];
      calls.push({
        callee: func,
        isEntered: entered.has(node),
        given: namesOf(given),
        self: namesOf(self),
        hasNamespace: [...given, ...self].some(isNamespace),
      });
    }
    return FUNCTIONS.has(node.nodeType) ? [] : parts(node);
  });
  return calls;
}

function namesOf(values: readonly Expression[]): readonly string[] {
  return values.flatMap((value) => baseName(value) ?? []);
}

/** Methods of a namespace that change nothing. */
const READERS: ReadonlySet<string> = new Set(['get', 'keys', 'items', 'values', 'copy']);

/** Builtins that give the namespace of the code around them. */
const NAMESPACES: ReadonlySet<string> = new Set(['globals', 'locals', 'vars']);

function isNamespace(value: Expression): boolean {
  if (value.nodeType === 'Call' && value.func.nodeType === 'Name')
    return value.args.length === 0 && NAMESPACES.has(value.func.id);
  if (value.nodeType === 'Subscript') return isNamespace(value.value);
  return value.nodeType === 'Attribute' && (value.attr === 'modules' || value.attr === '__dict__');
}
