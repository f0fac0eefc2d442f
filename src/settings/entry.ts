import type { Origin, Position } from '../types.ts';
import type { Datum, DatumPath } from './datum.ts';

/** A setting as one source says it. */
export interface Entry {
  readonly datum: Datum;
  readonly origin: Origin;
  /** What relative paths in it are relative to, absolute. */
  readonly folder: string;
  /** Where a part of the value was written. */
  readonly locate: (path: DatumPath) => Position | undefined;
}

/** Everything one source says. Of several layers the first that has a name decides it. */
export interface Layer {
  readonly kind: Origin['kind'];
  readonly entries: ReadonlyMap<string, Entry>;
}
