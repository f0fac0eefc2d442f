import type { Span } from './source.ts';

/** A node of the tree, for code that looks at all kinds alike. */
export type Node = Span & Readonly<Record<string, unknown>> & { readonly nodeType: string };

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'nodeType' in value;
}

/**
 * Visits nodes from outside in, in no particular order. `visit` gives the parts of the node to go on with. Does not recurse,
 * since it also has to serve code that nests too deeply to be run.
 */
export function walk(root: unknown, visit: (node: Node) => readonly unknown[]): void {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (Array.isArray(value)) for (const item of value) waiting.push(item);
    else if (isNode(value))
      for (const child of visit(value)) if (typeof child === 'object' && child !== null) waiting.push(child);
  }
}

/** Everything inside a node. */
export function parts(node: Node): readonly unknown[] {
  return Object.values(node);
}
