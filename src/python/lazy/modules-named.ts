import { isNode, type Node } from './nodes.ts';

/** `c` for `a.b.c`. */
export function lastPart(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1);
}

/** The module that an expression asks for by its name. */
export function importedBy(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  const given = value.nodeType === 'Call' ? (value.args as readonly Node[])[0] : value.slice;
  const asked = value.nodeType === 'Call' ? (value.func as Node) : value.value;
  if (!isNode(given) || !isNode(asked) || typeof given.value !== 'string') return undefined;
  return ['import_module', '__import__', 'modules'].includes(String(asked.id ?? asked.attr))
    ? given.value
    : undefined;
}
