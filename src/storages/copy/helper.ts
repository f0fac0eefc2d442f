import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FailedCopy } from './chunks.ts';
import type { PackedBatch } from './pack.ts';

/** A second thread that copies. It keeps no process alive before it has something to do. */
export interface Helper {
  /** Takes part in a batch, after those before it. Resolves with what failed on that thread. */
  copy(batch: PackedBatch): Promise<readonly FailedCopy[]>;
  /** To be called once by whoever started it. */
  end(): void;
}

/** Starts the second thread; `undefined` where its script is not beside this one, as when running from source. */
export function startHelper(): Helper | undefined {
  const script = new URL('./copy-worker.cjs', import.meta.url);
  if (!existsSync(fileURLToPath(script))) return undefined;
  const worker = new Worker(script, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  const broken = new Promise<never>((_, reject) => worker.once('error', reject));
  // Nobody waits for a helper that took no work: its failure is then of no account.
  broken.catch(() => {});
  /** Who waits, in the order of the batches: so are the answers. */
  const waiting: ((failed: readonly FailedCopy[]) => void)[] = [];
  worker.on('message', (failed: readonly FailedCopy[]) => waiting.shift()?.(failed));
  worker.unref();
  return {
    copy(batch) {
      const answered = new Promise<readonly FailedCopy[]>((resolve) => waiting.push(resolve));
      worker.ref();
      worker.postMessage(batch);
      const failed = Promise.race([answered, broken]);
      failed.catch(() => {});
      return failed;
    },
    end() {
      worker.terminate();
    },
  };
}
