import { parentPort } from 'node:worker_threads';
import type { CopyBatch } from './copy-batch.ts';
import { copyChunks, type FailedCopy } from './copy-chunks.ts';

/** A batch on its way to another thread: one long string crosses faster than thousands of short ones. */
export interface PackedBatch extends Omit<CopyBatch, 'files' | 'copies' | 'hashed'> {
  /** Joined by NUL, which no path contains. */
  readonly files: string;
  readonly copies: string;
  readonly hashed: string;
}

// The second thread of a copy: takes chunks from the back and answers with what failed.
parentPort?.once('message', (packed: PackedBatch) => {
  const batch: CopyBatch = {
    ...packed,
    files: packed.files.split('\0'),
    copies: packed.copies.split('\0'),
    hashed: packed.hashed.split('\0'),
  };
  const failed: FailedCopy[] = [];
  for (const _ of copyChunks(batch, 'back', failed));
  parentPort?.postMessage(failed);
});
