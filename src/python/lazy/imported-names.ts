import { packageOf } from '../host/module-finder.ts';
import { isNode, type Node, parts, walk } from '../syntax/nodes.ts';
import type { Statement } from '../syntax/parse.ts';

const IMPORTERS: ReadonlySet<unknown> = new Set(['import_module', '__import__']);
const FUNCTIONS: ReadonlySet<string> = new Set(['FunctionDef', 'AsyncFunctionDef', 'Lambda']);

/**
 * Modules that the statements import, by dotted name: `from a import b` may mean `a` and `a.b`. Also those that a call of
 * `import_module` names.
 */
export function importedNames(
  body: readonly Statement[],
  name: string,
  file: string | null,
): readonly string[] {
  return body.flatMap((node) => {
    if (node.nodeType === 'Import') return node.names.map((alias) => alias.name);
    if (node.nodeType !== 'ImportFrom') return namesCalled(node, packageOf(name, file));
    const from = absolute(packageOf(name, file), node.module ?? '', node.level ?? 0);
    return [from, ...node.names.map((alias) => `${from}.${alias.name}`)];
  });
}

function namesCalled(node: Statement, parent: string): readonly string[] {
  const names: string[] = [];
  walk(node, (inner) => {
    const called = inner.nodeType === 'Call' ? nameCalled(inner) : undefined;
    if (called !== undefined) names.push(absolute(parent, called.name, called.level));
    return FUNCTIONS.has(inner.nodeType) ? [] : parts(inner);
  });
  return names;
}

/** What `import_module('.name', ...)` names. */
function nameCalled({ func, args }: Node): { readonly name: string; readonly level: number } | undefined {
  if (!isNode(func) || !IMPORTERS.has(func.nodeType === 'Attribute' ? func.attr : func.id)) return undefined;
  const [first] = args as readonly unknown[];
  if (!isNode(first) || typeof first.value !== 'string') return undefined;
  const [, dots = '', name = ''] = /^(\.*)(.*)$/.exec(first.value) ?? [];
  return { name, level: dots.length };
}

/** The dotted name that an import with so many dots means in a package. */
export function absolute(parent: string, name: string, level: number): string {
  if (level === 0) return name;
  const parts = parent.split('.');
  return [...parts.slice(0, parts.length - (level - 1)), ...(name === '' ? [] : [name])].join('.');
}
