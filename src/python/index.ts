/** A Python evaluator that knows no Django: reads settings modules and classes without running Python. */
import type { Position, Problem } from '../types.ts';
import type { Value } from './values.ts';

export { createInterpreter } from './interpreter.ts';
export { type Plain, toPlain } from './plain.ts';
export type { Unknown, Value } from './values.ts';

export interface PythonOptions {
  /** Folders in sys.path order, absolute: project, --pythonpath, site-packages. */
  readonly searchPath: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /** `['manage.py', 'collectstatic']` by default. */
  readonly argv?: readonly string[];
  /** Folders whose files may be read besides the search path and `cwd`. */
  readonly roots?: readonly string[];
  /** Takes code that is not modelled and is given a namespace to leave it alone (policy 4's opt-in). */
  readonly assumeBenign?: boolean;
  readonly limits?: { readonly steps?: number; readonly bytes?: number; readonly milliseconds?: number };
}

export interface Interpreter {
  /**
   * Imports a dotted module as Python would find it; the second time it is the same one. Throws CollectstaticError for
   * what ends everything: `python-module-not-found`, `python-syntax` in the very file asked for, `python-limit`.
   */
  importModule(dotted: string): Promise<PythonModule>;
  /** Runs a file as a module called `name` (by default its base name). Throws like `importModule`. */
  runFile(file: string, name?: string): Promise<PythonModule>;
  /** Where a module or package lies, without running it. `folder` only for packages; `file` null for namespace packages. */
  findModule(dotted: string): { readonly file: string | null; readonly folder: string | null } | null;
  /** Reads `package.module.Class`; `null` where the module has no such class. Throws like `importModule`. */
  readClass(dotted: string): Promise<ClassDescription | null>;
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
  /** Bound names in the order they were first bound. */
  names(): readonly string[];
  /** In a tainted namespace a name that is not bound after the taint is a Binding to an Unknown, never `undefined`. */
  get(name: string): Binding | undefined;
  /** Set when something that could not be followed may have bound any name (policy 4). */
  readonly taint: { readonly reason: string; readonly at: Position } | null;
  /** Raises that were passed over (policy 2), imports that were not followed: warnings. */
  readonly notes: readonly Problem[];
}

export interface Binding {
  readonly value: Value;
  /** The assignment first, then each place that changed it. */
  readonly origin: readonly Position[];
  /** Environment variables the value was computed from, sorted. */
  readonly environment: readonly string[];
}

/** A class read without making instances. */
export interface ClassDescription {
  /** Dotted, by the module that defines it. */
  readonly name: string;
  readonly at: Position | null;
  /** Dotted names as resolved through imports, also of bases that can't be found. */
  readonly bases: readonly string[];
  /** The classes behind it in method resolution order, as far as they are known; the class itself left out. */
  readonly ancestors: readonly ClassDescription[];
  /** Attributes of the class body that are no functions. Inherited ones stand with the ancestor. */
  readonly attributes: ReadonlyMap<string, Binding>;
  /** Functions and properties of the class body. */
  readonly methods: readonly string[];
}
