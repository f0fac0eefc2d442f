import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { End, FailedCopy } from './chunks.ts';
import type { PackedBatch } from './pack.ts';

/** Further threads that copy. They keep no process alive before they have something to do. */
export interface Helper {
  /** Takes part in a batch, after those before it. Resolves with what failed on those threads. */
  copy(batch: PackedBatch): Promise<readonly FailedCopy[]>;
  /** To be called once by whoever started it. */
  end(): void;
}

/** A batch for another thread, and where that starts. */
export interface CopyOrder {
  readonly batch: PackedBatch;
  readonly end: End;
}

interface Thread {
  copy(order: CopyOrder): Promise<readonly FailedCopy[]>;
  end(): void;
}

/** Threads that copy, this one included: more of them wait for the disk and for each other. */
const MOST_THREADS = 4;

/** How many files a third and a fourth thread need each, to save more than their start costs. */
const WORTH_ANOTHER = 3000;

/**
 * Starts a second thread, if `threads` allows for more than one; the further ones start with a batch that is worth it.
 * `undefined` without any, and where their script is not beside this one, as when running from source.
 */
export function startHelper(threads: number): Helper | undefined {
  const script = new URL('./copy-worker.cjs', import.meta.url);
  if (threads < 2 || !existsSync(fileURLToPath(script))) return undefined;
  const started = [startThread(script)];
  return {
    async copy(batch) {
      const wanted = Math.min(threads, MOST_THREADS, Math.ceil(batch.count / WORTH_ANOTHER));
      while (started.length + 1 < wanted) started.push(startThread(script));
      const ended = await Promise.allSettled(
        started.map((thread, index) => thread.copy({ batch, end: index % 2 === 0 ? 'back' : 'front' })),
      );
      return ended.flatMap((each) => {
        if (each.status === 'rejected') throw each.reason;
        return each.value;
      });
    },
    end() {
      for (const thread of started) thread.end();
    },
  };
}

function startThread(script: URL): Thread {
  const worker = new Worker(script, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  const broken = new Promise<never>((_, reject) => worker.once('error', reject));
  // Nobody waits for a thread that took no work: its failure is then of no account.
  broken.catch(() => {});
  /** Who waits, in the order of the batches: so are the answers. */
  const waiting: ((failed: readonly FailedCopy[]) => void)[] = [];
  worker.on('message', (failed: readonly FailedCopy[]) => waiting.shift()?.(failed));
  worker.unref();
  return {
    copy(order) {
      const answered = new Promise<readonly FailedCopy[]>((resolve) => waiting.push(resolve));
      worker.ref();
      worker.postMessage(order);
      return Promise.race([answered, broken]);
    },
    end() {
      worker.terminate();
    },
  };
}
