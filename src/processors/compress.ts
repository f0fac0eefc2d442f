import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { addAbortSignal, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { AssetPath, CompressionFormat } from '../types.ts';
import { pool } from './pool.ts';

/** What is compressed, and how. The defaults are WhiteNoise's. */
export interface CompressionOptions {
  /** In this order; without one that this Node has not. Default: Brotli, gzip. */
  readonly formats?: readonly CompressionFormat[];
  /** Default: 11 for Brotli, 9 for gzip, 19 for zstd. */
  readonly levels?: Readonly<Partial<Record<CompressionFormat, number>>>;
  /** File name extensions, without the dot and in any letter case, that are left out. */
  readonly skipExtensions: readonly string[];
  /** Files with fewer bytes are left out. Default: 1. */
  readonly minSize?: number;
  /** Paths that have a file of their own, such as a `.gz` that a package ships: no variant is made for them. */
  readonly taken?: ReadonlySet<AssetPath>;
  /** How many files at once. Default: as many as there are cores. */
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

/** What a server looks for beside a file. */
export const SUFFIXES: Readonly<Record<CompressionFormat, string>> = { br: '.br', gzip: '.gz', zstd: '.zst' };

const DEFAULT_FORMATS: readonly CompressionFormat[] = ['br', 'gzip'];

/** A variant that takes more of the original than this is not worth a request header. */
const WORTH_IT = 0.95;

/** Newer Nodes have it, the types of the oldest one we run on have not. */
const zstd = zlib as typeof zlib & {
  readonly zstdCompress?: (
    bytes: Uint8Array,
    options: object,
    done: (error: Error | null, result: Buffer) => void,
  ) => void;
  readonly zstdDecompressSync?: (bytes: Uint8Array) => Buffer;
};
const ZSTD_LEVEL = 100;

/** Whether this Node can write a format. */
export function isSupported(format: CompressionFormat): boolean {
  return format !== 'zstd' || zstd.zstdCompress !== undefined;
}

/** Whether a file of this name and size is compressed at all. */
export function isCompressible(path: AssetPath, size: number, options: CompressionOptions): boolean {
  if (size < Math.max(1, options.minSize ?? 1)) return false;
  const extension = /\.([^./]*)$/.exec(path)?.[1]?.toLowerCase();
  return (
    extension === undefined || !options.skipExtensions.some((skipped) => skipped.toLowerCase() === extension)
  );
}

/**
 * Compresses what is worth it: the biggest files first, on all cores, each distinct content once. A variant is kept
 * when it has at most 95 % of the bytes; where Brotli does not get there, nothing else is tried. The result is in the
 * order of the inputs, and its bytes depend on nothing but the input and the versions of the codecs.
 */
export async function compress(
  inputs: readonly CompressionInput[],
  options: CompressionOptions,
): Promise<readonly Compressed[]> {
  const formats = (options.formats ?? DEFAULT_FORMATS).filter(isSupported);
  const wanted = inputs.filter(({ path, size }) => isCompressible(path, size, options));
  const contents = distinct(wanted).sort((a, b) => (b[0]?.size ?? 0) - (a[0]?.size ?? 0));
  const variants = new Map<CompressionInput, readonly Compressed[]>();
  let done = 0;
  options.onDone?.(done, contents.length);
  await pool(contents, options.parallel ?? availableParallelism(), async (copies) => {
    options.signal?.throwIfAborted();
    const needed = formats.filter((format) =>
      copies.some(({ path }) => !options.taken?.has(variantOf(path, format))),
    );
    const made = await encodeAll((copies[0] as CompressionInput).read(), needed, options);
    for (const copy of copies) {
      const own = made.map(({ format, bytes }) => ({
        path: variantOf(copy.path, format),
        of: copy.path,
        bytes,
      }));
      variants.set(
        copy,
        own.filter(({ path }) => !options.taken?.has(path)),
      );
    }
    done++;
    options.onDone?.(done, contents.length);
  });
  return inputs.flatMap((input) => variants.get(input) ?? []);
}

/** The path a variant stands beside; `path` itself where its name is no variant's. */
export function originalOf(path: AssetPath): AssetPath {
  const suffix = Object.values(SUFFIXES).find((end) => path.endsWith(end)) ?? '';
  return path.slice(0, path.length - suffix.length) as AssetPath;
}

/** Where the compressed file of a path stands. */
export function variantOf(path: AssetPath, format: CompressionFormat): AssetPath {
  return (path + SUFFIXES[format]) as AssetPath;
}

/** Puts inputs with the same bytes together: a file and its fingerprinted copy. Only equal sizes need be read to compare. */
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
        zstd.zstdCompress?.(bytes, { params: { [ZSTD_LEVEL]: level ?? 19 } }, (error, result) =>
          error === null ? resolve(result) : reject(error),
        );
      });
  }
}

/** Bytes that Brotli 11 takes about a quarter of a second for: so long an aborted run holds the process. */
const SLICE = 1 << 18;

/** As zlib's own one-call functions do it, but a signal ends it after the slice at hand. */
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

/** The tenth byte of a gzip file names the operating system (RFC 1952): "unknown", wherever we run, as Python has it. */
function withoutSystem(encoded: Buffer): Buffer {
  encoded[9] = 0xff;
  return encoded;
}

/** Whether a compressed file, such as a package ships, holds the bytes of the file it stands beside. */
export function isVariantOf(variant: Uint8Array, format: CompressionFormat, original: Uint8Array): boolean {
  try {
    return Buffer.compare(decode(variant, format), original) === 0;
  } catch {
    return false;
  }
}

function decode(bytes: Uint8Array, format: CompressionFormat): Buffer {
  if (format === 'br') return zlib.brotliDecompressSync(bytes);
  if (format === 'gzip') return zlib.gunzipSync(bytes);
  return zstd.zstdDecompressSync?.(bytes) ?? Buffer.alloc(0);
}
