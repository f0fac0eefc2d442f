import { CollectstaticError } from '../errors.ts';
import type { CopyJob, CopyJobs, CopyResult } from '../types.ts';
import { type CopyBatch, type CopyOptions, chunkOf, emptyHashes, hashAt } from './copy-batch.ts';
import { chunkCount, copyChunks, type FailedCopy, filesIn, stopCopying } from './copy-chunks.ts';
import { type Helper, startHelper } from './copy-helper.ts';
import { pack } from './copy-pack.ts';
import { copyProblem } from './failures.ts';
import { createPace } from './pace.ts';

/** Below this many files a second thread takes longer to start than it saves. */
const WORTH_A_THREAD = 600;

/**
 * Copies on this thread and, where there is much to do, on a second one: `started`, if it is, which is ended. The folders of all targets are there already.
 * Everything `Storage.copy` promises holds; `tree` is the absolute folder the paths of the jobs are below.
 */
export async function copyAll(
  tree: string,
  jobs: CopyJobs,
  options: CopyOptions,
  onDone?: (count: number) => void,
  started?: Helper,
): Promise<readonly CopyResult[]> {
  const batch = toBatch(tree, jobs, options);
  const helper = started ?? (jobs.length >= WORTH_A_THREAD ? startHelper() : undefined);
  const failed: FailedCopy[] = [];
  const helped = helper?.copy(pack(batch));
  try {
    const own = await copyHere(batch, failed, onDone);
    // Where this thread took every chunk, the other one never came to anything.
    if (helped !== undefined && own < chunkCount(batch)) failed.push(...(await helped));
  } catch (error) {
    stopCopying(batch);
    await helper?.end();
    throw error;
  }
  // It has nothing left to do, and nobody has to wait for its end.
  helper?.end();
  if (failed.length > 0) {
    failed.sort((a, b) => a.index - b.index);
    throw new CollectstaticError(
      failed.map(({ index, failure }) => copyProblem((jobs.at(index) as CopyJob).file, failure)),
    );
  }
  onDone?.(jobs.length);
  return Array.from({ length: jobs.length }, (_, index) =>
    jobs.at(index)?.hashed === null ? NOT_HASHED : { hash: hashAt(batch.hashes, index) },
  );
}

const NOT_HASHED: CopyResult = { hash: null };

/** Returns how many chunks this thread took. */
async function copyHere(
  batch: CopyBatch,
  failed: FailedCopy[],
  onDone: ((count: number) => void) | undefined,
): Promise<number> {
  let own = 0;
  const pace = createPace();
  for (const chunks of copyChunks(batch, 'front', failed)) {
    own++;
    if (!pace.isDue()) continue;
    onDone?.(filesIn(batch, chunks));
    await pace.breathe();
  }
  return own;
}

function toBatch(tree: string, jobs: CopyJobs, options: CopyOptions): CopyBatch {
  return {
    tree,
    count: jobs.length,
    jobsOf: (chunk) => chunkOf(jobs, chunk),
    options,
    taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
    hashes: emptyHashes(jobs.length),
  };
}
