import { bindEntry, bindName } from '../expressions/assign.ts';
import { changesProgram } from '../host/module-text.ts';
import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import type { StatementOf } from '../syntax/parse.ts';
import type { Value } from '../values/values.ts';
import { absoluteName, bindLater, memberOf } from './imported-name.ts';
import { importAll } from './star-import.ts';

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
      if (scope.module.namespace.supply === undefined) machine.runtime.noteImport(`${dotted}.${name}`);
      bindLater(machine, scope, asname, () => memberOf(machine, dotted, name), dotted);
    } else {
      const member = memberOf(machine, dotted, name);
      if (member.origin === undefined) bindName(machine, scope, asname, member.value);
      else bindEntry(machine, scope, asname, member);
    }
  }
}

/**
 * Whether an import can wait until somebody needs what it binds: code of installed packages is large, and settings seldom
 * need it. Not where a `try` waits for ImportError.
 */
function isLater(machine: Machine, scope: Scope, dotted: string): boolean {
  if (machine.modules.has(dotted) || machine.sources.isModelled(dotted)) return false;
  if (machine.guards.some((guard) => guard.isForImports)) return false;
  const file = machine.host.finder.find(dotted)?.file;
  if (file == null || !machine.sources.readsLazily(file)) return false;
  const isOwn = scope.module.namespace.supply === undefined;
  if (isOwn) machine.runtime.noteImport(dotted);
  if (machine.runtime.leadsToOwn(dotted)) return false;
  // Modules of packages see to it themselves (`LazyModule`).
  return !isOwn || !changesProgram(file);
}
