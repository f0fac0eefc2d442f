import {
  acquireLock,
  finishSwitch,
  type Lock,
  type LockOptions,
  lockedFolders,
  removeLeftovers,
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
 * Does `work` while no other run may write to the same STATIC_ROOT. `swap`: the run builds a release of its own. What
 * killed runs have left outside STATIC_ROOT goes first. Throws `destination-locked`, which names the holder, when another
 * run takes too long.
 */
export async function whileLocked<Result>(
  settings: Settings & { readonly staticRoot: string },
  { lockTimeout, onWait, signal, swap = false }: WaitOptions & { readonly swap?: boolean },
  work: (lock: Lock) => Promise<Result>,
): Promise<Result> {
  const lock = await lockAll(settings.staticRoot, swap, {
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

async function lockAll(root: string, swap: boolean, options: LockOptions): Promise<Lock> {
  for (;;) {
    finishSwitch(root);
    const folders = lockedFolders(root, swap);
    const lock = await acquireAll(folders, options);
    // STATIC_ROOT may have become a release meanwhile.
    if (folders.join() === lockedFolders(root, swap).join()) {
      await removeLeftovers(root, folders);
      return lock;
    }
    lock.release();
  }
}

async function acquireAll(folders: readonly string[], options: LockOptions): Promise<Lock> {
  const locks: Lock[] = [];
  const release = (): void => {
    for (const lock of locks.toReversed()) lock.release();
  };
  try {
    for (const folder of folders) locks.push(await acquireLock(folder, options));
  } catch (error) {
    release();
    throw error;
  }
  return {
    signal: AbortSignal.any(locks.map(({ signal }) => signal)),
    assertHeld() {
      for (const lock of locks) lock.assertHeld();
    },
    release,
  };
}
