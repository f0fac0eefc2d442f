import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { CollectstaticError } from '../errors.ts';
import type { CopyJob, CopyResult, Problem } from '../types.ts';
import { type CopyFailure, changed, failure } from './copy-batch.ts';
import { copyProblem } from './failures.ts';

class UnfitSource extends Error {
  readonly failure: CopyFailure;

  constructor(why: CopyFailure) {
    super(why.cause);
    this.failure = why;
  }
}

/** For storages that copy no files: does `work` for each job; all sources that it found unfit are in one error. */
export function eachSource(
  jobs: readonly CopyJob[],
  work: (job: CopyJob) => CopyResult,
  onDone?: (count: number) => void,
): readonly CopyResult[] {
  const problems: Problem[] = [];
  const results = jobs.map((job, index) => {
    onDone?.(index + 1);
    try {
      return work(job);
    } catch (error) {
      if (!(error instanceof UnfitSource)) throw error;
      problems.push(copyProblem(job.file, error.failure));
      return { hash: null };
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

/** `readSource` for one source alone: what makes it unfit is thrown as a problem. */
export function readFitSource(source: Pick<CopyJob, 'file' | 'size'>): Buffer {
  try {
    return readSource(source);
  } catch (error) {
    if (!(error instanceof UnfitSource)) throw error;
    throw new CollectstaticError([copyProblem(source.file, error.failure)]);
  }
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
