import type { PlaceOptions } from '../place/index.ts';
import type { Asset, Settings, Storage } from '../types.ts';
import type { LastRun } from './last-run.ts';

/** What every step of a build looks at. */
export interface Job {
  readonly storage: Storage;
  readonly assets: readonly Asset[];
  readonly settings: Settings;
  readonly options: PlaceOptions;
  readonly last: LastRun;
}

/** Whether bytes are compared where names, sizes and times would do. */
export function comparesBytes(options: PlaceOptions): boolean {
  return options.checksum === true || options.clear === true;
}

/** Whether the storage of the settings compresses. */
export function compresses({ storage }: Settings): boolean {
  return storage.kind === 'compressed' || storage.kind === 'compressed-manifest';
}
