/** How surely a value is changed: by a store or a method that exists to change, or perhaps by a call that is handed it. */
export type Change = 'store' | 'call';

/** What names of the module some code uses, as far as its text shows. */
export interface Uses {
  readonly reads: Set<string>;
  readonly changes: Map<string, Change>;
  /** By `global`. */
  readonly binds: Set<string>;
}

/** Sort of what a statement binds a name to: `fixed` for functions and classes, `plain` for what can't be changed at all. */
export type Sort = 'plain' | 'import' | 'fixed' | 'other';

/** What one statement at the top of a module does to its names. */
export interface Outline {
  readonly binds: Map<string, Sort>;
  /** When the statement runs. */
  readonly now: Uses;
  /** When functions that it defines are called. */
  readonly later: Uses;
  /** Names it reads only as base classes: that runs none of their methods. */
  readonly bases: Set<string>;
  /** True if it defines a class that does something when others inherit from it. */
  readonly shapesSubclasses: boolean;
  /** True if functions it defines keep something from one call to the next. */
  readonly keepsState: boolean;
  /** True if it binds all its names for certain, whatever is known. */
  readonly isCertain: boolean;
  readonly isStar: boolean;
  /** True if it changes something of the whole program: environment, `sys.path`, working directory, loaded modules. */
  readonly hasEffects: boolean;
  /** Names whose very value another name, or a display, is bound to. */
  readonly handedOn: ReadonlySet<string>;
  /** Last part of the modules that it imports, or takes names of, by the name that is bound. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** Names for whose very value it makes another name. */
  readonly aliased: ReadonlySet<string>;
  /** True if functions that it defines do so when they are called. */
  readonly hasEffectsLater: boolean;
  /** True if it looks at namespaces or frames: then nothing may be left out. */
  readonly reflects: boolean;
}
