import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FailedCopy } from './chunks.ts';
import type { PackedBatch } from './pack.ts';

/** A second thread that copies. It keeps no process alive before it has something to do. */
export interface Helper {
  /** Takes part in a batch, once. Resolves with what failed on that thread. */
  copy(batch: PackedBatch): Promise<readonly FailedCopy[]>;
  /** To be called once by whoever started it. */
  end(): void;
}

/** Starts the second thread; `undefined` where its script is not beside this one, as when running from source. */
export function startHelper(): Helper | undefined {
  const script = new URL('./copy-worker.cjs', import.meta.url);
  if (!existsSync(fileURLToPath(script))) return undefined;
  const worker = new Worker(script, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  const failed = new Promise<readonly FailedCopy[]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  // Nobody waits for a helper that took no work: its failure to start is then of no account.
  failed.catch(() => {});
  worker.unref();
  return {
    copy(batch) {
      worker.ref();
      worker.postMessage(batch);
      return failed;
    },
    end() {
      worker.terminate();
    },
  };
}
