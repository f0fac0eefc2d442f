import { bindEntry, bindName } from '../expressions/assign.ts';
import { packageOf } from '../host/module-finder.ts';
import { changesProgram } from '../host/module-text.ts';
import { isStandard } from '../host/standard-library.ts';
import type { Machine } from '../machine/machine.ts';
import { bindingScope, type Scope } from '../machine/scope.ts';
import { taint } from '../machine/spoil.ts';
import { getAttribute, halfDone } from '../protocol/attributes.ts';
import { raised } from '../protocol/exceptions.ts';
import { iterate } from '../protocol/iterate.ts';
import type { Statement, StatementOf } from '../syntax/parse.ts';
import type { Dict, Entry } from '../values/containers.ts';
import { settled } from '../values/settled.ts';
import { isUnknown, type ModuleValue, orElse, type Unknown, type Value } from '../values/values.ts';

/** `import a.b as c, d`. */
export function importNames(machine: Machine, scope: Scope, node: StatementOf<'Import'>): void {
  for (const { name, asname } of node.names) {
    const [top = name] = name.split('.');
    if (isLater(machine, scope, name)) {
      bindLater(machine, scope, asname ?? top, () => ({
        key: name,
        value: moduleFor(machine, name, asname),
      }));
    } else {
      bindName(machine, scope, asname ?? top, moduleFor(machine, name, asname));
    }
  }
}

// `import a.b` binds `a`, `import a.b as c` binds the module itself.
function moduleFor(machine: Machine, name: string, asname: string | undefined): Value {
  const module = machine.runtime.importModule(name);
  if (asname !== undefined) return module;
  return machine.runtime.importModule(name.split('.')[0] ?? name);
}

/** `from a import b as c, *`. */
export function importFrom(machine: Machine, scope: Scope, node: StatementOf<'ImportFrom'>): void {
  const dotted = absoluteName(machine, scope, node.module ?? '', node.level ?? 0);
  if (node.names.some((alias) => alias.name === '*')) {
    importAll(machine, scope, dotted);
    return;
  }
  for (const { name, asname = name } of node.names) {
    if (isLater(machine, scope, dotted)) {
      bindLater(machine, scope, asname, () => memberOf(machine, dotted, name));
    } else {
      const member = memberOf(machine, dotted, name);
      if (member.origin === undefined) bindName(machine, scope, asname, member.value);
      else bindEntry(machine, scope, asname, member);
    }
  }
}

function absoluteName(machine: Machine, scope: Scope, name: string, level: number): string {
  if (level === 0) return name;
  const { module } = scope;
  const parts = packageOf(module.name, module.file)
    .split('.')
    .filter((part) => part !== '');
  if (level - 1 >= parts.length) {
    return machine.runtime.raise('ImportError', 'attempted relative import beyond top-level package');
  }
  return [...parts.slice(0, parts.length - (level - 1)), ...(name === '' ? [] : [name])].join('.');
}

/** A name of a module, a submodule included, with where it came from. */
function memberOf(machine: Machine, dotted: string, name: string): Entry {
  const module = machine.runtime.importModule(dotted);
  if (isUnknown(module)) return { key: name, value: extended(module, name) };
  doubtCircle(machine, module, name);
  const entry = module.namespace.entry(name);
  if (entry !== undefined) return entry;
  const submodule = `${dotted}.${name}`;
  if (isSubmodule(machine, submodule)) {
    return { key: name, value: machine.runtime.importModule(submodule) };
  }
  const value = machine.orUnknown(() =>
    orElse(getAttribute(machine, module, name), () => missing(machine, module, name)),
  );
  return { key: name, value: isUnknown(value) ? { ...value, dotted: submodule } : value };
}

/** In a circle a module may not have the name yet: then Python raises ImportError, which matters if a `try` waits for it. */
function doubtCircle(machine: Machine, module: ModuleValue, name: string): void {
  if (!machine.guards.some((guard) => guard.isForImports)) return;
  const doubt = halfDone(module);
  if (doubt !== undefined && !isSubmodule(machine, `${module.name}.${name}`))
    machine.importDoubts.push(doubt);
}

function isSubmodule(machine: Machine, dotted: string): boolean {
  return machine.isModelled(dotted) || machine.finder.find(dotted) !== null;
}

function missing(machine: Machine, { name: dotted, file }: ModuleValue, name: string): never {
  const { exception } = raised(
    'ImportError',
    `cannot import name '${name}' from '${dotted}' (${file ?? 'unknown location'})`,
  );
  exception.attributes.set('name', dotted);
  return machine.runtime.raiseException(exception);
}

function extended(unknown: Unknown, name: string): Unknown {
  return unknown.dotted === undefined ? unknown : { ...unknown, dotted: `${unknown.dotted}.${name}` };
}

/**
 * Whether an import can wait until somebody needs what it binds: code of installed packages is large, and settings seldom
 * need it. Not where a `try` waits for ImportError.
 */
function isLater(machine: Machine, scope: Scope, dotted: string): boolean {
  if (machine.modules.has(dotted) || machine.isModelled(dotted)) return false;
  if (machine.guards.some((guard) => guard.isForImports)) return false;
  const file = machine.finder.find(dotted)?.file;
  if (file == null || !machine.readsLazily(file)) return false;
  // Modules of packages see to it themselves (`LazyModule`).
  return scope.module.namespace.supply !== undefined || !changesProgram(file);
}

function bindLater(machine: Machine, scope: Scope, name: string, load: () => Entry): void {
  let loaded: { readonly value: Value } | undefined;
  const at = machine.at();
  const importing = scope;
  const span = scope.node;
  const entry: Entry = {
    key: name,
    origin: [at],
    environment: [...machine.reads],
    get value(): Value {
      loaded ??= { value: machine.later(importing, span, () => load().value) };
      return loaded.value;
    },
  };
  bindingScope(scope, name).bind(entry);
}

/** `from dotted import *`. What can't be followed taints the namespace (policy Taint). */
function importAll(machine: Machine, scope: Scope, dotted: string): void {
  const target = scope.module.namespace;
  refuseMissingOverrides(machine, dotted);
  const module = machine.runtime.importModule(dotted);
  if (isUnknown(module)) {
    taint(machine, target, module);
    return;
  }
  const source = module.namespace;
  // Packages take all names of another package only once that is whole.
  const circle = topOf(scope.module.name) === topOf(module.name) ? halfDone(module) : undefined;
  if (circle !== undefined) {
    for (const name of publicNames(machine, module).names) bindName(machine, scope, name, circle);
    return;
  }
  if (source.taint !== undefined) taint(machine, target, source.taint);
  const { names, unknown } = publicNames(machine, module);
  if (unknown !== undefined) taint(machine, target, unknown);
  const certain = certainNames(source);
  for (const name of names) {
    if (certain?.has(name) === true) {
      bindLater(machine, scope, name, () => memberOf(machine, dotted, name));
      continue;
    }
    const entry = source.entry(name) ?? (certain === undefined ? memberOf(machine, dotted, name) : undefined);
    if (entry !== undefined) copyEntry(machine, scope, name, entry);
  }
}

function topOf(dotted: string): string {
  return dotted.split('.')[0] ?? dotted;
}

/** Names that are bound whatever runs, in a module that is read as far as it is asked for: their values can wait. */
function certainNames(namespace: Dict): ReadonlySet<string> | undefined {
  const all = namespace.supply?.names();
  return all && new Set(all.filter(({ isCertain }) => isCertain).map(({ name }) => name));
}

/** The names that a star import may bind; none for a module that can't be followed. */
export function starNames(machine: Machine, scope: Scope, node: Statement): readonly string[] {
  if (node.nodeType !== 'ImportFrom') return [];
  const dotted = absoluteName(machine, scope, node.module ?? '', node.level ?? 0);
  const module = machine.aside(() => machine.runtime.importModule(dotted));
  return isUnknown(module) ? [] : machine.aside(() => publicNames(machine, module)).names;
}

/**
 * `try: from local_settings import *` of a file that is not there: by its plain name it is one of the project, which each
 * machine may have or not. It is missing, even if no packages are known.
 */
function refuseMissingOverrides(machine: Machine, dotted: string): void {
  const isPlain = !dotted.includes('.') && isStandard(dotted, null) === false && !machine.isModelled(dotted);
  if (!isPlain || machine.finder.find(dotted) !== null) return;
  const { exception } = raised('ModuleNotFoundError', `No module named '${dotted}'`);
  exception.attributes.set('name', dotted);
  if (machine.guards.some((guard) => guard.catches(exception))) machine.runtime.raiseException(exception);
}

// The value is not looked at: it may be an import that nobody needs.
function copyEntry(machine: Machine, scope: Scope, name: string, entry: Entry): void {
  const namespace: Dict = bindingScope(scope, name);
  if (entry.origin === undefined) namespace.bind(withOrigin(machine, entry));
  else namespace.bind(entry);
}

function withOrigin(machine: Machine, entry: Entry): Entry {
  const origin = [machine.at()];
  return {
    key: entry.key,
    origin,
    environment: entry.environment ?? [],
    get value(): Value {
      return entry.value;
    },
  };
}

interface PublicNames {
  readonly names: readonly string[];
  /** Why there may be others. */
  readonly unknown: Unknown | undefined;
}

function publicNames(machine: Machine, module: ModuleValue): PublicNames {
  const all = module.namespace.get('__all__');
  if (all === undefined) {
    const bound =
      module.namespace.supply?.names().map(({ name }) => name) ??
      [...module.namespace.entries()].map((entry) => String(entry.key));
    return { names: bound.filter((name) => !name.startsWith('_')), unknown: undefined };
  }
  const listed = settled(all);
  const names = isUnknown(listed) ? [listed] : iterate(machine, listed);
  return { names: names.filter((name) => typeof name === 'string'), unknown: names.find(isUnknown) };
}
