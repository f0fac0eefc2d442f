import { CollectstaticError } from '../../errors.ts';
import { type FoundModule, packageOf } from '../host/module-finder.ts';
import { importedNames } from '../lazy/imported-names.ts';
import { LazyModule } from '../lazy/lazy-module.ts';
import { isAwaited, mayHaveRaised } from '../machine/doubts.ts';
import type { Machine } from '../machine/machine.ts';
import { taint } from '../machine/spoil.ts';
import { raised } from '../protocol/exceptions.ts';
import type { Parsed } from '../syntax/parse.ts';
import { Dict } from '../values/dict.ts';
import { type ModuleValue, NotModelled, Raised, type Unknown, type Value } from '../values/values.ts';
import {
  changesFromOutside,
  importedAt,
  importsSeenBy,
  importsSoFar,
  isBefore,
  leadsTo,
  leadsToOwn,
  noteImport,
} from './changes-from-outside.ts';
import { missingBehind, modulesBehind } from './imports-behind.ts';
import { isLacking } from './lacking.ts';
import { unevaluatedPackage } from './left-alone.ts';
import { isInPython, presenceOf } from './presence.ts';
import { mayBreakAgain, parseModule, runFile } from './run-file.ts';

/** `import dotted`: the module itself. Raises where a `try` waits to hear that it is missing; else that is Unknown. */
export function importModule(machine: Machine, dotted: string): ModuleValue | Unknown {
  const isOwn = machine.scope.module.namespace.supply === undefined && !machine.isAside;
  if (isOwn) noteImport(machine, dotted);
  const at = dotted.lastIndexOf('.');
  const parent = at < 0 ? undefined : importModule(machine, dotted.slice(0, at));
  const replaced = machine.replaced.get(dotted);
  if (replaced !== undefined) {
    mayHaveRaised(machine, missingModule(dotted).exception, replaced);
    return replaced;
  }
  const known = machine.modules.get(dotted);
  const module = known ?? remember(machine, dotted, load(machine, dotted));
  if (known !== undefined) askAgain(machine, dotted);
  const name = dotted.slice(at + 1);
  if (parent?.kind === 'module' && module.kind === 'module' && !parent.namespace.has(name)) {
    parent.namespace.bind({ key: name, value: module });
  }
  return module;
}

/** What an import of a module gives is Unknown from here on: `sys.modules` was changed. */
export function replaceModule(machine: Machine, dotted: string): void {
  const unknown = machine.unknown(`sys.modules['${dotted}'] was changed`, undefined, dotted);
  machine.replaced.set(dotted, unknown);
  const module = machine.modules.get(dotted);
  if (module?.kind === 'module') taint(machine, module.namespace, unknown);
}

/** A package that may be missing is there once a statement that no `try` guards has imported it. */
function askAgain(machine: Machine, dotted: string): void {
  mayBreakAgain(machine, dotted);
  const doubt = machine.perhapsMissing.get(topOf(dotted));
  if (doubt === undefined) return;
  const { exception } = missingModule(dotted);
  if (isAwaited(machine, exception)) mayHaveRaised(machine, exception, doubt);
  else machine.perhapsMissing.delete(topOf(dotted));
}

// A module that was not found is not remembered: the code can change sys.path, and then it may be found.
function remember(machine: Machine, dotted: string, module: ModuleValue | Unknown): ModuleValue | Unknown {
  if (module.kind === 'module') machine.modules.set(dotted, module);
  return module;
}

function load(machine: Machine, dotted: string): ModuleValue | Unknown {
  if (machine.sources.isModelled(dotted)) return loadNative(machine, dotted);
  const found = machine.host.finder.find(dotted);
  if (found === null) return notFound(machine, dotted);
  // A callback may import half of the project, for the day it is called.
  if (machine.suspected.size > 0)
    return machine.unknown(`${dotted} is imported by a callback`, undefined, dotted);
  const leftAlone = packageLeftAlone(machine, dotted, found);
  if (leftAlone !== undefined)
    return machine.unknown(`the code of ${leftAlone} is not evaluated`, undefined, dotted);
  if (found.kind === 'compiled') return machine.unknown(`${dotted} is compiled`, undefined, dotted);
  if (found.file !== null) return loadFile(machine, dotted, found.file, found.folders);
  const namespace = moduleNamespace(machine, dotted, null, found.folders);
  return { kind: 'module', name: dotted, file: null, namespace, complete: true };
}

function topOf(dotted: string): string {
  return dotted.split('.')[0] ?? dotted;
}

// If a `try` waits for ImportError, the package's code has to tell whether it has the names that are asked for.
function packageLeftAlone(machine: Machine, dotted: string, { file }: FoundModule): string | undefined {
  if (file === null || !machine.sources.isPackage(file)) return undefined;
  return machine.guards.some((guard) => guard.isForImports) ? undefined : unevaluatedPackage(dotted);
}

function loadNative(machine: Machine, dotted: string): ModuleValue | Unknown {
  const native = machine.models.get(dotted);
  if (native === undefined) return machine.unknown(`${dotted} is not modelled`);
  const top = topOf(dotted);
  // The model stands in for a package that is not there, unless someone asks whether it is there.
  const isSure = native.from === 'stdlib' ? isInPython(machine, top) : machine.host.finder.find(top) !== null;
  if (!isSure) awaitMissing(machine, dotted, top);
  const namespace = new Dict([['__name__', dotted]], 'module');
  const module: ModuleValue = {
    kind: 'module',
    name: dotted,
    file: null,
    namespace,
    complete: native.complete === true,
    ...(native.from === 'package' && { lacks: (name: string) => isLacking(machine, dotted, name) }),
    ...(native.twin === undefined ? {} : { twin: native.twin }),
  };
  machine.modules.set(dotted, module);
  for (const [name, value] of Object.entries(native.names(machine.runtime)))
    namespace.bind({ key: name, value });
  return module;
}

function missingModule(dotted: string): Raised {
  const error = raised('ModuleNotFoundError', `No module named '${dotted}'`);
  error.exception.attributes.set('name', dotted);
  return error;
}

/**
 * If a `try` waits to hear that a module is missing (policy Import): raises if it is, and notes the doubt if nobody can
 * tell. `asked`: what is looked for, the module itself or its package.
 */
function awaitMissing(machine: Machine, dotted: string, asked: string): Unknown | undefined {
  const error = missingModule(dotted);
  if (!isAwaited(machine, error.exception)) return undefined;
  const presence = presenceOf(machine, asked);
  if (presence === 'missing') throw error;
  if (typeof presence === 'string') return undefined;
  mayHaveRaised(machine, error.exception, presence);
  if (machine.models.has(dotted)) machine.perhapsMissing.set(asked, presence);
  return presence;
}

function notFound(machine: Machine, dotted: string): Unknown {
  const isModelled = machine.models.has(topOf(dotted));
  if (!isModelled && presenceOf(machine, dotted) === 'standard')
    return machine.unknown(`the module ${dotted} is not modelled`, undefined, dotted);
  const doubt = isModelled ? undefined : awaitMissing(machine, dotted, dotted);
  if (doubt !== undefined) return doubt;
  machine.doubts += 1;
  const unknown = machine.unknown(`the module ${dotted} can't be found`, undefined, dotted);
  return machine.host.finder.knowsPackages ? unknown : { ...unknown, lacksPackages: true };
}

/** The names every module starts with. */
export function moduleNamespace(
  machine: Machine,
  name: string,
  file: string | null,
  folders: readonly string[],
): Dict {
  const names: [Value, Value][] = [
    ['__name__', name],
    ['__file__', file],
    ['__package__', packageOf(name, file)],
    ['__doc__', null],
    ['__spec__', machine.unknown('__spec__ is not modelled')],
  ];
  if (folders.length > 0) names.push(['__path__', machine.runtime.listOf([...folders])]);
  return new Dict(names, 'module');
}

function loadFile(
  machine: Machine,
  dotted: string,
  file: string,
  folders: readonly string[],
): ModuleValue | Unknown {
  const namespace = moduleNamespace(machine, dotted, file, folders);
  const module: ModuleValue = { kind: 'module', name: dotted, file, namespace, complete: true };
  machine.modules.set(dotted, module);
  const forget = (unknown: Unknown): Unknown => {
    machine.doubts += 1;
    machine.modules.delete(dotted);
    return unknown;
  };
  try {
    if (machine.sources.readsLazily(file)) readLazily(machine, file, module);
    else runFile(machine, file, module);
    return module;
  } catch (error) {
    if (error instanceof Raised) machine.modules.delete(dotted);
    if (error instanceof NotModelled) return forget(machine.gap(error, undefined, dotted));
    if (!(error instanceof CollectstaticError) || error.problems[0]?.code !== 'python-syntax') throw error;
    for (const problem of error.problems) machine.notes.push({ ...problem, severity: 'warning' });
    return forget(
      machine.unknown(`${dotted} can't be read: ${error.problems[0].message}`, undefined, dotted),
    );
  }
}

/** Lets the names of a module come about as they are asked for. */
function readLazily(machine: Machine, file: string, module: ModuleValue): void {
  if (machine.guards.some((guard) => guard.isForImports)) raiseIfBroken(machine, module, file);
  const parsed = machine.budget.packageCall(() => parseModule(machine, file));
  const found = machine.imports.tick();
  const lazy = new LazyModule(machine, module, parsed, {
    behind: (withCalls) => modulesBehind(machine, module.name, file, withCalls),
    changes: (name, functions) => changesFromOutside(machine, module.name, name, functions),
    importsSoFar: () => importsSoFar(machine),
    importedAt: () => importedAt(machine, module.name, found),
    importsSeenBy: (name) => importsSeenBy(machine, name),
    isBefore: (one, other) => isBefore(machine, one, other),
    leadsTo: (from, to) => leadsTo(machine, from, to),
  });
  module.namespace.supply = lazy;
  lazy.begin(importsSettings(machine, module, parsed) || leadsToOwn(machine, module.name));
}

/** A `try` waits for ImportError: an import further down may raise it, which is told from the text. */
function raiseIfBroken(machine: Machine, module: ModuleValue, file: string): void {
  const missing = missingBehind(machine, module.name, file);
  if (missing === undefined) return;
  const error = missingModule(missing);
  if (!isAwaited(machine, error.exception)) return;
  machine.modules.delete(module.name);
  throw error;
}

/** A module that imports the settings that import it sees them half done, and may change them: nothing of it can wait. */
function importsSettings(machine: Machine, module: ModuleValue, { body }: Parsed): boolean {
  return importedNames(body, module.name, module.file).some((name) => machine.settingsModules.has(name));
}
