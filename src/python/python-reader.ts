import type { Problem } from '../types.ts';
import type { ClassDescription } from './class-description.ts';
import type { FoundModule } from './host/module-finder.ts';
import type { Data, InstanceDescription } from './instance-description.ts';
import type { PythonModule } from './python-module.ts';
import type { Unknown } from './values/values.ts';

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
  /** Variables that the code set, as it left them; `undefined` for one that it deleted. An Unknown is left out. */
  readonly changedVariables: Readonly<Record<string, string | undefined>>;
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
