import { CollectstaticError } from '../../errors.ts';
import type { CopyHash, CopyJob, CopyJobs } from '../../types.ts';
import { copyProblem } from '../failures.ts';
import { createPace } from '../pace.ts';
import { type CopyBatch, type CopyOptions, chunkOf, emptyHashes, readHashes } from './batch.ts';
import { chunkCount, copyChunks, type FailedCopy, filesIn, stopCopying } from './chunks.ts';
import { type Helper, startHelper } from './helper.ts';
import { pack } from './pack.ts';

/** Below this many files a second thread takes longer to start than it saves. */
const WORTH_A_THREAD = 600;

/** What `copyAll` can do without. */
export interface CopyAid {
  readonly onDone?: ((count: number) => void) | undefined;
  /** Other work of this thread, which joins in once that is done; what it throws ends the copying and is thrown on. */
  readonly after?: Promise<unknown> | undefined;
  readonly helper?: Helper | undefined;
  /** How many threads may copy, this one included. */
  readonly threads: number;
}

/**
 * Copies on this thread and on others: the helper that is given, or one of its own where there is much to do. The
 * folders of all targets are there already. Everything `Storage.copy` promises holds; `tree` is the absolute folder the
 * paths of the jobs are below.
 */
export async function copyAll(
  tree: string,
  jobs: CopyJobs,
  options: CopyOptions,
  { onDone, after, helper, threads }: CopyAid,
): Promise<readonly CopyHash[]> {
  const batch = toBatch(tree, jobs, options);
  const own = helper === undefined && jobs.length >= WORTH_A_THREAD ? startHelper(threads) : undefined;
  const failed: FailedCopy[] = [];
  const helped = (helper ?? own)?.copy(pack(batch));
  // Nobody waits for it where it took no work.
  helped?.catch(() => {});
  try {
    await after;
    const taken = await copyHere(batch, failed, onDone);
    // Where this thread took every chunk, the others never came to anything.
    if (helped !== undefined && taken < chunkCount(batch)) for (const each of await helped) failed.push(each);
  } catch (error) {
    stopCopying(batch);
    // They may be in the middle of a file, and what is staged is about to be removed.
    await helped?.catch(() => {});
    throw error;
  } finally {
    own?.end();
  }
  if (failed.length > 0) {
    failed.sort((a, b) => a.index - b.index);
    throw new CollectstaticError(
      failed.map(({ index, failure }) => copyProblem((jobs.at(index) as CopyJob).file, failure)),
    );
  }
  onDone?.(jobs.length);
  const hashAt = readHashes(batch.hashes);
  return Array.from({ length: jobs.length }, (_, index) =>
    jobs.at(index)?.hashed === null ? null : hashAt(index),
  );
}

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
    taken: new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT)),
    hashes: emptyHashes(jobs.length),
  };
}
