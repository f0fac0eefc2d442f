import { packageOf } from '../host/module-finder.ts';
import { mayHaveRaised } from '../machine/doubts.ts';
import type { Machine } from '../machine/machine.ts';
import { bindingScope, type Scope } from '../machine/scope.ts';
import { getAttribute, halfDone } from '../protocol/attributes.ts';
import { raised } from '../protocol/exceptions.ts';
import type { Entry } from '../values/dict.ts';
import { inDoubt } from '../values/in-doubt.ts';
import { isUnknown, type ModuleValue, orElse, type Unknown, type Value } from '../values/values.ts';

/** The dotted name that an import means, relative ones included. */
export function absoluteName(machine: Machine, scope: Scope, name: string, level: number): string {
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
export function memberOf(machine: Machine, dotted: string, name: string): Entry {
  const module = machine.runtime.importModule(dotted);
  if (isUnknown(module)) return { key: name, value: extended(module, name) };
  doubtCircle(machine, module, name);
  const entry = module.namespace.entry(name);
  const submodule = `${dotted}.${name}`;
  if (entry !== undefined) return withSubmodule(machine, entry, submodule);
  if (isSubmodule(machine, submodule)) {
    return { key: name, value: machine.runtime.importModule(submodule) };
  }
  const value = machine.orUnknown(() =>
    orElse(getAttribute(machine, module, name), () => missing(machine, module, name)),
  );
  return { key: name, value: isUnknown(value) ? { ...value, dotted: submodule } : value };
}

/** The entry; if nobody can tell what the name stands for, with the submodule that Python binds it to. */
function withSubmodule(machine: Machine, entry: Entry, submodule: string): Entry {
  const { value } = entry;
  if (!isUnknown(value) || value.perhaps !== undefined || !isSubmodule(machine, submodule)) return entry;
  return { ...entry, value: inDoubt(value, machine.runtime.importModule(submodule)) };
}

/** In a circle a module may not have the name yet: then Python raises ImportError, which matters if a `try` waits for it. */
function doubtCircle(machine: Machine, module: ModuleValue, name: string): void {
  if (!machine.guards.some((guard) => guard.isForImports)) return;
  const doubt = halfDone(module);
  if (doubt !== undefined && !isSubmodule(machine, `${module.name}.${name}`))
    mayHaveRaised(machine, raised('ImportError').exception, doubt);
}

function isSubmodule(machine: Machine, dotted: string): boolean {
  return machine.sources.isModelled(dotted) || machine.host.finder.find(dotted) !== null;
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

/** Binds a name to what `load` gives once somebody needs it. `from`: the module that it is taken from. */
export function bindLater(
  machine: Machine,
  scope: Scope,
  name: string,
  load: () => Entry,
  from?: string,
): void {
  let loaded: { readonly value: Value } | undefined;
  const at = machine.at();
  const importing = scope;
  const span = scope.node;
  const isOwn = scope.module.namespace.supply === undefined;
  const importsSeen = isOwn ? machine.imports.names.size : machine.imports.seen;
  const entry: Entry = {
    key: name,
    origin: [at],
    environment: [...machine.reads],
    get value(): Value {
      loaded ??= {
        value: machine.later(importing, span, () =>
          machine.asking(importing.module, () => machine.imports.asOf(importsSeen, () => load().value)),
        ),
      };
      return loaded.value;
    },
  };
  bindingScope(scope, name).bind(entry);
  if (from === undefined) return;
  machine.imports.take(from, { by: importing.module, importsSeen, settle: () => entry.value });
}
