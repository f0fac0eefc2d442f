import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/** How a file of unknown kind and size is read. */
export interface ReadLimits {
  /** Bytes; a larger file is refused. */
  readonly limit: number;
  /** `false` refuses a symlink in place of the file. Default: `true`. */
  readonly follow?: boolean;
}

/** Settings, `.env` files and what else a person writes: none comes near. */
export const WRITTEN_LIMIT: number = 64 * 1024 * 1024;

/**
 * Reads a regular file whole. Whatever else stands there is refused at once, for opening a pipe would wait for ever, and
 * a device never ends. Throws as the system does; besides with the codes EISDIR (a folder), EFTYPE (a pipe, a socket, a
 * device) and EFBIG (larger than the limit).
 */
export function readRegularFile(file: string, limits: ReadLimits): Buffer {
  return readOpen(file, limits, (descriptor, { size }) => readUpTo(descriptor, size, limits.limit, file));
}

/** The bytes of a file, and what the system says of it before the first and after the last. They differ if somebody wrote to it. */
export interface Moment {
  readonly bytes: Buffer;
  readonly before: Stats;
  readonly after: Stats;
}

/** Does the same, for a file that somebody may be writing. */
export function readMoment(file: string, limits: ReadLimits): Moment {
  return readOpen(file, limits, (descriptor, before) => {
    const bytes = readUpTo(descriptor, before.size, limits.limit, file);
    return { bytes, before, after: fstatSync(descriptor) };
  });
}

function readOpen<Result>(
  file: string,
  { limit, follow = true }: ReadLimits,
  read: (descriptor: number, stats: Stats) => Result,
): Result {
  const descriptor = openSync(
    file,
    constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (follow ? 0 : (constants.O_NOFOLLOW ?? 0)),
  );
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw refusal(stats.isDirectory() ? 'EISDIR' : 'EFTYPE', file);
    if (stats.size > limit) throw refusal('EFBIG', file);
    return read(descriptor, stats);
  } finally {
    closeSync(descriptor);
  }
}

/** Returns the text, UTF-8, of a file that a person or a package wrote. Throws as `readRegularFile` does. */
export function readWrittenText(file: string): string {
  return readRegularFile(file, { limit: WRITTEN_LIMIT }).toString('utf8');
}

/** The same; empty for a file that is not there, or can't be read. */
export function writtenTextIfAny(file: string): string {
  try {
    return readWrittenText(file);
  } catch {
    return '';
  }
}

/** Files of /proc say that they are empty, and a file may grow while it is read: read until there is no more. */
function readUpTo(descriptor: number, size: number, limit: number, file: string): Buffer {
  const pieces: Buffer[] = [];
  let total = 0;
  for (let room = size + 1; ; room = 1 << 16) {
    const piece = Buffer.allocUnsafe(room);
    const count = readSync(descriptor, piece, 0, room, null);
    total += count;
    if (total > limit) throw refusal('EFBIG', file);
    pieces.push(piece.subarray(0, count));
    // Of a file with a size, fewer bytes than asked for are the last.
    if (count === 0 || (size > 0 && total === size)) break;
  }
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
}

const WORDS = {
  EISDIR: 'it is a folder',
  EFTYPE: 'it is a pipe, a socket or a device',
  EFBIG: 'it is too large',
} as const;

function refusal(code: keyof typeof WORDS, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${WORDS[code]}, open '${path}'`), { code, path, syscall: 'open' });
}
