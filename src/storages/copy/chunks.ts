import { CHUNK, type CopyBatch, type CopyFailure, TAKEN } from './batch.ts';
import { createClones } from './clones.ts';
import { BUFFER_BYTES, copyFile } from './file.ts';

/** A failure and the job it befell. */
export interface FailedCopy {
  readonly index: number;
  readonly failure: CopyFailure;
}

export function chunkCount(batch: CopyBatch): number {
  return Math.ceil(batch.count / CHUNK);
}

/** How many files are done at most when `chunks` have been taken. */
export function filesIn(batch: CopyBatch, chunks: number): number {
  return Math.min(chunks * CHUNK, batch.count);
}

/** Where a thread starts: threads that create files in one folder wait for each other. */
export type End = 'front' | 'back';

/**
 * Copies chunk after chunk until all are taken, noting what fails in `failed`; yields the number of chunks taken so far by
 * all threads.
 */
export function* copyChunks(batch: CopyBatch, end: End, failed: FailedCopy[]): Generator<number, void> {
  const chunks = chunkCount(batch);
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  const clones = createClones(batch.options);
  for (;;) {
    const taken = Atomics.add(batch.taken, TAKEN.all, 1);
    if (taken >= chunks) return;
    const before = Atomics.add(batch.taken, TAKEN[end], 1);
    const chunk = end === 'front' ? before : chunks - 1 - before;
    let index = chunk * CHUNK - 1;
    for (const job of batch.jobsOf(chunk)) {
      index++;
      const failure = copyFile(batch, job, index, buffer, clones);
      if (failure === undefined) continue;
      failed.push({ index, failure });
      if (failure.kind === 'unwritable') return stopCopying(batch);
    }
    yield taken + 1;
  }
}

/** All threads end after the chunk they are at. */
export function stopCopying(batch: CopyBatch): void {
  Atomics.store(batch.taken, TAKEN.all, chunkCount(batch));
}
