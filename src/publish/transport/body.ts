import { createReadStream, readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { CollectstaticError, errnoWords, fail, sourceChanged } from '../../errors.ts';
import { asBuffer } from '../../text/buffer.ts';
import type { ObjectBody } from '../../types/bucket.ts';

/** Files of at most this many bytes are read whole: an SDK can then send them again by itself. */
export const WHOLE: number = 1 << 19;

/** Bytes. A file of at most this size is read in less time than it takes to hand the reading to another thread. */
const SMALL: number = 1 << 16;

export function bodySize(body: ObjectBody): number {
  return body.kind === 'bytes' ? body.bytes.byteLength : body.size;
}

/** The bytes of a small body. Throws if its file has another size by now. */
export async function readBody(body: ObjectBody): Promise<Buffer> {
  if (body.kind === 'bytes') return asBuffer(body.bytes);
  const bytes = await readWhole(body.file, body.size).catch((error: unknown) => {
    throw unreadable(body.file, error);
  });
  if (bytes.byteLength !== body.size) throw changed(body.file, bytes.byteLength, body.size);
  return bytes;
}

/** The bytes of a file of about `size` bytes. */
export async function readWhole(file: string, size: number): Promise<Buffer> {
  return size <= SMALL ? readFileSync(file) : readFile(file);
}

/** Throws if the file of a body that is going to be streamed has another size by now: the request would never end. */
export async function checkSize(body: ObjectBody): Promise<void> {
  if (body.kind === 'bytes') return;
  const { size } = await stat(body.file).catch((error: unknown) => {
    throw unreadable(body.file, error);
  });
  if (size !== body.size) throw changed(body.file, size, body.size);
}

/** A range of a body, `start` to `end` (not included), as a stream of exactly that many bytes. */
export function streamBody(
  body: ObjectBody & { readonly kind: 'file' },
  start: number,
  end: number,
): Readable {
  return createReadStream(body.file, { start, end: end - 1, highWaterMark: 1 << 17 });
}

/** The bytes of a range of a body. Throws if its file is shorter by now. */
export async function* readRange(body: ObjectBody, start: number, end: number): AsyncGenerator<Uint8Array> {
  if (body.kind === 'bytes') return yield body.bytes.subarray(start, end);
  let read = 0;
  try {
    for await (const chunk of streamBody(body, start, end) as AsyncIterable<Buffer>) {
      read += chunk.byteLength;
      yield chunk;
    }
  } catch (error) {
    throw unreadable(body.file, error);
  }
  if (read !== end - start) throw changed(body.file, start + read, body.size);
}

function changed(file: string, now: number, before: number): CollectstaticError {
  return new CollectstaticError([
    sourceChanged(file, `it has ${now} bytes now, and had ${before} when it was read`),
  ]);
}

function unreadable(file: string, error: unknown): CollectstaticError {
  return fail(
    {
      code: 'source-unreadable',
      message: `${file} can't be read`,
      at: { file },
      hint: 'Run again when it is there and may be read.',
      cause: errnoWords(error),
    },
    { cause: error },
  );
}
