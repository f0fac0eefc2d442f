import { addAbortSignal, type Transform } from 'node:stream';
import zlib from 'node:zlib';
import type { CompressionFormat } from '../types.ts';

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

/** Compresses the bytes of a file. Without a level: 11, 9 and 19. A signal ends Brotli and gzip with an AbortError. */
export async function encode(
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
