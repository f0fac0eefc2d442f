import { packageOf } from '../host/module-finder.ts';
import { moduleText } from '../host/module-text.ts';
import type { Machine } from '../machine/machine.ts';
import type { Statement } from '../syntax/parse.ts';
import { presenceOf } from './presence.ts';

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

function absolute(parent: string, name: string, level: number): string {
  if (level === 0) return name;
  const parts = parent.split('.');
  return [...parts.slice(0, parts.length - (level - 1)), ...(name === '' ? [] : [name])].join('.');
}

// Beyond this a module is taken to be importable: nobody's optional import leads through so many files.
const MOST_FILES = 3_000;
const STEPS_PER_FILE = 20;

/**
 * The first module that is missing among the imports of a package's module and of all modules behind it. Only imports at the
 * start of a line count: those inside `try`, `if` and functions are somebody's guard. Told from the text, without parsing.
 */
export function missingBehind(machine: Machine, dotted: string, file: string): string | undefined {
  const seen = new Set([dotted]);
  const waiting: { readonly name: string; readonly file: string }[] = [{ name: dotted, file }];
  for (let next = waiting.pop(); next !== undefined && seen.size < MOST_FILES; next = waiting.pop()) {
    machine.budget.step(STEPS_PER_FILE);
    for (const name of importsOf(next.name, next.file)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const found = machine.finder.find(name);
      if (found === null && !machine.models.has(name) && presenceOf(machine, name) === 'missing') return name;
      if (found?.file != null && machine.isPackage(found.file)) waiting.push({ name, file: found.file });
    }
  }
  return undefined;
}

function importsOf(name: string, file: string): readonly string[] {
  const text = moduleText(file).replace(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, '""');
  const imports = text.matchAll(/^(?:import[ \t]+([\w. \t,]+)|from[ \t]+(\.*)([\w.]*)[ \t]+import\b)/gm);
  return [...imports].flatMap(([, plain, dots = '', from = '']) => {
    if (plain === undefined) return [absolute(packageOf(name, file), from, dots.length)];
    return plain
      .split(',')
      .map((part) => part.trim().split(/\s/)[0] ?? '')
      .filter((part) => part !== '');
  });
}
