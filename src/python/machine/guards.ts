import type { Instance, Unknown } from '../values/values.ts';
import type { States } from './journal.ts';

/** A `try` or `with` that is being carried out. */
export interface Guard {
  readonly catches: (exception: Instance) => boolean;
  /** True if nobody can tell what it catches besides. */
  readonly isVague: boolean;
  /** True if it waits for ImportError, so that imports must be looked into at once. */
  readonly isForImports: boolean;
}

/** An exception that may have been raised, for all that is known, while somebody waits for it. */
export interface Doubt {
  /** `undefined` if it may be any. */
  readonly exception: Instance | undefined;
  readonly unknown: Unknown;
  /** What was changed on the way to it only, and taken back. */
  readonly states: States;
}

/** True if it is known which exception it would be. */
export function isKnown({ exception }: Doubt): boolean {
  return exception !== undefined;
}
