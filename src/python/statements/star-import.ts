import { bindName } from '../expressions/assign.ts';
import { isStandard } from '../host/standard-library.ts';
import { isAwaited } from '../machine/doubts.ts';
import type { Machine } from '../machine/machine.ts';
import { bindingScope, type Scope } from '../machine/scope.ts';
import { taint } from '../machine/spoil.ts';
import { halfDone } from '../protocol/attributes.ts';
import { raised } from '../protocol/exceptions.ts';
import { iterate } from '../protocol/iterate.ts';
import type { Statement } from '../syntax/parse.ts';
import type { Dict, Entry } from '../values/dict.ts';
import { settled } from '../values/settled.ts';
import { isUnknown, type ModuleValue, type Unknown, type Value } from '../values/values.ts';
import { absoluteName, bindLater, memberOf } from './imported-name.ts';

/** `from dotted import *`. What can't be followed taints the namespace (policy Taint). */
export function importAll(machine: Machine, scope: Scope, dotted: string): void {
  const target = scope.module.namespace;
  refuseMissingOverrides(machine, dotted);
  const module = machine.runtime.importModule(dotted);
  if (isUnknown(module)) {
    taint(machine, target, module);
    return;
  }
  const source = module.namespace;
  const circle = circleOf(scope, module);
  if (circle !== undefined) {
    // What is not bound yet may stay so.
    const bound = textualNames(machine, module).filter(
      (name) => target.peek(name) !== undefined || machine.builtins.has(name),
    );
    for (const name of bound) bindName(machine, scope, name, circle);
    target.setTaint(circle);
    return;
  }
  if (source.taint !== undefined) taint(machine, target, source.taint);
  const { names, unknown } = publicNames(machine, module);
  if (unknown !== undefined) taint(machine, target, unknown);
  const certain = certainNames(source);
  for (const name of names) {
    if (certain?.has(name) === true) {
      bindLater(machine, scope, name, () => memberOf(machine, dotted, name), dotted);
      continue;
    }
    const entry = source.entry(name) ?? (certain === undefined ? memberOf(machine, dotted, name) : undefined);
    if (entry !== undefined) copyEntry(machine, scope, name, entry);
  }
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
  if (isUnknown(module)) return [];
  return machine.aside(() =>
    circleOf(scope, module) === undefined
      ? publicNames(machine, module).names
      : textualNames(machine, module),
  );
}

/** Why nobody can tell what a star import in the scope gives: the module may have been imported first, and be at its beginning. */
function circleOf(scope: Scope, module: ModuleValue): Unknown | undefined {
  return scope.module.namespace.supply === undefined ? undefined : halfDone(module, scope.module);
}

/** All names that a star import may bind while the module comes about: `__all__` may not be there yet. */
function textualNames(machine: Machine, module: ModuleValue): readonly string[] {
  const bound =
    module.namespace.supply?.names() ??
    [...module.namespace.entries()].map(({ key }) => ({ name: String(key) }));
  const open = bound.map(({ name }) => name).filter((name) => !name.startsWith('_'));
  return [...new Set([...open, ...publicNames(machine, module).names])];
}

/**
 * `try: from local_settings import *` of a file that is not there: by its plain name it is one of the project, which each
 * machine may have or not. It is missing, even if no packages are known.
 */
function refuseMissingOverrides(machine: Machine, dotted: string): void {
  const isPlain =
    !dotted.includes('.') && isStandard(dotted, null) === false && !machine.sources.isModelled(dotted);
  if (!isPlain || machine.host.finder.find(dotted) !== null) return;
  const { exception } = raised('ModuleNotFoundError', `No module named '${dotted}'`);
  exception.attributes.set('name', dotted);
  if (isAwaited(machine, exception)) machine.runtime.raiseException(exception);
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
  const named = module.namespace.supply?.names();
  // Where the text does not bind `__all__`, nothing has to run for it.
  const all = named?.every(({ name }) => name !== '__all__') ? undefined : module.namespace.get('__all__');
  if (all === undefined) {
    const bound =
      named?.map(({ name }) => name) ?? [...module.namespace.entries()].map((entry) => String(entry.key));
    return { names: bound.filter((name) => !name.startsWith('_')), unknown: undefined };
  }
  const listed = settled(all);
  const names = isUnknown(listed) ? [listed] : iterate(machine, listed);
  return { names: names.filter((name) => typeof name === 'string'), unknown: names.find(isUnknown) };
}
