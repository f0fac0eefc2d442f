import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { CollectstaticError, errnoWords, sourceChanged } from '../../errors.ts';
import { isStamp } from '../../stamps.ts';
import { createPace, readOwnFile, writeOwnFile } from '../../storages/index.ts';
import { isRecord } from '../../text/json.ts';
import type { Problem } from '../../types.ts';
import { readWhole, WHOLE } from '../transport/body.ts';
import type { SiteFile } from './walk-site.ts';

/** Size in bytes and MD5 (32 hex digits) of what is sent. */
export interface Digest {
  readonly size: number;
  readonly md5: string;
}

/** A file, and whether it is compressed on the way. */
export interface DigestJob {
  readonly file: SiteFile;
  readonly gzipped: boolean;
}

const FORMAT = 1;
/** Files that are read at once. */
const AT_ONCE = 8;
/** Milliseconds in which a file may change twice without its times showing it: finely stamped, and in whole seconds. */
const FINE = 50;
const COARSE = 2_000;

type Row = readonly [size: number, mtimeMs: number, ctimeMs: number, ino: number, md5: string, sent: number];

/**
 * Digests of what is sent, in the order of the jobs. A file that looks as it did when the last publish read it is not read: by
 * size, both times, and inode. Times that every file of a package has (stamps) are not trusted. `keep` writes down what is
 * known now, for the next publish. All files that can't be read are listed in one error.
 */
export async function digestFiles(
  root: string,
  jobs: readonly DigestJob[],
): Promise<{ readonly digests: readonly Digest[]; keep(directoryMode: number | null): readonly Problem[] }> {
  const known = readRows(root);
  const rows = new Map<string, Row>();
  const unknown: number[] = [];
  const digests = jobs.map((job, index): Digest | undefined => {
    const row = known.get(nameOf(job));
    if (row === undefined || !isSame(job.file, row)) {
      unknown.push(index);
      return undefined;
    }
    rows.set(nameOf(job), row);
    return { md5: row[4], size: row[5] };
  });
  await settle(unknown.map((index) => (jobs[index] as DigestJob).file));
  const problems: Problem[] = [];
  const pace = createPace();
  await eachAtOnce(unknown, AT_ONCE, async (index) => {
    if (pace.isDue()) await pace.breathe();
    const job = jobs[index] as DigestJob;
    const { file } = job;
    const startedAt = Date.now();
    try {
      const digest = await digest1(job);
      digests[index] = digest;
      if (isSettled(file, startedAt) && !isStamp(file.mtimeMs))
        rows.set(nameOf(job), [file.size, file.mtimeMs, file.ctimeMs, file.ino, digest.md5, digest.size]);
    } catch (error) {
      if (error instanceof CollectstaticError) problems.push(...error.problems);
      else if (error instanceof Error && 'syscall' in error) problems.push(unreadable(file.file, error));
      else throw error;
    }
  });
  if (problems.length > 0) throw new CollectstaticError(problems);
  return {
    digests: digests as readonly Digest[],
    keep: (directoryMode) =>
      unknown.length === 0 && rows.size === known.size ? [] : keepRows(root, rows, directoryMode),
  };
}

/** The bytes as they are sent: gzip without a time, so that the same file gives the same bytes. */
export async function gzipped(file: string): Promise<Buffer> {
  return promisify(gzip)(await readFile(file), { level: 9 });
}

async function digest1({ file, gzipped: isGzipped }: DigestJob): Promise<Digest> {
  if (isGzipped) {
    const bytes = await gzipped(file.file);
    return { size: bytes.length, md5: createHash('md5').update(bytes).digest('hex') };
  }
  const { size, md5 } = await digestWhole(file);
  if (size !== file.size)
    throw new CollectstaticError([
      sourceChanged(file.file, `it had ${file.size} bytes, and has ${size} now`),
    ]);
  return { size, md5 };
}

async function digestWhole({ file, size: listed }: SiteFile): Promise<Digest> {
  const hash = createHash('md5');
  if (listed <= WHOLE) {
    const bytes = await readWhole(file, listed);
    return { size: bytes.length, md5: hash.update(bytes).digest('hex') };
  }
  let size = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, md5: hash.digest('hex') };
}

function nameOf({ file, gzipped: isGzipped }: DigestJob): string {
  return isGzipped ? `gzip:${file.path}` : file.path;
}

function isSame({ size, mtimeMs, ctimeMs, ino }: SiteFile, row: Row): boolean {
  return row[0] === size && row[1] === mtimeMs && row[2] === ctimeMs && row[3] === ino && !isStamp(mtimeMs);
}

/** True if a change from `now` on would show in the times of the file. */
function isSettled({ mtimeMs, ctimeMs }: SiteFile, now: number): boolean {
  return Math.max(mtimeMs, ctimeMs) + (ctimeMs % 1000 === 0 ? COARSE : FINE) <= now;
}

/** Waits until files that were only just written are settled; only as long as finely stamped ones need. */
async function settle(files: readonly SiteFile[]): Promise<void> {
  const newest = files.reduce((time, { ctimeMs }) => Math.max(time, ctimeMs), 0);
  const wait = newest + FINE + 1 - Date.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(wait, FINE + 1)));
}

async function eachAtOnce<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) await work(items[next++] as Item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}

function unreadable(file: string, error: unknown): Problem {
  return {
    code: 'publish-unfit-file',
    severity: 'error',
    message: `${file} can't be read`,
    at: { file },
    cause: errnoWords(error),
    hint: 'Mend the cause and run again.',
  };
}

/** Another zlib gives other bytes for the same file. */
function head(): Readonly<Record<string, unknown>> {
  return { format: FORMAT, zlib: process.versions.zlib };
}

function readRows(root: string): ReadonlyMap<string, Row> {
  const bytes = readOwnFile(root, 'publish.json');
  if (bytes === undefined) return new Map();
  try {
    const stored: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (!isRecord(stored) || !isRecord(stored.files)) return new Map();
    if (stored.format !== FORMAT || stored.zlib !== process.versions.zlib) return new Map();
    return new Map(Object.entries(stored.files).filter((entry): entry is [string, Row] => isRow(entry[1])));
  } catch {
    return new Map();
  }
}

function isRow(value: unknown): value is Row {
  if (!Array.isArray(value) || value.length !== 6) return false;
  return value.every((item, index) =>
    index === 4 ? /^[0-9a-f]{32}$/.test(String(item)) : typeof item === 'number',
  );
}

function keepRows(
  root: string,
  rows: ReadonlyMap<string, Row>,
  directoryMode: number | null,
): readonly Problem[] {
  try {
    const text = JSON.stringify({ ...head(), files: Object.fromEntries(rows) });
    writeOwnFile(root, 'publish.json', Buffer.from(text), directoryMode);
    return [];
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return [
      {
        code: 'publish-memory',
        severity: 'warning',
        message: 'What was read of the files can not be kept, so the next publish reads all of them again',
        at: { file: root },
        cause: errnoWords(error),
      },
    ];
  }
}
