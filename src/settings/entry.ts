import type { Origin, Position } from '../types.ts';
import type { Datum, DatumPath, Language } from './datum.ts';

/** The value that one source gives a setting. */
export interface Entry {
  readonly datum: Datum;
  readonly origin: Origin;
  /** The folder that relative paths in it are relative to, absolute. */
  readonly folder: string;
  /** Returns the place where a part of the value was written. */
  readonly locate: (path: DatumPath) => Position | undefined;
}

/** Python's words for what a settings module says. */
export function languageOf({ origin }: Entry): Language {
  return origin.kind === 'settings' ? 'python' : 'json';
}

/** All entries of one source. Of several layers, the first that has a name decides it. */
export interface Layer {
  readonly kind: Origin['kind'];
  readonly entries: ReadonlyMap<string, Entry>;
}
