import type { Span } from './source.ts';

/** A node of the tree, for code that looks at all kinds alike. */
export type Node = Span & Readonly<Record<string, unknown>> & { readonly nodeType: string };

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'nodeType' in value;
}
