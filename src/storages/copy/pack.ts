import type { AssetPath, CopyJob } from '../../types.ts';
import { CHUNK, type CopyBatch } from './batch.ts';

/** A batch on its way to another thread, which unpacks the chunks it takes, no others. */
export interface PackedBatch extends Omit<CopyBatch, 'jobsOf'> {
  /** Of each chunk: the file, the plain target and the path to be hashed of each job; `''` for none. */
  readonly names: readonly string[];
  /** Shared: of each job. */
  readonly sizes: Float64Array;
  readonly mtimes: Float64Array;
}

/** What no path contains. */
const END = '\0';

export function pack({ jobsOf, ...batch }: CopyBatch): PackedBatch {
  const names: string[] = [];
  const sizes = sharedNumbers(batch.count);
  const mtimes = sharedNumbers(batch.count);
  let index = 0;
  while (index < batch.count) {
    const fields: string[] = [];
    for (const { file, to, hashed, size, mtimeMs } of jobsOf(names.length)) {
      fields.push(file, to ?? '', hashed ?? '');
      sizes[index] = size;
      mtimes[index] = mtimeMs;
      index++;
    }
    names.push(fields.join(END));
  }
  return { ...batch, names, sizes, mtimes };
}

export function unpack({ names, sizes, mtimes, ...batch }: PackedBatch): CopyBatch {
  return {
    ...batch,
    jobsOf(chunk) {
      const fields = (names[chunk] ?? '').split(END);
      const jobs: CopyJob[] = [];
      for (let at = 0, index = chunk * CHUNK; at < fields.length; at += 3, index++) {
        jobs.push({
          file: fields[at] as string,
          size: sizes[index] as number,
          mtimeMs: mtimes[index] as number,
          to: (fields[at + 1] || null) as AssetPath | null,
          hashed: (fields[at + 2] || null) as AssetPath | null,
        });
      }
      return jobs;
    },
  };
}

function sharedNumbers(count: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT));
}
