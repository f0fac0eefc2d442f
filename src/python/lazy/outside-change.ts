import type { Position } from '../../types.ts';

/** A place in another module that may change what a name of this one is bound to. */
export interface OutsideChange {
  readonly module: string;
  readonly at: Position;
  /** `bind`: the name is bound anew; `store`: the value is changed; `call`: a call that is handed the value may change it. */
  readonly how: 'bind' | 'store' | 'call';
  /** True if it calls a function of the module that does so. */
  readonly isByFunction: boolean;
  /** Statements at the top of the other module that do so. */
  readonly statements: readonly number[];
  /** How many names had been imported when Python came to the other module. */
  readonly importsSeen: number;
  /** True if it happens once this module has come to its end, and nowhere but in those statements. */
  readonly isTimeKnown: boolean;
}

/** Gives the changes from outside of a name. `functions`: those of the module that change it when they are called. */
export type FindChanges = (name: string, functions: readonly string[]) => readonly OutsideChange[];

/** What a module has to ask about others. */
export interface Outside {
  /** Modules that importing this one leads to; `withCalls`: also those that only calling its functions does. */
  behind(withCalls: boolean): ReadonlySet<string>;
  changes: FindChanges;
  /** True if Python imports `to` while it imports `from`. */
  leadsTo(from: string, to: string): boolean;
  /** When Python came to this module. */
  importedAt(): number;
  /** How many names had been imported when Python came to a module. */
  importsSeenBy(module: string): number;
  /** True if Python comes to the end of one module before it comes to the other, as far as their texts show. */
  isBefore(one: string, other: string): boolean;
  /** Counts up as further modules are imported. */
  importsSoFar(): number;
}
