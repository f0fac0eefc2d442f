import { isNode, type Node } from '../lazy/nodes.ts';

/** `q = m`, `for q in (m, n)`: another name for the same. */
export interface Alias {
  readonly name: string;
  readonly value: unknown;
  /** See `passesOn`. */
  readonly passed: readonly unknown[];
}

/** The same tree is asked for every name that is looked for in it. */
const aliases = new WeakMap<Node, readonly Alias[]>();

export function aliasesIn(node: Node): readonly Alias[] {
  const known = aliases.get(node);
  if (known !== undefined) return known;
  const found = pairsIn(node).flatMap(([target, value]): Alias | readonly [] => {
    if (!isNode(target) || target.nodeType !== 'Name') return [];
    return { name: String(target.id), value, passed: passesOn(value) };
  });
  aliases.set(node, found);
  return found;
}

function pairsIn(node: Node): readonly (readonly [target: unknown, value: unknown])[] {
  switch (node.nodeType) {
    case 'Assign':
      return (node.targets as readonly unknown[]).map((target) => [target, node.value]);
    case 'AnnAssign':
    case 'NamedExpr':
      return [[node.target, node.value]];
    case 'For':
    case 'Comprehension':
      return itemsOf(node.iter).map((item) => [node.target, item]);
    case 'WithItem':
      return [[node.optional_vars, node.context_expr]];
    default:
      return [];
  }
}

const passed = new WeakMap<Node, readonly unknown[]>();

/** The values that an expression may come to, or that lie in the display it makes. */
export function passesOn(value: unknown): readonly unknown[] {
  if (!isNode(value)) return [];
  const known = passed.get(value) ?? valuesPassedOn(value);
  passed.set(value, known);
  return known;
}

function valuesPassedOn(value: Node): readonly unknown[] {
  switch (value.nodeType) {
    case 'IfExp':
      return [...passesOn(value.body), ...passesOn(value.orelse)];
    case 'BoolOp':
    case 'Dict':
      return (value.values as readonly unknown[]).flatMap(passesOn);
    case 'NamedExpr':
    case 'Starred':
      return passesOn(value.value);
    case 'Subscript':
    case 'Attribute':
      return [value, ...passesOn(value.value)];
    default:
      return [value, ...itemsOf(value).flatMap(passesOn)];
  }
}

const DISPLAYS: ReadonlySet<string> = new Set(['List', 'Tuple', 'Set']);

function itemsOf(value: unknown): readonly unknown[] {
  if (!isNode(value)) return [];
  return DISPLAYS.has(value.nodeType) ? (value.elts as readonly unknown[]) : [];
}
