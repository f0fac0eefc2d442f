import {
  type CompressionFormat,
  compress,
  isCompressible,
  isVariantOf,
  SUFFIXES,
} from '../processors/index.ts';
import type { AssetPath, Outcome, Storage, StorageSpec } from '../types.ts';

/** A file of STATIC_ROOT as this run leaves it: what may get compressed variants. */
export interface Served {
  readonly path: AssetPath;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly read: () => Uint8Array;
  /** Whether this run writes it; if not, it is as the last run left it. */
  readonly isNew: boolean;
}

/** For each file that was weighed under the same rules: the formats it was worth. Losing it costs time, never correctness. */
export interface KnownVariants {
  readonly rules: string;
  readonly formats: ReadonlyMap<AssetPath, readonly CompressionFormat[]>;
}

export const NO_VARIANTS: KnownVariants = { rules: '', formats: new Map() };

export interface Variants {
  readonly outcomes: readonly Outcome[];
  /** Everything that stays or comes, old and new. */
  readonly wanted: readonly AssetPath[];
  /** Variants of bytes that are gone: to be removed once the new bytes are in place. */
  readonly outdated: readonly AssetPath[];
  readonly known: KnownVariants;
}

const FORMATS: readonly CompressionFormat[] = ['br', 'gzip'];

/**
 * Stages the compressed variants of what is served. A variant that is up to date is not made again, `shipped` paths
 * (a `.gz` that a package brings) are left alone.
 */
export async function makeVariants(
  storage: Storage,
  served: readonly Served[],
  shipped: ReadonlySet<AssetPath>,
  spec: StorageSpec,
  last: KnownVariants,
): Promise<Variants> {
  const options = { formats: FORMATS, skipExtensions: spec.skipCompressExtensions, taken: shipped };
  const rules = JSON.stringify([FORMATS, spec.skipCompressExtensions]);
  const known = last.rules === rules ? last : NO_VARIANTS;
  const worth = served.filter(({ path, size }) => isCompressible(path, size, options));
  const formats = new Map<AssetPath, readonly CompressionFormat[]>();
  const weighed = worth.filter((file) => {
    const standing = standingVariants(storage, file, shipped, known);
    if (standing !== null) formats.set(file.path, standing);
    return standing === null;
  });
  const made = await compress(weighed, options);
  const byPath = new Map(served.map((file) => [file.path, file]));
  for (const { path } of weighed) formats.set(path, []);
  for (const { path, of, bytes } of made) {
    storage.write(path, bytes, byPath.get(of)?.mtimeMs);
    formats.set(of, [...(formats.get(of) ?? []), formatOf(path)]);
  }
  const wanted = [...formats].flatMap(([path, kept]) => kept.map((format) => variantOf(path, format)));
  return {
    outcomes: made.map(({ path, of }) => ({ path, of, action: 'processed', why: 'compressed' })),
    wanted,
    outdated: outdatedVariants(storage, served, new Set([...wanted, ...shipped])),
    known: { rules, formats },
  };
}

/** The formats a file is known to be worth, if it has not changed and they are all there; `null` to weigh it anew. */
function standingVariants(
  storage: Storage,
  { path, isNew, read }: Served,
  shipped: ReadonlySet<AssetPath>,
  known: KnownVariants,
): readonly CompressionFormat[] | null {
  if (isNew) return null;
  const formats = known.formats.get(path);
  const isThere = (format: CompressionFormat): boolean =>
    storage.stat(variantOf(path, format))?.kind === 'file';
  if (formats !== undefined) return formats.every(isThere) ? formats : null;
  // Nobody remembers: a variant that unpacks to these bytes need not be made again.
  const standing = FORMATS.filter((format) => !shipped.has(variantOf(path, format)) && isThere(format));
  if (standing.length === 0) return null;
  const bytes = read();
  return standing.every((format) => isVariantOf(storage.read(variantOf(path, format)), format, bytes))
    ? standing
    : null;
}

/** What stands beside a file in a format that is not made of it any more. */
function outdatedVariants(
  storage: Storage,
  served: readonly Served[],
  kept: ReadonlySet<AssetPath>,
): readonly AssetPath[] {
  return served
    .filter(({ isNew }) => isNew)
    .flatMap(({ path }) => FORMATS.map((format) => variantOf(path, format)))
    .filter((path) => !kept.has(path) && storage.stat(path)?.kind === 'file');
}

function variantOf(path: AssetPath, format: CompressionFormat): AssetPath {
  return (path + SUFFIXES[format]) as AssetPath;
}

function formatOf(path: AssetPath): CompressionFormat {
  return FORMATS.find((format) => path.endsWith(SUFFIXES[format])) as CompressionFormat;
}
