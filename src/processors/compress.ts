import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { AssetPath, CompressionFormat } from '../types.ts';
import { createByteBudget } from './byte-budget.ts';
import { encode, isSupported } from './codecs.ts';
import { pool } from './pool.ts';
import { variantOf } from './variant-names.ts';

/** Options of compression; the defaults are WhiteNoise's. */
export interface CompressionOptions {
  /** Formats in this order; one that this Node can't write is left out. Default: Brotli, gzip. */
  readonly formats?: readonly CompressionFormat[];
  /** Default: 11 for Brotli, 9 for gzip, 19 for zstd. */
  readonly levels?: Readonly<Partial<Record<CompressionFormat, number>>>;
  /** File name extensions, without the dot and in any letter case, that are left out. */
  readonly skipExtensions: readonly string[];
  /** Files with fewer bytes are left out. Default: 1. */
  readonly minSize?: number;
  /** Paths that hold a file of their own, such as a `.gz` that a package ships: no variant is made there. */
  readonly taken?: ReadonlySet<AssetPath>;
  /** Number of files at once. Default: the number of cores. */
  readonly parallel?: number;
  /** Ends the work with an AbortError. */
  readonly signal?: AbortSignal;
  /** Called with the number of contents that are done. */
  readonly onDone?: (done: number, total: number) => void;
}

export interface CompressionInput {
  readonly path: AssetPath;
  /** Bytes. */
  readonly size: number;
  readonly read: () => Uint8Array;
}

/** A compressed variant of `of`. */
export interface Compressed {
  readonly path: AssetPath;
  readonly of: AssetPath;
  readonly bytes: Uint8Array;
}

const DEFAULT_FORMATS: readonly CompressionFormat[] = ['br', 'gzip'];

/** Largest part of the original's size that a variant may have to be kept; WhiteNoise's. */
const WORTH_IT = 0.95;

/** Bytes. A codec takes a file whole; what is larger than Node reads at once is served as it is. */
const LARGEST = 2 ** 31 - 1;

/** True if a file of this name and size is compressed at all. */
export function isCompressible(path: AssetPath, size: number, options: CompressionOptions): boolean {
  if (size < Math.max(1, options.minSize ?? 1) || size > LARGEST) return false;
  const extension = /\.([^./]*)$/.exec(path)?.[1]?.toLowerCase();
  return (
    extension === undefined || !options.skipExtensions.some((skipped) => skipped.toLowerCase() === extension)
  );
}

/** Bytes of originals that are held at once; a larger file is compressed alone. Each encoder has some 40 MB beside it. */
const HELD = 1 << 27;

/**
 * Compresses files: the biggest first, several at once, each distinct content once. Hands over each variant as it is made if
 * it has at most 95 % of the bytes, in any order; if Brotli does not get there, tries no other format. The bytes depend only
 * on the input and the versions of the codecs.
 */
export async function compress(
  inputs: readonly CompressionInput[],
  options: CompressionOptions,
  handOver: (variant: Compressed) => void,
): Promise<void> {
  const formats = (options.formats ?? DEFAULT_FORMATS).filter(isSupported);
  const wanted = inputs.filter(({ path, size }) => isCompressible(path, size, options));
  const contents = distinct(wanted).sort((a, b) => (b[0]?.size ?? 0) - (a[0]?.size ?? 0));
  const budget = createByteBudget(HELD);
  let done = 0;
  options.onDone?.(done, contents.length);
  await pool(contents, options.parallel ?? availableParallelism(), async (copies) => {
    options.signal?.throwIfAborted();
    const needed = formats.filter((format) =>
      copies.some(({ path }) => !options.taken?.has(variantOf(path, format))),
    );
    const { size, read } = copies[0] as CompressionInput;
    await budget.take(size);
    try {
      const made = await encodeAll(read(), needed, options);
      for (const { path: of } of copies) {
        for (const { format, bytes } of made) {
          const path = variantOf(of, format);
          if (!options.taken?.has(path)) handOver({ path, of, bytes });
        }
      }
    } finally {
      budget.giveBack(size);
    }
    done++;
    options.onDone?.(done, contents.length);
  });
}

/** Groups inputs with the same bytes, such as a file and its fingerprinted copy. Reads only those of equal size. */
function distinct(inputs: readonly CompressionInput[]): CompressionInput[][] {
  return groupedBy(inputs, ({ size }) => size).flatMap((same) =>
    same.length === 1
      ? [same]
      : groupedBy(same, ({ read }) => createHash('md5').update(read()).digest('base64')),
  );
}

function groupedBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Item[][] {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

interface Encoded {
  readonly format: CompressionFormat;
  readonly bytes: Uint8Array;
}

async function encodeAll(
  bytes: Uint8Array,
  formats: readonly CompressionFormat[],
  options: CompressionOptions,
): Promise<readonly Encoded[]> {
  const made: Encoded[] = [];
  for (const format of formats) {
    const encoded = await encode(bytes, format, options.levels?.[format], options.signal);
    if (encoded.length <= bytes.length * WORTH_IT) made.push({ format, bytes: encoded });
    else if (format === 'br') break;
  }
  return made;
}
