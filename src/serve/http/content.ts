import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { errnoOf } from '../../errors.ts';
import { readRegularFile } from '../../regular-file.ts';
import { isSame, isSettled, type LookUp } from './look-up.ts';

/** The bytes of a file at one moment. */
export interface Content {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  /** As an HTTP date. */
  readonly lastModified: string;
  /** `null` for a large file, which is read while it is sent. */
  readonly bytes: Buffer | null;
  /** MD5 of the bytes, as hex digits. */
  digest(): Promise<string>;
}

/** Gives the contents of files as they are now. Keeps those of small ones in memory, for as long as the files stay the same. */
export interface Contents {
  /** Returns `null` if no regular file is there, or none that may be read. */
  of(file: string): Content | null;
}

/** Bytes of the largest file that is kept in memory, and of all that are kept. */
const SMALL = 512 * 1024;
const ROOM = 16 * 1024 * 1024;
/** Files that are remembered. */
const MOST_FILES = 20_000;
interface Kept {
  readonly stats: Stats;
  readonly content: Content;
}

export function makeContents(lookUp: LookUp): Contents {
  const kept = new Map<string, Kept>();
  let room = ROOM;
  const forget = (file: string): void => {
    room += kept.get(file)?.content.bytes?.length ?? 0;
    kept.delete(file);
  };
  const keep = (file: string, stats: Stats, content: Content): void => {
    const needed = content.bytes?.length ?? 0;
    for (const oldest of kept.keys()) {
      if (room >= needed && kept.size < MOST_FILES) break;
      forget(oldest);
    }
    room -= needed;
    kept.set(file, { stats, content });
  };
  return {
    of(file) {
      const stats = lookUp(file);
      const known = kept.get(file);
      if (stats === null || !stats.isFile()) {
        if (known !== undefined) forget(file);
        return null;
      }
      if (known !== undefined && isSame(known.stats, stats)) return known.content;
      if (known !== undefined) forget(file);
      const content = contentOf(file, stats);
      if (content !== null && isSettled(stats)) keep(file, stats, content);
      return content;
    },
  };
}

function contentOf(file: string, stats: Stats): Content | null {
  const times = { file, mtimeMs: stats.mtimeMs, lastModified: new Date(stats.mtimeMs).toUTCString() };
  if (stats.size > SMALL) {
    let digest: Promise<string> | undefined;
    return {
      ...times,
      size: stats.size,
      bytes: null,
      digest() {
        digest ??= digestOf(file);
        return digest;
      },
    };
  }
  const bytes = readBytes(file);
  return bytes === null ? null : { ...times, ...ofBytes(bytes) };
}

/** Returns the content of a file with other bytes. */
export function withBytes(content: Content, bytes: Buffer): Content {
  return { ...content, ...ofBytes(bytes) };
}

function ofBytes(bytes: Buffer): Pick<Content, 'size' | 'bytes' | 'digest'> {
  let digest: string | undefined;
  return {
    size: bytes.length,
    bytes,
    digest() {
      digest ??= createHash('md5').update(bytes).digest('hex');
      return Promise.resolve(digest);
    },
  };
}

function readBytes(file: string): Buffer | null {
  try {
    // It may grow before it is read.
    return readRegularFile(file, { limit: 4 * SMALL });
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return null;
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
