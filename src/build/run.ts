import type { PlaceOptions } from '../place.ts';
import type { Known } from '../processors/index.ts';
import { NOTHING_KNOWN } from '../processors/index.ts';
import type { Asset, AssetPath, Settings, Storage } from '../types.ts';
import { type KnownVariants, NO_VARIANTS } from './variants.ts';

/** What every step of a build looks at. */
export interface Run {
  readonly storage: Storage;
  readonly assets: readonly Asset[];
  readonly settings: Settings;
  readonly options: PlaceOptions;
  readonly last: Memory;
}

/** What one run leaves for the next. Losing it costs time, never correctness. */
export interface Memory {
  readonly known: Known;
  /** Bytes of each copy that was rewritten: a copy of another size is broken. */
  readonly rewritten: ReadonlyMap<AssetPath, number>;
  readonly variants: KnownVariants;
}

export const NO_MEMORY: Memory = { known: NOTHING_KNOWN, rewritten: new Map(), variants: NO_VARIANTS };

/** Whether bytes are compared where names, sizes and times would do. */
export function comparesBytes(options: PlaceOptions): boolean {
  return options.checksum === true || options.clear === true;
}
