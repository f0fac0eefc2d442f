import { acquireLock, finishSwitch, type Lock, type LockOptions, lockedFolder } from './storages/index.ts';
import type { Settings } from './types.ts';

export interface WaitOptions {
  /** How long to wait for another run that writes to the same STATIC_ROOT; milliseconds. Default: a minute. */
  readonly lockTimeout?: number;
  /** Called once when there is a run to wait for. */
  readonly onWait?: NonNullable<LockOptions['onWait']>;
  readonly signal?: AbortSignal;
}

const LOCK_TIMEOUT = 60_000;

/**
 * Does `work` while no other run may write to the same STATIC_ROOT. `swap`: the run builds a release of its own.
 * Throws `destination-locked`, which names the holder, when the other run takes too long.
 */
export async function whileLocked<Result>(
  settings: Settings & { readonly staticRoot: string },
  { lockTimeout, onWait, signal, swap = false }: WaitOptions & { readonly swap?: boolean },
  work: (lock: Lock) => Promise<Result>,
): Promise<Result> {
  finishSwitch(settings.staticRoot);
  const lock = await acquireLock(lockedFolder(settings.staticRoot, swap), {
    directoryMode: settings.directoryMode,
    timeoutMs: lockTimeout ?? LOCK_TIMEOUT,
    ...(onWait && { onWait }),
    ...(signal && { signal }),
  });
  try {
    return await work(lock);
  } finally {
    lock.release();
  }
}
