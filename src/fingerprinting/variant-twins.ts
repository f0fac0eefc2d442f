import { isVariantOf, variantOf } from '../processors/index.ts';
import { createPace } from '../storages/index.ts';
import type { AssetPath, CompressionFormat, Storage } from '../types.ts';

/** A file that may have a twin, or be one. */
interface Original {
  readonly path: AssetPath;
  /** Bytes. */
  readonly size: number;
  readonly read: () => Uint8Array;
  /** True if this run writes it, or a link stands there: then its size is not that of what the last run compressed. */
  readonly isNew: boolean;
  readonly isLink: boolean;
}

export interface TwinRequest<File extends Original> {
  readonly storage: Storage;
  /** All files that this run serves. */
  readonly served: readonly File[];
  /** Formats that the last run left, by the files they stand beside. */
  readonly last: { readonly formats: ReadonlyMap<AssetPath, readonly CompressionFormat[]> };
  readonly signal?: AbortSignal | undefined;
}

/** A variant of a file with the same bytes under another name. */
export interface Twin<File> {
  readonly of: File;
  readonly format: CompressionFormat;
  readonly bytes: Uint8Array;
}

/**
 * Finds variants that the last run left beside files with the same bytes as `files`: of a source that has another name now,
 * or a second one. Files and variants are compared as they lie there, so the ledger need not be right. The caller has seen
 * to it that the last run had the same rules. Returns each twin as it is found: their bytes need not be held together.
 */
export async function* findTwins<File extends Original>(
  files: readonly File[],
  formatsOf: (file: File) => readonly CompressionFormat[],
  { storage, served, last, signal }: TwinRequest<File>,
): AsyncGenerator<Twin<File>> {
  if (files.length === 0 || last.formats.size === 0) return;
  const unchanged = new Map(served.flatMap((file) => (file.isNew || file.isLink ? [] : [[file.path, file]])));
  const sizes = new Set(files.map(({ size }) => size));
  const originals = new Map<number, AssetPath[]>();
  for (const [path, formats] of last.formats) {
    if (formats.length === 0) continue;
    const size = unchanged.get(path)?.size ?? sizeOf(storage, path);
    if (size === undefined || !sizes.has(size)) continue;
    originals.set(size, [...(originals.get(size) ?? []), path]);
  }
  const pace = createPace();
  for (const file of files) {
    const alike = originals.get(file.size)?.filter((path) => !unchanged.has(path) || path !== file.path);
    if (alike === undefined) continue;
    if (pace.isDue()) await pace.breathe();
    signal?.throwIfAborted();
    const bytes = file.read();
    const original = alike.find(
      (path) => sizeOf(storage, path) === bytes.length && Buffer.compare(storage.read(path), bytes) === 0,
    );
    if (original === undefined) continue;
    for (const format of formatsOf(file)) {
      const path = variantOf(original, format);
      if (!last.formats.get(original)?.includes(format) || storage.stat(path)?.kind !== 'file') continue;
      const variant = storage.read(path);
      if (isVariantOf(variant, format, bytes)) yield { of: file, format, bytes: variant };
    }
  }
}

/** Bytes of a file of the destination; `undefined` for anything else. */
function sizeOf(storage: Storage, path: AssetPath): number | undefined {
  const entry = storage.stat(path);
  return entry?.kind === 'file' ? entry.size : undefined;
}
