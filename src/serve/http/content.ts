import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { errnoOf } from '../../errors.ts';
import { readMoment } from '../../regular-file.ts';
import { isSame, isSettled, type LookUp } from './look-up.ts';

/** The bytes of a file at one moment. */
export interface Content {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  /** When anything about the file changed. */
  readonly ctimeMs: number;
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
      const read = stats.size > SMALL ? ofLarge(file, stats) : readSmall(file);
      if (read === null) return null;
      if (read.isStill && isSettled(read.stats)) keep(file, read.stats, read.content);
      return read.content;
    },
  };
}

interface Read extends Kept {
  /** False if somebody wrote to the file while it was read. */
  readonly isStill: boolean;
}

/** A large file is read while it is sent. */
function ofLarge(file: string, stats: Stats): Read {
  let digest: Promise<string> | undefined;
  const content: Content = {
    ...timesOf(file, stats),
    size: stats.size,
    bytes: null,
    digest() {
      digest ??= digestOf(file);
      return digest;
    },
  };
  return { stats, content, isStill: true };
}

/** What is said of the content is not older than the bytes: an emptied file must not pass for the one that was. */
function readSmall(file: string): Read | null {
  try {
    // It may have grown since it was looked at.
    const { bytes, before, after } = readMoment(file, { limit: 4 * SMALL });
    const content = { ...timesOf(file, after), ...ofBytes(bytes) };
    return { stats: after, content, isStill: isSame(before, after) };
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return null;
  }
}

function timesOf(
  file: string,
  { mtimeMs, ctimeMs }: Stats,
): Pick<Content, 'file' | 'mtimeMs' | 'ctimeMs' | 'lastModified'> {
  return { file, mtimeMs, ctimeMs, lastModified: new Date(mtimeMs).toUTCString() };
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

async function digestOf(file: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
