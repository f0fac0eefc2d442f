import type { ClassValue, FunctionValue, ModuleValue, Unknown } from './values.ts';

/** Brings the names of a namespace about when somebody looks. */
export interface Supply {
  /** To be called before `name` is looked up. Gives why nobody can tell what it is bound to at this time, if so. */
  demand(name: string): Unknown | undefined;
  /** To be called before `name` is bound by anyone but a statement of the module. */
  writing(name: string): void;
  /** To be called before anyone but a statement of the module sets an attribute of a class or function made in it. */
  changing(value: ClassValue | FunctionValue): void;
  /** To be called for each class of the module before it is seen by what inherits from it. Gives why nobody can tell how it is by then. */
  inheriting(base: ClassValue): Unknown | undefined;
  /** When Python imports the module, as code counts time that runs from its first to its last line. */
  readonly importedAt: number;
  /** To be called before all names are looked at. */
  all(): void;
  /** True while one of its statements runs, or is about to. */
  readonly isRunning: boolean;
  /** True if a statement before the one that runs imports what leads there. */
  hasImported(leadsThere: (name: string) => boolean): boolean;
  /** Carries out statements at the top of the module, if they have not been yet. False if it can't be done at this time. */
  run(statements: readonly number[]): boolean;
  /**
   * Why nobody can tell which names there are at this time; `undefined` if all are: code that runs while it is imported asks a
   * module that imports it, which in Python has bound only some of its names by then. `asker`: a module whose code asks, also
   * if none of its statements is running.
   */
  halfDone(asker?: ModuleValue): Unknown | undefined;
  /**
   * Names that the text binds; those that are not certain may turn out not to be there. `undefined` if the module ran whole:
   * its names are what is bound.
   */
  names(): readonly { readonly name: string; readonly isCertain: boolean }[] | undefined;
}
