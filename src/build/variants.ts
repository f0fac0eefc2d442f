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
  signal: AbortSignal | undefined,
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
  const made = await compress(weighed, { ...options, ...(signal && { signal }) });
  const byPath = new Map(served.map((file) => [file.path, file]));
  for (const { path } of weighed) formats.set(path, []);
  for (const { path, of, bytes } of made) {
    storage.write(path, bytes, byPath.get(of)?.mtimeMs);
    formats.set(of, [...(formats.get(of) ?? []), formatOf(path)]);
  }
  const wanted = [...formats].flatMap(([path, kept]) => kept.map((format) => variantOf(path, format)));
  return {
    outcomes: outcomesOf(formats, new Set(made.map(({ path }) => path))),
    wanted,
    outdated: outdatedVariants(storage, served, new Set([...wanted, ...shipped])),
    known: { rules, formats },
  };
}

function outcomesOf(
  formats: ReadonlyMap<AssetPath, readonly CompressionFormat[]>,
  made: ReadonlySet<AssetPath>,
): readonly Outcome[] {
  return [...formats].flatMap(([of, kept]) =>
    kept.map((format): Outcome => {
      const path = variantOf(of, format);
      return { path, action: made.has(path) ? 'processed' : 'unmodified', why: 'compressed', of };
    }),
  );
}

/**
 * The formats a file is known to be worth, if it has not changed and they are all there; `null` to weigh it anew. A
 * variant has its original's time; one that has not, as a killed run may leave it, has to unpack to the original.
 */
function standingVariants(
  storage: Storage,
  file: Served,
  shipped: ReadonlySet<AssetPath>,
  known: KnownVariants,
): readonly CompressionFormat[] | null {
  if (file.isNew) return null;
  const formats = known.formats.get(file.path);
  const isTimed = (format: CompressionFormat): boolean => {
    const entry = storage.stat(variantOf(file.path, format));
    return entry?.kind === 'file' && Math.abs(entry.mtimeMs - file.mtimeMs) < 1;
  };
  if (formats?.every(isTimed)) return formats;
  const standing = formats ?? FORMATS.filter((format) => !shipped.has(variantOf(file.path, format)));
  return standing.length > 0 && unpackTo(storage, file, standing) ? standing : null;
}

function unpackTo(storage: Storage, { path, read }: Served, formats: readonly CompressionFormat[]): boolean {
  if (!formats.every((format) => storage.stat(variantOf(path, format))?.kind === 'file')) return false;
  const bytes = read();
  return formats.every((format) => isVariantOf(storage.read(variantOf(path, format)), format, bytes));
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
