import type { Position } from '../../../types.ts';
import type { Datum, DatumPath } from '../../datum.ts';

/** A config file that was read, whatever its format. */
export interface Written {
  /** Absolute. */
  readonly file: string;
  readonly value: Datum;
  /** Returns the place of the key or item at this path, if the format can tell it; else the file alone. */
  readonly locate: (path: DatumPath) => Position;
}
