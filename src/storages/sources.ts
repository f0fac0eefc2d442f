import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { CollectstaticError } from '../errors.ts';
import type { CopyHash, CopyJob, CopyJobs, Problem } from '../types.ts';
import { type CopyFailure, changed, failure } from './copy/batch.ts';
import { copyProblem } from './failures.ts';
import { readExpecting, readPieces } from './staged-file.ts';

class UnfitSource extends Error {
  readonly failure: CopyFailure;

  constructor(why: CopyFailure) {
    super(why.cause);
    this.failure = why;
  }
}

/** For storages that copy no files: does `work` for each job; all sources that it found unfit are in one error. */
export function eachSource(
  jobs: CopyJobs,
  work: (job: CopyJob) => CopyHash,
  onDone?: (count: number) => void,
): readonly CopyHash[] {
  const problems: Problem[] = [];
  const results = Array.from({ length: jobs.length }, (_, index) => {
    const job = jobs.at(index) as CopyJob;
    onDone?.(index + 1);
    try {
      return work(job);
    } catch (error) {
      if (!(error instanceof UnfitSource)) throw error;
      problems.push(copyProblem(job.file, error.failure));
      return null;
    }
  });
  if (problems.length > 0) throw new CollectstaticError(problems);
  return results;
}

/** The bytes of a source, which is what the plan saw. */
export function readSource({ file, size }: Pick<CopyJob, 'file' | 'size'>): Buffer {
  const bytes = orUnfit(() => readFileSync(file));
  if (bytes.length !== size) throw new UnfitSource(changed(size, bytes.length));
  return bytes;
}

/** First 12 hex digits of the MD5 of a source, of any size; it is what the plan saw. */
export function hashSource({ file, size }: Pick<CopyJob, 'file' | 'size'>): string {
  const hash = createHash('md5');
  const length = orUnfit(() => {
    const descriptor = openSync(file, 'r');
    try {
      return readPieces(descriptor, (piece) => hash.update(piece));
    } finally {
      closeSync(descriptor);
    }
  });
  if (length !== size) throw new UnfitSource(changed(size, length));
  return hash.digest('hex').slice(0, 12);
}

/** `hashSource` for one source alone: what makes it unfit is thrown as a problem. */
export function hashFitSource(source: Pick<CopyJob, 'file' | 'size'>): string {
  return orProblem(source, () => hashSource(source));
}

/** `readSource` for one source alone: what makes it unfit is thrown as a problem. */
export function readFitSource(source: Pick<CopyJob, 'file' | 'size'>): Buffer {
  return orProblem(source, () => readSource(source));
}

function orProblem<Result>(source: Pick<CopyJob, 'file' | 'size'>, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnfitSource)) throw error;
    throw new CollectstaticError([copyProblem(source.file, error.failure)]);
  }
}

/** Sources of up to as many bytes are read into memory that is used again. */
const SCRATCH_BYTES = 1 << 20;

/**
 * Reads source after source as `readFitSource` does. What one call returns is overwritten by the next: thousands of
 * sources that are only looked at leave nothing behind.
 */
export function createSourceReader(): (source: Pick<CopyJob, 'file' | 'size'>) => Buffer {
  let scratch: Buffer | undefined;
  return (source) => {
    // Reading tells by one byte more that a file has grown.
    if (source.size >= SCRATCH_BYTES) return readFitSource(source);
    scratch ??= Buffer.allocUnsafeSlow(SCRATCH_BYTES);
    const buffer = scratch;
    return orProblem(source, () => buffer.subarray(0, readInto(source, buffer)));
  };
}

function readInto({ file, size }: Pick<CopyJob, 'file' | 'size'>, buffer: Buffer): number {
  const length = orUnfit(() => {
    const descriptor = openSync(file, 'r');
    try {
      return readExpecting(descriptor, buffer, size);
    } finally {
      closeSync(descriptor);
    }
  });
  if (length !== size) throw new UnfitSource(changed(size, length));
  return length;
}

/** Whether a source could be read, and is what the plan saw; without reading it. */
export function probeSource({ file, size }: CopyJob): void {
  const now = orUnfit(() => {
    const descriptor = openSync(file, 'r');
    try {
      return fstatSync(descriptor).size;
    } finally {
      closeSync(descriptor);
    }
  });
  if (now !== size) throw new UnfitSource(changed(size, now));
}

function orUnfit<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new UnfitSource(failure('unreadable', error));
  }
}
