import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { addAbortSignal, type Transform } from 'node:stream';
import zlib from 'node:zlib';
import type { AssetPath, CompressionFormat } from '../types.ts';
import { createByteBudget } from './byte-budget.ts';
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

/** zlib with zstd, which newer Nodes have, but not the types of the oldest Node we run on. */
const zstd = (): typeof zlib & {
  readonly zstdCompress?: (
    bytes: Uint8Array,
    options: object,
    done: (error: Error | null, result: Buffer) => void,
  ) => void;
  readonly zstdDecompressSync?: (bytes: Uint8Array, options: object) => Buffer;
} => zlib;
const ZSTD_LEVEL = 100;

/** True if this Node can write the format. */
export function isSupported(format: CompressionFormat): boolean {
  return format !== 'zstd' || zstd().zstdCompress !== undefined;
}

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

async function encode(
  bytes: Uint8Array,
  format: CompressionFormat,
  level: number | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  switch (format) {
    case 'br': {
      // With the size told, the slices give the bytes that one call gives.
      const params = {
        [zlib.constants.BROTLI_PARAM_QUALITY]: level ?? 11,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      };
      return flow(zlib.createBrotliCompress({ params }), bytes, signal, SLICE);
    }
    case 'gzip':
      return withoutSystem(await flow(zlib.createGzip({ level: level ?? 9 }), bytes, signal));
    case 'zstd':
      return new Promise((resolve, reject) => {
        zstd().zstdCompress?.(bytes, { params: { [ZSTD_LEVEL]: level ?? 19 } }, (error, result) =>
          error === null ? resolve(result) : reject(error),
        );
      });
  }
}

/** Bytes of a slice: Brotli 11 takes about a quarter of a second for it, and so long an aborted run holds the process. */
const SLICE = 1 << 18;

/** Compresses as zlib's one-call functions do, slice by slice, so that a signal ends it after the slice at hand. */
function flow(
  engine: Transform,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
  slice: number = bytes.length,
): Promise<Buffer> {
  if (signal !== undefined) addAbortSignal(signal, engine);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    engine.on('data', (chunk: Buffer) => chunks.push(chunk));
    engine.once('end', () => resolve(Buffer.concat(chunks)));
    engine.once('error', reject);
    let at = 0;
    for (; at + slice < bytes.length; at += slice) engine.write(bytes.subarray(at, at + slice));
    engine.end(bytes.subarray(at));
  });
}

/** Sets the tenth byte of a gzip file, the operating system (RFC 1952), to "unknown" on every system, as Python does. */
function withoutSystem(encoded: Buffer): Buffer {
  encoded[9] = 0xff;
  return encoded;
}

/** True if a compressed file, such as one that a package ships, holds the bytes of the file it stands beside. */
export function isVariantOf(variant: Uint8Array, format: CompressionFormat, original: Uint8Array): boolean {
  try {
    return Buffer.compare(decode(variant, format, original.length + 1), original) === 0;
  } catch {
    return false;
  }
}

/** Throws if there is more than `maxOutputLength`: a few bytes may unpack to all the memory there is. */
function decode(bytes: Uint8Array, format: CompressionFormat, maxOutputLength: number): Buffer {
  if (format === 'br') return zlib.brotliDecompressSync(bytes, { maxOutputLength });
  if (format === 'gzip') return zlib.gunzipSync(bytes, { maxOutputLength });
  return zstd().zstdDecompressSync?.(bytes, { maxOutputLength }) ?? Buffer.alloc(0);
}
