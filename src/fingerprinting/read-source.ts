import { createSourceReader, readFitSource } from '../storages/index.ts';
import type { Asset } from '../types.ts';

/** Reads an asset's source. Throws `source-unreadable`, or `source-changed` if it changed since it was planned. */
export function readSource({ source }: Asset): Uint8Array {
  return readFitSource(source);
}

/** Makes a `readSource` for many sources, one after the other: each call overwrites the bytes that the last one returned. */
export function readOneByOne(): (asset: Asset) => Uint8Array {
  const read = createSourceReader();
  return ({ source }) => read(source);
}
