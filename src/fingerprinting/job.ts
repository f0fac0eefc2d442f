import type { PlaceOptions } from '../place/index.ts';
import type { Asset, Settings, Storage } from '../types.ts';
import type { LastRun } from './last-run.ts';

/** Input of every step of fingerprinting. */
export interface Job {
  readonly storage: Storage;
  readonly assets: readonly Asset[];
  readonly settings: Settings;
  readonly options: PlaceOptions;
  readonly last: LastRun;
}

/** True if bytes are to be compared although names, sizes and times agree. */
export function comparesBytes(options: PlaceOptions): boolean {
  return options.checksum === true || options.clear === true;
}

/** True if the storage of the settings compresses. */
export function compresses({ storage }: Settings): boolean {
  return storage.kind === 'compressed' || storage.kind === 'compressed-manifest';
}
