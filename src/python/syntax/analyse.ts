import { isNode, type Node, parts, walk } from './nodes.ts';
import type { Expression, Statement } from './tree.ts';

/** Facts about a function that its text shows before it is run. */
export interface Analysis {
  /** Names it binds: they are local everywhere in it. */
  readonly localNames: ReadonlySet<string>;
  readonly isGenerator: boolean;
}

/** What of a node belongs to the code around it: of a function, a class, a comprehension only what is evaluated where it stands. */
function partsOutside(node: Node): readonly unknown[] {
  switch (node.nodeType) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      // Its arguments hold the defaults and the annotations.
      return [node.decorator_list, node.args, node.returns];
    case 'Lambda':
      return defaults(node.args);
    case 'ClassDef':
      return [node.decorator_list, node.bases, node.keywords];
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp': {
      const [first] = node.generators as readonly Node[];
      return [first?.iter];
    }
    default:
      return parts(node);
  }
}

function defaults(given: unknown): readonly unknown[] {
  return isNode(given) ? [given.defaults, given.kw_defaults] : [];
}

export const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDef',
  'AsyncFunctionDef',
  'Lambda',
  'ClassDef',
]);
const COMPREHENSIONS: ReadonlySet<string> = new Set(['ListComp', 'SetComp', 'DictComp', 'GeneratorExp']);

/** Names that `:=` inside a comprehension binds: those of the code around it. */
function namedInside(node: Node): readonly string[] {
  const names: string[] = [];
  walk(parts(node), (inner) => {
    if (inner.nodeType === 'NamedExpr') names.push(...boundBy(inner));
    return FUNCTIONS.has(inner.nodeType) ? [] : parts(inner);
  });
  return names;
}

/** The names a node itself binds, its inside left out. */
export function boundBy(node: Node): readonly string[] {
  switch (node.nodeType) {
    case 'Name':
      return isNode(node.ctx) && node.ctx.nodeType !== 'Load' ? [String(node.id)] : [];
    case 'NamedExpr':
      return isNode(node.target) ? [String(node.target.id)] : [];
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      return [String(node.name)];
    case 'Alias':
      return [String(node.asname ?? String(node.name).split('.')[0])].filter((name) => name !== '*');
    case 'ExceptHandler':
    case 'MatchAs':
    case 'MatchStar':
      return typeof node.name === 'string' ? [node.name] : [];
    case 'MatchMapping':
      return typeof node.rest === 'string' ? [node.rest] : [];
    default:
      return [];
  }
}

const DOERS: ReadonlySet<string> = new Set(['Call', 'NamedExpr', 'Await', ...COMPREHENSIONS]);

/** True if to evaluate an expression may do more than look things up. */
export function mayDoMore(expression: Expression): boolean {
  let found = false;
  walk(expression, (node) => {
    if (DOERS.has(node.nodeType)) found = true;
    return found ? [] : parts(node);
  });
  return found;
}

const analyses = new WeakMap<object, Analysis>();

export function analyse(body: readonly Statement[] | Expression): Analysis {
  const known = analyses.get(body);
  if (known !== undefined) return known;
  const localNames = new Set<string>();
  const declared = new Set<string>();
  let isGenerator = false;
  walk(body, (node) => {
    for (const name of boundBy(node)) localNames.add(name);
    if (COMPREHENSIONS.has(node.nodeType)) for (const name of namedInside(node)) localNames.add(name);
    if (node.nodeType === 'Global' || node.nodeType === 'Nonlocal') {
      for (const name of node.names as readonly string[]) declared.add(name);
    }
    if (node.nodeType === 'Yield' || node.nodeType === 'YieldFrom') isGenerator = true;
    return partsOutside(node);
  });
  for (const name of declared) localNames.delete(name);
  const analysis: Analysis = { localNames, isGenerator };
  analyses.set(body, analysis);
  return analysis;
}

const yielding = new WeakMap<object, boolean>();

/** True if a statement or expression of a generator stops at a `yield`; those of functions in it are theirs. */
export function containsYield(code: object): boolean {
  const known = yielding.get(code);
  if (known !== undefined) return known;
  let found = false;
  walk(code, (node) => {
    if (node.nodeType === 'Yield' || node.nodeType === 'YieldFrom') found = true;
    return found ? [] : partsOutside(node);
  });
  yielding.set(code, found);
  return found;
}
