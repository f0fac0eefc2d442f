import { packageOf } from '../host/module-finder.ts';
import { moduleText } from '../host/module-text.ts';
import { absolute } from '../lazy/imported-names.ts';
import type { Machine } from '../machine/machine.ts';
import { presenceOf } from './presence.ts';

// Beyond this a module is taken to be importable: nobody's optional import leads through so many files.
const MOST_FILES = 3_000;
const STEPS_PER_FILE = 20;

/**
 * The first module that is missing among the imports of a package's module and of all modules behind it. Only imports at the
 * start of a line count: those inside `try`, `if` and functions are somebody's guard. Told from the text, without parsing.
 */
export function missingBehind(machine: Machine, dotted: string, file: string): string | undefined {
  for (const name of namesBehind(machine, dotted, file, ({ from, isNested }) => (isNested ? [] : [from]))) {
    const isThere = machine.host.finder.find(name) !== null || machine.models.has(name);
    if (!isThere && presenceOf(machine, name) === 'missing') return name;
  }
  return undefined;
}

/**
 * The modules that importing a module of a package may lead to, told in the same way, but with the imports inside of `if`, `try`
 * and classes. Those inside of functions are left out: that is how circles are kept apart. `withCalls`: unless the functions are
 * the module's own.
 */
export function modulesBehind(
  machine: Machine,
  dotted: string,
  file: string,
  withCalls: boolean,
): ReadonlySet<string> {
  // What a module lies in is imported before it, so no more because of it.
  const outside = new Set(withParents(dotted));
  const follow = ({ from, names }: Imported): readonly string[] =>
    [from, ...names.map((name) => `${from}.${name}`)]
      .flatMap(withParents)
      .filter((name) => !outside.has(name));
  const called = withCalls ? importsIn(dotted, file, true).flatMap(follow) : [];
  const behind = new Set(namesBehind(machine, dotted, file, follow));
  for (const name of called) {
    if (behind.has(name)) continue;
    behind.add(name);
    const found = machine.host.finder.find(name)?.file;
    if (found == null || !machine.sources.isPackage(found)) continue;
    for (const further of namesBehind(machine, name, found, follow)) behind.add(further);
  }
  return behind;
}

/** The packages that a module lies in, and the module itself. */
export function withParents(dotted: string): readonly string[] {
  const parts = dotted.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}

/** Names of the modules that a module imports, those that these import, and so on. `follow`: which names an import stands for. */
function* namesBehind(
  machine: Machine,
  dotted: string,
  file: string,
  follow: (imported: Imported) => readonly string[],
): Generator<string, void, undefined> {
  const seen = new Set([dotted]);
  const waiting: { readonly name: string; readonly file: string }[] = [{ name: dotted, file }];
  for (let next = waiting.pop(); next !== undefined && seen.size < MOST_FILES; next = waiting.pop()) {
    machine.budget.step(STEPS_PER_FILE);
    for (const name of importsOf(machine, next.name, next.file).flatMap(follow)) {
      if (seen.has(name)) continue;
      seen.add(name);
      yield name;
      const found = machine.host.finder.find(name)?.file;
      if (found != null && machine.sources.isPackage(found)) waiting.push({ name, file: found });
    }
  }
}

export interface Imported {
  readonly from: string;
  /** Of `from a import b, c`: perhaps modules in it. */
  readonly names: readonly string[];
  /** True if it does not stand at the start of a line. */
  readonly isNested: boolean;
}

const read = new WeakMap<Machine, Map<string, readonly Imported[]>>();

/** The imports outside of functions. Each file is read once. */
export function importsOf(machine: Machine, name: string, file: string): readonly Imported[] {
  const files = read.get(machine) ?? new Map<string, readonly Imported[]>();
  read.set(machine, files);
  const known = files.get(file) ?? importsIn(name, file, false);
  files.set(file, known);
  return known;
}

export function importsIn(name: string, file: string, withFunctions: boolean): readonly Imported[] {
  const whole = moduleText(file).replace(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, '""');
  const text = withFunctions ? whole : withoutFunctions(whole);
  const imports = text.matchAll(
    /^((?:[^\n#'"]*[:;])?[ \t]*)(?:import[ \t]+([\w. \t,]+)|from[ \t]+(\.*)([\w.]*)[ \t]+import\b[ \t]*(\([^)]*\)|[^\n#;]*))/gm,
  );
  const written = [...imports].flatMap(([, before, plain, dots = '', from = '', names = '']): Imported[] => {
    const isNested = before !== '';
    if (plain === undefined)
      return [{ from: absolute(packageOf(name, file), from, dots.length), names: listed(names), isNested }];
    return listed(plain).map((each) => ({ from: each, names: [], isNested }));
  });
  const called = text.matchAll(
    /\b(?:(?:import_module|__import__)\(|modules\[)[ \t\n]*["'](\.*)([\w.]+)["']/g,
  );
  return [
    ...written,
    ...[...called].map(([, dots = '', from = '']): Imported => {
      return { from: absolute(packageOf(name, file), from, dots.length), names: [], isNested: true };
    }),
  ];
}

/** The text without the bodies of functions, told by their indentation. */
function withoutFunctions(text: string): string {
  let inside: number | undefined;
  return text
    .split('\n')
    .filter((line) => {
      const indentation = line.search(/[^ \t]/);
      if (inside !== undefined && (indentation < 0 || indentation > inside)) return false;
      // The signature goes on to here.
      if (inside !== undefined && line[indentation] === ')') return false;
      inside = /^[ \t]*(?:async[ \t]+)?def[ \t]/.test(line) ? indentation : undefined;
      return true;
    })
    .join('\n');
}

/** The names of a list such as `a, b as c`. */
function listed(text: string): readonly string[] {
  return text
    .replace(/#.*|[()\\]/g, ' ')
    .split(',')
    .map((part) => part.trim().split(/\s/)[0] ?? '')
    .filter((part) => part !== '');
}
