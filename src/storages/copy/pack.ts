import { asBuffer } from '../../text/buffer.ts';
import type { AssetPath, CopyJob } from '../../types.ts';
import { CHUNK, type CopyBatch } from './batch.ts';

/** A batch on its way to another thread, which unpacks the chunks it takes, no others. All of it is shared, not copied. */
export interface PackedBatch extends Omit<CopyBatch, 'jobsOf' | 'hashes'> {
  readonly hashes: Uint8Array;
  /** UTF-8: of each job the file, the plain target and the path to be hashed; `''` for none. */
  readonly names: Uint8Array;
  /** Of each chunk: where its names end. */
  readonly ends: Float64Array;
  /** Of each job. */
  readonly sizes: Float64Array;
  readonly mtimes: Float64Array;
}

/** What no path contains. */
const END = '\0';
/** Stands for the path to be hashed where that is the plain target. */
const SAME = '/';
/** Ends what is no file, but the folder that the path to be written lies below in the sources, too. */
const BELOW = '/';

export function pack({ jobsOf, ...batch }: CopyBatch): PackedBatch {
  const ends = sharedNumbers(Math.ceil(batch.count / CHUNK));
  const sizes = sharedNumbers(batch.count);
  const mtimes = sharedNumbers(batch.count);
  let end = 0;
  for (let chunk = 0; chunk < ends.length; chunk++) {
    const jobs = jobsOf(chunk);
    end += Buffer.byteLength(namesOf(jobs));
    ends[chunk] = end;
    for (const [at, { size, mtimeMs }] of jobs.entries()) {
      sizes[chunk * CHUNK + at] = size;
      mtimes[chunk * CHUNK + at] = mtimeMs;
    }
  }
  const names = Buffer.from(new SharedArrayBuffer(end));
  for (let chunk = 0; chunk < ends.length; chunk++) names.write(namesOf(jobsOf(chunk)), ends[chunk - 1] ?? 0);
  return { ...batch, names, ends, sizes, mtimes };
}

function namesOf(jobs: readonly CopyJob[]): string {
  const names: string[] = [];
  for (const { file, to, hashed } of jobs) {
    names.push(
      withoutPath(file, to ?? hashed ?? ''),
      to ?? '',
      hashed === to && hashed !== null ? SAME : (hashed ?? ''),
    );
  }
  return names.join(END);
}

/** Most files have the path they are written to at their end: it is sent once. */
function withoutPath(file: string, path: string): string {
  const end = file.length - path.length;
  return path !== '' && file[end - 1] === BELOW && file.endsWith(path) ? file.slice(0, end) : file;
}

export function unpack({ names, ends, sizes, mtimes, hashes, ...batch }: PackedBatch): CopyBatch {
  const text = asBuffer(names);
  return {
    ...batch,
    hashes: asBuffer(hashes),
    jobsOf(chunk) {
      const fields = text.toString('utf8', ends[chunk - 1] ?? 0, ends[chunk]).split(END);
      const jobs: CopyJob[] = [];
      for (let at = 0, index = chunk * CHUNK; at < fields.length; at += 3, index++) {
        const to = (fields[at + 1] || null) as AssetPath | null;
        const hashed = fields[at + 2] === SAME ? to : ((fields[at + 2] || null) as AssetPath | null);
        const [size, mtimeMs] = [sizes[index] as number, mtimes[index] as number];
        const named = fields[at] as string;
        const file = named.endsWith(BELOW) ? named + (to ?? hashed) : named;
        jobs.push({ file, size, mtimeMs, to, hashed });
      }
      return jobs;
    },
  };
}

function sharedNumbers(count: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT));
}
