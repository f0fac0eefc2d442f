import type { Position } from '../../../types.ts';
import type { Datum, DatumPath } from '../../datum.ts';

/** A config file that was read, whatever its format. */
export interface Written {
  /** Absolute. */
  readonly file: string;
  readonly value: Datum;
  /** Where the key or item at this path stands, as far as the format can tell; the file alone otherwise. */
  readonly locate: (path: DatumPath) => Position;
}
