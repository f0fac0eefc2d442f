import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { CollectstaticError, fail } from '../errors.ts';
import { builtinNames } from './builtins/index.ts';
import { type ClassDescription, describeClass } from './class-description.ts';
import { importModule, moduleNamespace } from './imports/importer.ts';
import { runFile } from './imports/run-file.ts';
import { describeInstance } from './instance-description.ts';
import { Left } from './machine/left.ts';
import { Machine } from './machine/machine.ts';
import type { PythonOptions } from './machine/options.ts';
import { newScope } from './machine/scope.ts';
import { MODULES } from './modules/index.ts';
import { getAttribute } from './protocol/attributes.ts';
import { describeException } from './protocol/exceptions.ts';
import { toModule } from './python-module.ts';
import type { ProgramEnd, PythonReader } from './python-reader.ts';
import { createRuntime } from './runtime.ts';
import { loadParser, type Parser } from './syntax/parse.ts';
import { Dict } from './values/dict.ts';
import { recording } from './values/record.ts';
import {
  type ClassValue,
  isUnknown,
  MetUnknown,
  type ModuleValue,
  NotModelled,
  Raised,
  type Unknown,
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
    machine.sources.isClassWanted = forClass || options.lazy === true;
    if (!machine.sources.isClassWanted) {
      const file = machine.host.finder.find(dotted)?.file;
      if (file != null) machine.sources.eager.add(file);
      machine.settingsModules.add(dotted);
    }
    const isNew = !machine.modules.has(dotted);
    return evaluating(machine, () => {
      const module = importFound(machine, dotted);
      if (isNew) finish(machine, module);
      if (!forClass) machine.importedBySettings = new Set(machine.modules.keys());
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
      const module = startModule(machine, name, file);
      evaluating(machine, () => {
        runFile(machine, file, module);
        finish(machine, module);
        machine.importedBySettings = new Set(machine.modules.keys());
      });
      return toModule(machine, module);
    },
    async runProgram(file) {
      const machine = await start();
      const module = startModule(machine, '__main__', file);
      return runProgram(machine, () => runFile(machine, file, module));
    },
    variable(name) {
      return (started ?? idle).host.environment.peek(name);
    },
    get changedVariables() {
      return (started ?? idle).host.environment.changed();
    },
    async setVariable(name, value) {
      (await start()).host.environment.set(name, value);
    },
    get cwd() {
      const { cwd } = (started ?? idle).host.environment;
      return isUnknown(cwd) ? options.cwd : cwd;
    },
    findModule(dotted) {
      return (started ?? idle).host.finder.find(dotted);
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
    isModelled: (dotted) => (started ?? idle).sources.isModelled(dotted),
    get searchPath() {
      return (started ?? idle).host.searchPath.items.filter((folder) => typeof folder === 'string');
    },
    get environment() {
      return (started ?? idle).environmentRead;
    },
    fileOfVariable(name) {
      return started?.host.environment.fileOf(name);
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

/** The module of a file that was asked for: it may be read wherever it lies, and is carried out whole. */
function startModule(machine: Machine, name: string, file: string): ModuleValue {
  const namespace = moduleNamespace(machine, name, file, []);
  const module: ModuleValue = { kind: 'module', name, file, namespace, complete: true };
  machine.modules.set(name, module);
  machine.sources.eager.add(file);
  machine.settingsModules.add(name);
  machine.host.roots.add(dirname(file));
  return module;
}

/** Runs a program up to where it hands over to code that is not evaluated; what it has set up stays. */
export function runProgram(machine: Machine, work: () => void): ProgramEnd {
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
    .find(
      (note) => note.code === 'python-syntax' && note.at?.file === machine.host.finder.find(dotted)?.file,
    );
  if (syntax !== undefined) throw new CollectstaticError([{ ...syntax, severity: 'error' }]);
  if (machine.host.finder.find(dotted) !== null)
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

export function readClass(machine: Machine, module: ModuleValue, name: string): ClassDescription | null {
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
