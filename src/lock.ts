import {
  acquireLock,
  finishSwitch,
  type Lock,
  type LockOptions,
  locateWorkspace,
  removeCrossed,
  removeDrafts,
  removeLeftovers,
  takeOverEarlier,
} from './storages/index.ts';
import type { Settings } from './types.ts';

export interface WaitOptions {
  /** Milliseconds to wait for another run that writes to the same STATIC_ROOT. Default: a minute. */
  readonly lockTimeout?: number;
  /** Called once when there is a run to wait for. */
  readonly onWait?: NonNullable<LockOptions['onWait']>;
  readonly signal?: AbortSignal;
}

const LOCK_TIMEOUT = 60_000;

/**
 * Does `work` while no other run may write to the same STATIC_ROOT. What killed runs and earlier versions have left goes
 * first. Throws `destination-locked`, which names the holder, when another run takes too long.
 */
export async function whileLocked<Result>(
  { staticRoot, directoryMode }: Settings & { readonly staticRoot: string },
  { lockTimeout, onWait, signal }: WaitOptions,
  work: (lock: Lock) => Promise<Result>,
): Promise<Result> {
  const lock = await acquireLock(staticRoot, {
    directoryMode,
    timeoutMs: lockTimeout ?? LOCK_TIMEOUT,
    ...(onWait && { onWait }),
    ...(signal && { signal }),
  });
  try {
    await tidyUp(staticRoot);
    return await work(lock);
  } finally {
    lock.release();
  }
}

async function tidyUp(root: string): Promise<void> {
  finishSwitch(root);
  await removeDrafts(root);
  await takeOverEarlier(root);
  const { folder } = locateWorkspace(root);
  removeCrossed(root, folder);
  await removeLeftovers(folder);
}
