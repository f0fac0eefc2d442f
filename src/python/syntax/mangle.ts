import type { StatementOf } from './parse.ts';

type Node = Record<string, unknown> & { readonly nodeType: string };

const done = new WeakSet<object>();

/** Where a node keeps names. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  Name: ['id'],
  Attribute: ['attr'],
  FunctionDef: ['name'],
  AsyncFunctionDef: ['name'],
  ClassDef: ['name'],
  Arg: ['arg'],
  arg: ['arg'],
  Keyword: ['arg'],
  keyword: ['arg'],
  Global: ['names'],
  Nonlocal: ['names'],
  Alias: ['asname', 'name'],
  alias: ['asname', 'name'],
  ExceptHandler: ['name'],
  MatchAs: ['name'],
  MatchStar: ['name'],
  MatchMapping: ['rest'],
};

/**
 * Gives the private names (`__x`) in the body of a class the form that they have in Python: `_Class__x`. Classes within have names of
 * their own. Once for each class: the tree itself is changed.
 */
export function manglePrivateNames(node: StatementOf<'ClassDef'>): void {
  if (done.has(node)) return;
  done.add(node);
  const owner = node.name.replace(/^_+/, '');
  if (owner === '') return;
  const mangle = (name: unknown): unknown =>
    typeof name === 'string' && name.startsWith('__') && !name.endsWith('__') && !name.includes('.')
      ? `_${owner}${name}`
      : name;
  const waiting: unknown[] = [...node.body];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (Array.isArray(value)) waiting.push(...value);
    if (typeof value !== 'object' || value === null || !('nodeType' in value)) continue;
    const inner = value as Node;
    for (const field of NAMES[inner.nodeType] ?? []) {
      const names = inner[field];
      if (names !== undefined) inner[field] = Array.isArray(names) ? names.map(mangle) : mangle(names);
    }
    // What stands in a class within is its own business, but for its bases and decorators.
    const parts =
      inner.nodeType === 'ClassDef'
        ? [inner.bases, inner.keywords, inner.decorator_list]
        : Object.values(inner);
    for (const part of parts) if (typeof part === 'object' && part !== null) waiting.push(part);
  }
}
