import { CHUNK, type CopyBatch, type CopyFailure } from './batch.ts';
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

/**
 * Copies chunk after chunk until all are taken, noting what fails in `failed`; yields the number of chunks taken so far by
 * all threads. One thread starts at the front, the other at the back: two that create files in one folder wait for each other.
 */
export function* copyChunks(
  batch: CopyBatch,
  start: 'front' | 'back',
  failed: FailedCopy[],
): Generator<number, void> {
  const chunks = chunkCount(batch);
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  for (let own = 0; ; own++) {
    const taken = Atomics.add(batch.taken, 0, 1);
    if (taken >= chunks) return;
    const chunk = start === 'front' ? own : chunks - 1 - own;
    let index = chunk * CHUNK - 1;
    for (const job of batch.jobsOf(chunk)) {
      index++;
      const failure = copyFile(batch, job, index, buffer);
      if (failure === undefined) continue;
      failed.push({ index, failure });
      if (failure.kind === 'unwritable') return stopCopying(batch);
    }
    yield taken + 1;
  }
}

/** All threads end after the chunk they are at. */
export function stopCopying(batch: CopyBatch): void {
  Atomics.store(batch.taken, 0, chunkCount(batch));
}
