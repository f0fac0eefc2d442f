import { packageOf } from '../host/module-finder.ts';
import type { Statement } from '../syntax/parse.ts';

/** Modules that the statements import, by dotted name: `from a import b` may mean `a` and `a.b`. */
export function importedNames(
  body: readonly Statement[],
  name: string,
  file: string | null,
): readonly string[] {
  return body.flatMap((node) => {
    if (node.nodeType === 'Import') return node.names.map((alias) => alias.name);
    if (node.nodeType !== 'ImportFrom') return [];
    const from = absolute(packageOf(name, file), node.module ?? '', node.level ?? 0);
    return [from, ...node.names.map((alias) => `${from}.${alias.name}`)];
  });
}

/** The dotted name that an import with so many dots means in a package. */
export function absolute(parent: string, name: string, level: number): string {
  if (level === 0) return name;
  const parts = parent.split('.');
  return [...parts.slice(0, parts.length - (level - 1)), ...(name === '' ? [] : [name])].join('.');
}
