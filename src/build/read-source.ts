import { readFitSource } from '../storages/index.ts';
import type { Asset } from '../types.ts';

/** The bytes of an asset's source. Throws `source-unreadable`, or `source-changed` when they are no longer what the plan saw. */
export function readSource({ source }: Asset): Uint8Array {
  return readFitSource(source);
}
