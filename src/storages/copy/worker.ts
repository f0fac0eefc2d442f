import { parentPort } from 'node:worker_threads';
import { copyChunks, type FailedCopy } from './chunks.ts';
import type { CopyOrder } from './helper.ts';
import { unpack } from './pack.ts';

// A further thread of a copy: answers each batch with what failed.
parentPort?.on('message', ({ batch, end }: CopyOrder) => {
  const failed: FailedCopy[] = [];
  for (const _ of copyChunks(unpack(batch), end, failed));
  parentPort?.postMessage(failed);
});
