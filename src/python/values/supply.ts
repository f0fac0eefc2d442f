import type { Unknown } from './values.ts';

/** Brings the names of a namespace about when somebody looks. */
export interface Supply {
  /** To be called before `name` is looked up. */
  demand(name: string): void;
  /** To be called before `name` is bound by anyone but a statement of the module. */
  writing(name: string): void;
  /** To be called before all names are looked at. */
  all(): void;
  /**
   * Why nobody can tell which names there are at this time; `undefined` if all are: code that runs while it is imported asks a
   * module that imports it, which in Python has bound only some of its names by then.
   */
  halfDone(): Unknown | undefined;
  /** Names that the text binds; those that are not certain may turn out not to be there. */
  names(): readonly { readonly name: string; readonly isCertain: boolean }[];
}
