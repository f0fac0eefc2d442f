import { parentPort } from 'node:worker_threads';
import { copyChunks, type FailedCopy } from './chunks.ts';
import { type PackedBatch, unpack } from './pack.ts';

// The second thread of a copy: takes chunks from the back, and answers each batch with what failed.
parentPort?.on('message', (packed: PackedBatch) => {
  const failed: FailedCopy[] = [];
  for (const _ of copyChunks(unpack(packed), 'back', failed));
  parentPort?.postMessage(failed);
});
