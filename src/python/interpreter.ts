import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { CollectstaticError, fail } from '../errors.ts';
import type { Position, Problem } from '../types.ts';
import { builtinNames } from './builtins/index.ts';
import type { Binding, ClassDescription } from './class-description.ts';
import { describeClass } from './class-description.ts';
import type { FoundModule } from './host/module-finder.ts';
import { importModule, moduleNamespace, runFile } from './imports/importer.ts';
import { type Data, describeInstance, type InstanceDescription } from './instance-description.ts';
import { Left } from './machine/left.ts';
import { Machine } from './machine/machine.ts';
import type { PythonOptions } from './machine/options.ts';
import { newScope } from './machine/scope.ts';
import { MODULES } from './modules/index.ts';
import { getAttribute } from './protocol/attributes.ts';
import { describeException } from './protocol/exceptions.ts';
import { createRuntime } from './runtime.ts';
import { loadParser, type Parser } from './syntax/parse.ts';
import { Dict, type Entry } from './values/containers.ts';
import { recording } from './values/record.ts';
import { settled } from './values/settled.ts';
import {
  type ClassValue,
  isUnknown,
  MetUnknown,
  type ModuleValue,
  NotModelled,
  Raised,
  tuple,
  type Unknown,
  type Value,
} from './values/values.ts';

/** Starts an interpreter: nothing is read, and no parser loaded, before the first module is asked for. */
export function createPythonReader(options: PythonOptions): PythonReader {
  let started: Machine | undefined;

  async function start(): Promise<Machine> {
    const parser = await loadParser();
    started ??= newMachine(options, parser);
    // Evaluation can't be interrupted, and comes to an end by its bounds: between two of them signals are heard.
    await setImmediate();
    return started;
  }

  // Finding a module takes no parser, so it can be asked for before anything is run.
  const idle = newMachine(options, NO_PARSER);

  /** `forClass`: only a class of it is wanted, so that no more is carried out than that needs. */
  async function load(dotted: string, forClass: boolean): Promise<ModuleValue> {
    const machine = await start();
    machine.isClassWanted = forClass || options.lazy === true;
    if (!machine.isClassWanted) {
      const file = machine.finder.find(dotted)?.file;
      if (file != null) machine.eager.add(file);
      machine.settingsModules.add(dotted);
    }
    const isNew = !machine.modules.has(dotted);
    return evaluating(machine, () => {
      const module = importFound(machine, dotted);
      if (isNew) finish(machine, module);
      return module;
    });
  }

  return {
    async importModule(dotted) {
      const module = await load(dotted, false);
      return toModule(started ?? idle, module);
    },
    async runFile(file, name = basename(file, '.py')) {
      const machine = await start();
      const namespace = moduleNamespace(machine, name, file, []);
      const module: ModuleValue = { kind: 'module', name, file, namespace, complete: true };
      machine.modules.set(name, module);
      // A file that is asked for may be read, wherever it lies.
      machine.eager.add(file);
      machine.settingsModules.add(name);
      machine.roots.add(dirname(file));
      evaluating(machine, () => {
        runFile(machine, file, module);
        finish(machine, module);
      });
      return toModule(machine, module);
    },
    async runProgram(file) {
      const machine = await start();
      const namespace = moduleNamespace(machine, '__main__', file, []);
      const module: ModuleValue = { kind: 'module', name: '__main__', file, namespace, complete: true };
      machine.modules.set('__main__', module);
      machine.eager.add(file);
      machine.settingsModules.add('__main__');
      machine.roots.add(dirname(file));
      return runProgram(machine, () => runFile(machine, file, module));
    },
    variable(name) {
      return (started ?? idle).environment.peek(name);
    },
    get variables() {
      const { environment } = started ?? idle;
      const pairs = environment.names().map((name) => [name, environment.peek(name)] as const);
      return Object.fromEntries(
        pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
      );
    },
    async setVariable(name, value) {
      (await start()).environment.set(name, value);
    },
    get cwd() {
      const { cwd } = (started ?? idle).environment;
      return isUnknown(cwd) ? options.cwd : cwd;
    },
    findModule(dotted) {
      return (started ?? idle).finder.find(dotted);
    },
    async readClass(dotted) {
      const at = dotted.lastIndexOf('.');
      const module = await load(dotted.slice(0, at), true);
      const machine = await start();
      return evaluating(machine, () => readClass(machine, module, dotted.slice(at + 1)));
    },
    async makeInstance(dotted, args = [], keywords = {}) {
      const at = dotted.lastIndexOf('.');
      const module = await load(dotted.slice(0, at), true);
      const machine = await start();
      return evaluating(machine, () => {
        const type = classNamed(machine, module, dotted.slice(at + 1));
        return type && describeInstance(machine, type, args, keywords);
      });
    },
    isLoaded: (dotted) => started?.modules.has(dotted) === true,
    isModelled: (dotted) => (started ?? idle).isModelled(dotted),
    get searchPath() {
      return (started ?? idle).searchPath.items.filter((folder) => typeof folder === 'string');
    },
    get environment() {
      return (started ?? idle).environmentRead;
    },
    fileOfVariable(name) {
      return started?.environment.fileOf(name);
    },
  };
}

const NO_PARSER: Parser = {
  parse() {
    throw new Error('nothing is parsed before the parser is loaded');
  },
};

export function newMachine(options: PythonOptions, parser: Parser): Machine {
  const namespace = new Dict([['__name__', '__main__']], 'module');
  const module: ModuleValue = { kind: 'module', name: '__main__', file: null, namespace, complete: true };
  const source = { file: options.argv?.[0] ?? 'manage.py', lines: [] };
  const machine = new Machine(
    options,
    parser,
    MODULES,
    newScope({ kind: 'module', module, locals: namespace, source, outer: null }),
  );
  machine.runtime = createRuntime(machine);
  for (const [name, value] of builtinNames()) machine.builtins.set(name, value);
  return machine;
}

/** Runs a program up to where it hands over to code that is not evaluated; what it has set up stays. */
function runProgram(machine: Machine, work: () => void): ProgramEnd {
  const before = machine.notes.length;
  machine.mayLeave = true;
  try {
    evaluating(machine, work);
  } catch (error) {
    if (!(error instanceof Left)) throw error;
    error.restore();
    return { handsOver: true, isUndecided: error.isUndecided, notes: machine.notes.slice(before) };
  } finally {
    machine.mayLeave = false;
  }
  return { handsOver: false, isUndecided: false, notes: machine.notes.slice(before) };
}

/** Runs the evaluator; a Python exception that nothing caught is the user's error. */
function evaluating<Result>(machine: Machine, work: () => Result): Result {
  return recording(machine, () => {
    try {
      return work();
    } catch (error) {
      if (error instanceof MetUnknown || error instanceof NotModelled)
        throw unreadable(error instanceof MetUnknown ? error.unknown : machine.gap(error), error);
      if (!(error instanceof Raised)) throw error;
      const words = describeException(machine, error.exception);
      throw fail(
        { code: 'python-raised', message: `The code raises ${words}.`, at: machine.at() },
        { cause: error },
      );
    }
  });
}

/** Something that was asked for itself, not as the value of a name, depends on what is not known. */
function unreadable(unknown: Unknown, cause: unknown): CollectstaticError {
  return fail(
    {
      code: unknown.isLimit === true ? 'python-limit' : 'python-module-unread',
      message: `The Python code can't be evaluated: ${unknown.expression}`,
      at: unknown.at,
      cause: unknown.reason,
      hint: '--python PATH lets Python itself tell.',
    },
    { cause },
  );
}

/** Lets modelled packages do what their real ones do behind an import: django-configurations fills the module. */
function finish(machine: Machine, module: ModuleValue): void {
  const source = { file: module.file ?? module.name, lines: [] };
  const scope = newScope({ kind: 'module', module, locals: module.namespace, source, outer: null });
  for (const { name, finish: run } of MODULES.values())
    if (run !== undefined && machine.modules.has(name))
      machine.within(scope, () => run(machine.runtime, module));
}

function importFound(machine: Machine, dotted: string): ModuleValue {
  const before = machine.notes.length;
  const module = importModule(machine, dotted);
  if (!isUnknown(module)) return module;
  const syntax = machine.notes
    .slice(before)
    .find((note) => note.code === 'python-syntax' && note.at?.file === machine.finder.find(dotted)?.file);
  if (syntax !== undefined) throw new CollectstaticError([{ ...syntax, severity: 'error' }]);
  if (machine.finder.find(dotted) !== null)
    throw fail({
      code: module.isLimit === true ? 'python-limit' : 'python-module-unread',
      message: `The Python module ${dotted} is there, but can't be evaluated.`,
      at: module.at,
      cause: module.reason,
      hint: '--python PATH lets Python itself import it.',
    });
  throw fail({
    code: 'python-module-not-found',
    message: `The Python module ${dotted} can't be imported: ${module.reason}.`,
    hint: `It was looked for in: ${machine.options.searchPath.join(', ')}. Add a folder with --pythonpath.`,
  });
}

function readClass(machine: Machine, module: ModuleValue, name: string): ClassDescription | null {
  const type = classNamed(machine, module, name);
  return type && describeClass(type);
}

/** The class of a module by its name; `null` if there is none, or if the name is none that a model has. */
function classNamed(machine: Machine, module: ModuleValue, name: string): ClassValue | null {
  try {
    const value = getAttribute(machine, module, name);
    return typeof value === 'object' && value?.kind === 'class' ? value : null;
  } catch (error) {
    if (error instanceof NotModelled) return null;
    throw error;
  }
}

function toModule(machine: Machine, module: ModuleValue): PythonModule {
  const { name, file, namespace } = module;
  const { taint } = namespace;
  const read = <Result>(work: () => Result): Result => recording(machine, work);
  const listed = read(() => listedNames(machine, module));
  return {
    name,
    file,
    names: () =>
      listed instanceof Set
        ? [...listed]
        : (namespace.supply?.names().map((each) => each.name) ??
          read(() =>
            [...namespace.entries()].map((entry) => entry.key).filter((key) => typeof key === 'string'),
          )),
    get: (key) =>
      read(() =>
        listed === undefined
          ? bindingOf(machine, namespace, key)
          : listedBinding(machine, module, listed, key),
      ),
    taint: taint === undefined ? null : { reason: taint.reason, at: taint.at },
    notes: [...machine.notes],
  };
}

/** What the `__dir__` of a module gives, where it has one: Django takes only those names. Unknown if it can't be followed. */
function listedNames(machine: Machine, module: ModuleValue): ReadonlySet<string> | Unknown | undefined {
  const own = module.namespace.get('__dir__');
  if (own === undefined) return undefined;
  const names = machine.later(machine.scope, machine.scope.node, () =>
    tuple(machine.runtime.iterate(machine.runtime.call(own))),
  );
  if (isUnknown(names)) return names;
  const items = typeof names === 'object' && names?.kind === 'tuple' ? names.items : [];
  return items.find(isUnknown) ?? new Set(items.filter((item) => typeof item === 'string').sort());
}

/** A name of a module with a `__dir__`; one that is listed may come from its `__getattr__`. */
function listedBinding(
  machine: Machine,
  module: ModuleValue,
  listed: ReadonlySet<string> | Unknown,
  name: string,
): Binding | undefined {
  if (!(listed instanceof Set)) {
    const unknown = listed as Unknown;
    return { value: unknown, origin: [unknown.at], environment: unknown.environment };
  }
  if (!listed.has(name)) return undefined;
  if (module.namespace.has(name)) return bindingOf(machine, module.namespace, name);
  const { scope } = machine;
  const value = machine.later(scope, scope.node, () => getAttribute(machine, module, name) ?? null);
  return { value, origin: [], environment: [] };
}

function bindingOf(machine: Machine, namespace: Dict, name: string): Binding | undefined {
  const entry = namespace.entry(name);
  if (entry !== undefined) return toBinding(machine, entry);
  const { taint } = namespace;
  return taint === undefined
    ? undefined
    : { value: taint, origin: [taint.at], environment: taint.environment };
}

/** Binding of a name with every place that changed its value, also inside containers. */
function toBinding(machine: Machine, entry: Entry): Binding {
  const value = machine.later(machine.scope, machine.scope.node, () => settled(entry.value));
  const origin: Position[] = [...(entry.origin ?? [])];
  const environment = new Set(entry.environment ?? []);
  collectChanges(value, origin, environment);
  return { value, origin, environment: [...environment].sort() };
}

function addUnknown(unknown: Unknown, environment: Set<string>): void {
  for (const name of unknown.environment) environment.add(name);
}

function collectChanges(whole: Value, origin: Position[], environment: Set<string>): void {
  const done = new Set<object>();
  const waiting = [whole];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null || done.has(value)) continue;
    done.add(value);
    if (isUnknown(value)) addUnknown(value, environment);
    if (value.kind === 'list' || value.kind === 'dict' || value.kind === 'set') {
      for (const change of value.changes) {
        if (!origin.some((at) => at.file === change.at.file && at.line === change.at.line))
          origin.push(change.at);
        for (const name of change.environment) environment.add(name);
      }
    }
    const inside = innerValues(value);
    for (let index = inside.length - 1; index >= 0; index -= 1) waiting.push(inside[index] as Value);
  }
}

function innerValues(value: Exclude<Value, null | string | number | bigint | boolean>): readonly Value[] {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items;
    case 'dict':
      return value.role === 'module' ? [] : [...value.entries()].map((entry) => entry.value);
    default:
      return [];
  }
}

/** The end of a program. */
export interface ProgramEnd {
  /** Whether it handed over to Django, or came to its last line. */
  readonly handsOver: boolean;
  /** Whether a test that is not known decides about that. */
  readonly isUndecided: boolean;
  /** Warnings, in the order they came up. */
  readonly notes: readonly Problem[];
}

export interface PythonReader {
  /**
   * Imports a dotted module as Python would find it; the second time it is the same one. Throws CollectstaticError for
   * what ends everything: `python-module-not-found`, `python-syntax` in the very file asked for, `python-limit`.
   */
  importModule(dotted: string): Promise<PythonModule>;
  /** Runs a file as a module called `name` (by default its base name). Throws like `importModule`. */
  runFile(file: string, name?: string): Promise<PythonModule>;
  /**
   * Runs a script as `python FILE` does, up to where it hands over to Django. Its environment, working directory and `sys.path`
   * stay as it leaves them. Throws like `runFile`.
   */
  runProgram(file: string): Promise<ProgramEnd>;
  /** A variable of the environment, as the code left it. */
  variable(name: string): string | Unknown | undefined;
  /** All variables that are known, as the code left them. */
  readonly variables: Readonly<Record<string, string>>;
  setVariable(name: string, value: string): Promise<void>;
  /** The working directory, as the code left it; the one it was started in, if that is not known. */
  readonly cwd: string;
  /** Where a module or package lies, without running it; `null` if it is not found. */
  findModule(dotted: string): FoundModule | null;
  /** Reads `package.module.Class`; `null` where the module has no such class. Throws like `importModule`. */
  readClass(dotted: string): Promise<ClassDescription | null>;
  /**
   * Evaluates `package.module.Class(*args, **keywords)`; `null` where the module has no such class. Throws like `importModule`,
   * and `python-raised` for what `__init__` raises.
   */
  makeInstance(
    dotted: string,
    args?: readonly Data[],
    keywords?: Readonly<Record<string, Data>>,
  ): Promise<InstanceDescription | null>;
  /** True if code that was evaluated has imported the module. */
  isLoaded(dotted: string): boolean;
  /** True if a model stands in for the module, so that it can be imported where it is not installed. */
  isModelled(dotted: string): boolean;
  /** As the code left sys.path. */
  readonly searchPath: readonly string[];
  /** Variables that were read. */
  readonly environment: ReadonlySet<string>;
  /** The file of variables (`.env`) that the code took a variable from, absolute; `undefined` for others. */
  fileOfVariable(name: string): string | undefined;
}

export interface PythonModule {
  readonly name: string;
  readonly file: string | null;
  /** Bound names in the order they were first bound; of a module that is read lazily those that its text binds. */
  names(): readonly string[];
  /** In a tainted namespace a name that is not bound after the taint is a Binding to an Unknown, never `undefined`. */
  get(name: string): Binding | undefined;
  /** Set when something that could not be followed may have bound any name (policy Taint). */
  readonly taint: { readonly reason: string; readonly at: Position } | null;
  /** Raises that were passed over (policy Raise), imports that were not followed: warnings. */
  readonly notes: readonly Problem[];
}
