import { createSourceReader, readFitSource } from '../storages/index.ts';
import type { Asset } from '../types.ts';

/** The bytes of an asset's source. Throws `source-unreadable`, or `source-changed` when they are no longer what the plan saw. */
export function readSource({ source }: Asset): Uint8Array {
  return readFitSource(source);
}

/** `readSource` for many sources that are looked at one after the other: what it returned last is overwritten. */
export function readOneByOne(): (asset: Asset) => Uint8Array {
  const read = createSourceReader();
  return ({ source }) => read(source);
}
