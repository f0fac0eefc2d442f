import type { Instance, Value } from './values.ts';

/** State of an instance that tells how it was made, for those who can not run the class. */
export interface Made {
  readonly kind: 'made';
  /** The method that made it, if it was not a call of the class. */
  readonly by?: string;
  readonly keywords: ReadonlyMap<string, Value>;
}

/** How an instance was made; `undefined` for those that do not tell. */
export function madeOf({ state }: Instance): Made | undefined {
  const made = state as Partial<Made> | null | undefined;
  return made?.kind === 'made' ? (made as Made) : undefined;
}
