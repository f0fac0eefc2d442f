import type { Ledger } from '../ledger/index.ts';
import { outgrowsVariants } from '../place/surplus.ts';
import {
  compress,
  isCompressible,
  isSupported,
  isVariantOf,
  SUFFIXES,
  variantOf,
} from '../processors/index.ts';
import { isStamp } from '../stamps.ts';
import type {
  AssetPath,
  CompressionFormat,
  CompressionSpec,
  OnProgress,
  Outcome,
  Storage,
} from '../types.ts';
import { findTwins } from './variant-twins.ts';

/** A file of STATIC_ROOT, as this run leaves it, that may get compressed variants. */
export interface Served {
  readonly path: AssetPath;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly read: () => Uint8Array;
  /** True if this run writes it; else it is as the last run left it. */
  readonly isNew: boolean;
  /** True if it is a link: its bytes may be others than the last run saw, although this one does not write it. */
  readonly isLink: boolean;
}

/** Formats that were worth it, for each file that was tried under the same rules. Losing it costs time, never correctness. */
export interface KnownVariants {
  readonly rules: string;
  /** Levels they were compressed with; `''` if they are not known. */
  readonly levels: string;
  readonly formats: ReadonlyMap<AssetPath, readonly CompressionFormat[]>;
}

export const NO_VARIANTS: KnownVariants = { rules: '', levels: '', formats: new Map() };

export interface Variants {
  readonly outcomes: readonly Outcome[];
  /** Variants that stay or are new. */
  readonly wanted: readonly AssetPath[];
  /** Variants to remove once the new bytes are in place: of old bytes, or no longer wanted. */
  readonly outdated: readonly AssetPath[];
  readonly known: KnownVariants;
}

export const NOTHING_COMPRESSED: Variants = { outcomes: [], wanted: [], outdated: [], known: NO_VARIANTS };

export interface VariantsRequest {
  readonly storage: Storage;
  readonly served: readonly Served[];
  /** Paths of the plan, such as a `.gz` that a package ships: no variant of ours is made there. */
  readonly taken: ReadonlySet<AssetPath>;
  readonly spec: CompressionSpec;
  readonly last: KnownVariants;
  /** What earlier runs have put there. */
  readonly ledger: Ledger;
  /** True if variants are to be unpacked and compared although their time is right. */
  readonly checksum: boolean;
  /** How many files are compressed at once. */
  readonly jobs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Stages compressed variants of the served files. Does not make a variant again that is up to date: it has its original's
 * time, or else (after a killed run, without a ledger, from WhiteNoise) it unpacks to the original. Takes over those of a
 * file with the same bytes under another name.
 */
export async function makeVariants(request: VariantsRequest): Promise<Variants> {
  const { storage, served, taken, spec, last } = request;
  const formats = spec.formats.filter(isSupported);
  const levels = JSON.stringify(spec.levels);
  const rules = JSON.stringify([formats, levels, spec.skipExtensions, spec.minSize]);
  const found = new Map<AssetPath, readonly CompressionFormat[]>();
  const weighed: Served[] = [];
  const standing = new Set<AssetPath>();
  const worth =
    formats.length === 0 ? [] : served.filter(({ path, size }) => isCompressible(path, size, spec));
  for (const file of worth) {
    const isKnown = last.rules === rules && !file.isNew && !file.isLink;
    const remembered = isKnown ? last.formats.get(file.path) : undefined;
    const expected = (remembered ?? formats).filter((format) => !taken.has(variantOf(file.path, format)));
    const isSameLevel = last.levels === levels || last.levels === '';
    const kept = file.isNew || !isSameLevel ? [] : standingFormats(file, expected, request);
    found.set(file.path, kept);
    for (const format of kept) standing.add(variantOf(file.path, format));
    if (kept.length < expected.length) weighed.push(file);
  }
  const settled = new Set([...taken, ...standing]);
  const open = (file: Served): readonly CompressionFormat[] =>
    formats.filter((format) => !settled.has(variantOf(file.path, format)));
  const add = (of: AssetPath, format: CompressionFormat): void => {
    const all = [...(found.get(of) ?? []), format];
    found.set(
      of,
      formats.filter((each) => all.includes(each)),
    );
  };
  if (last.rules === rules) {
    for await (const { of, format, bytes } of findTwins(weighed, open, request)) {
      const path = variantOf(of.path, format);
      storage.write(path, bytes, of.mtimeMs);
      settled.add(path);
      add(of.path, format);
    }
  }
  const { signal, onProgress } = request;
  const uncompressed = weighed.filter((file) => open(file).length > 0);
  const byPath = new Map(uncompressed.map((file) => [file.path, file]));
  const compression = {
    ...spec,
    formats,
    parallel: request.jobs,
    taken: settled,
    ...(signal && { signal }),
    onDone: (done: number, total: number) => onProgress?.(done, total, 'compressing'),
  };
  await compress(uncompressed, compression, ({ path, of, bytes }) => {
    storage.write(path, bytes, byPath.get(of)?.mtimeMs);
    add(of, formatOf(path));
  });
  const wanted = [...found].flatMap(([path, kept]) => kept.map((format) => variantOf(path, format)));
  return {
    outcomes: outcomesOf(found, standing),
    wanted,
    outdated: outdatedVariants(request, new Set([...wanted, ...taken])),
    known: { rules, levels, formats: found },
  };
}

/** Assumes that every variant is worth it: for a run that fails anyway, and has to say what else is in the way. */
export function supposeVariants({ served, taken, spec }: VariantsRequest): Variants {
  const formats = spec.formats.filter(isSupported);
  const found = served
    .filter(({ path, size }) => isCompressible(path, size, spec))
    .map(({ path }) => [path, formats.filter((format) => !taken.has(variantOf(path, format)))] as const);
  return { ...NOTHING_COMPRESSED, outcomes: outcomesOf(new Map(found), new Set()) };
}

function outcomesOf(
  formats: ReadonlyMap<AssetPath, readonly CompressionFormat[]>,
  standing: ReadonlySet<AssetPath>,
): readonly Outcome[] {
  return [...formats].flatMap(([of, kept]) =>
    kept.map((format): Outcome => {
      const path = variantOf(of, format);
      return { path, action: standing.has(path) ? 'unmodified' : 'processed', why: 'compressed', of };
    }),
  );
}

/** Formats whose variant of an unchanged file is there and right. Gives those variants the file's time if they lack it. */
function standingFormats(
  file: Served,
  formats: readonly CompressionFormat[],
  { storage, last, checksum }: VariantsRequest,
): readonly CompressionFormat[] {
  const isDated = !file.isLink || !isStamp(file.mtimeMs);
  const isOurs = last.formats.has(file.path) && isDated && !checksum;
  let original: Uint8Array | undefined;
  return formats.filter((format) => {
    const path = variantOf(file.path, format);
    const entry = storage.stat(path);
    if (entry?.kind !== 'file') return false;
    const isTimed = Math.abs(entry.mtimeMs - file.mtimeMs) < 1;
    if (isTimed && isOurs && last.formats.get(file.path)?.includes(format)) return true;
    original ??= file.read();
    if (!isVariantOf(storage.read(path), format, original)) return false;
    // A file with several names has one time: each run would change it for the other name.
    if (!isTimed && entry.shared !== true) storage.touch(path, file.mtimeMs);
    return true;
  });
}

const FORMATS = Object.keys(SUFFIXES) as readonly CompressionFormat[];

/**
 * Variants to remove. Beside a file with new bytes: every variant that is not made of them, whoever made it. Beside an
 * unchanged file: those that we made and that are no longer wanted. A variant goes with its original, and stays with it.
 */
function outdatedVariants(
  { storage, served, taken, last, ledger }: VariantsRequest,
  kept: ReadonlySet<AssetPath>,
): readonly AssetPath[] {
  const current = new Set(served.map(({ path }) => path));
  const staysBehind = (path: AssetPath): boolean =>
    !current.has(path) &&
    !taken.has(path) &&
    storage.stat(path) !== undefined &&
    !outgrowsVariants(storage, path);
  const ours = [...last.formats].flatMap(([path, formats]) => {
    const unwanted = formats
      .map((format) => variantOf(path, format))
      .filter((variant) => !kept.has(variant) && ledger.files.get(variant)?.why === 'compressed');
    return unwanted.length === 0 || staysBehind(path) ? [] : unwanted;
  });
  const beside = served
    .filter(({ isNew }) => isNew)
    .flatMap(({ path }) => FORMATS.map((format) => variantOf(path, format)));
  const outdated = [...ours, ...beside].filter((path) => !kept.has(path));
  return [...new Set(outdated)].filter((path) => storage.stat(path)?.kind === 'file');
}

function formatOf(path: AssetPath): CompressionFormat {
  return FORMATS.find((format) => path.endsWith(SUFFIXES[format])) as CompressionFormat;
}
