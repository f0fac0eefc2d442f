import { closeSync, rmSync } from 'node:fs';
import { platform } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { type CollectstaticError, errnoOf, fail } from '../../errors.ts';
import { isFolder } from '../../folders.ts';
import { clock } from '../clock.ts';
import { notStaged } from '../failures.ts';
import { earlierLocks, locksOfRuns } from '../workspace/earlier.ts';
import { makeWorkspace, removeWorkspace } from '../workspace/folder.ts';
import { locateWorkspace, type Workspace } from '../workspace/locate.ts';
import {
  BEAT,
  beat,
  createLockFile,
  type FoundLock,
  isStale,
  readLockFile,
  type Watch,
  watchLocks,
} from './file.ts';
import { type Holder, thisHolder } from './holder.ts';

export interface LockOptions {
  /** Exact mode bits of folders that have to be made; `null` leaves them to the umask. */
  readonly directoryMode: number | null;
  /** How long to wait for another run; milliseconds. */
  readonly timeoutMs: number;
  /** Called once, when there is somebody to wait for; `null`: nobody can tell who. */
  readonly onWait?: (holder: Holder | null) => void;
  readonly signal?: AbortSignal;
}

/** The right to change a destination, until it is released. */
export interface Lock {
  /** Aborted when another run has taken the lock, as it may when this one was suspended for long. */
  readonly signal: AbortSignal;
  /** Throws where another run has taken the lock. To be called before anything becomes visible. */
  assertHeld(): void;
  /** The same for loops: looks only where a beat has gone by since the last look. */
  assertStillHeld(): void;
  /** Also removes the folders that were made for the lock, where they are empty. Safe to call twice. */
  release(): void;
}

/** Between two looks at a lock that somebody holds; milliseconds. */
const PAUSE = 50;
/** How often the folder may vanish between making it and locking it. */
const PATIENCE = 20;

export const LOCK_NAME = 'lock';

/**
 * Locks a STATIC_ROOT, absolute, for one run at a time: in its workspace, which is made where it is missing. A lock that
 * nobody is behind any more is taken over. Throws `destination-locked`, which names the holder, after `timeoutMs`.
 * Where nobody could write, nothing is locked: what is wrong with the folder is for `Storage.check` to say.
 */
export async function acquireLock(root: string, options: LockOptions): Promise<Lock> {
  const holder = thisHolder();
  const deadline = clock() + options.timeoutMs;
  const watch = watchLocks();
  let looks = 0;
  let told = false;
  let vanished = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    const attempt = tryLock(root, holder, options.directoryMode, watch);
    if (attempt.lock !== undefined) return attempt.lock;
    const { found, file } = attempt;
    if (found === undefined) {
      // Not the other run that takes its folder away, but a link on the way that leads nowhere.
      if (++vanished > PATIENCE) return UNLOCKED;
      continue;
    }
    vanished = 0;
    if (clock() >= deadline) throw locked(file, found);
    // A lock that is only just being written names its holder at the next look.
    if (!told && (found.holder !== null || looks > 0)) {
      options.onWait?.(found.holder);
      told = true;
    }
    looks++;
    await setTimeout(PAUSE + Math.random() * PAUSE, undefined, options.signal && { signal: options.signal });
  }
}

interface Attempt {
  readonly lock?: Lock;
  /** The lock in the way; neither, where it went away or the folder did. */
  readonly found?: FoundLock | undefined;
  readonly file: string;
}

function tryLock(root: string, holder: Holder, directoryMode: number | null, watch: Watch): Attempt {
  const workspace = locateWorkspace(root);
  const file = `${workspace.folder}/${LOCK_NAME}`;
  try {
    const made = makeWorkspace(workspace, directoryMode);
    const descriptor = createLockFile(file, holder);
    if (descriptor !== undefined)
      return holdUnlessElsewhere(root, workspace, descriptor, holder, made, watch);
    const found = readLockFile(file);
    if (found === undefined || !isStale(found, probeOf(file, holder), watch)) return { found, file };
    const guard = takeOver(file, holder, watch);
    return guard === undefined ? tryLock(root, holder, directoryMode, watch) : { found: guard, file };
  } catch (error) {
    const code = errnoOf(error) ?? '';
    if (code === 'ENOENT') return { file };
    // What Windows says of a lock that is just being removed.
    if (code === 'EPERM' && platform() === 'win32') return { file };
    if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR'].includes(code)) return { lock: UNLOCKED, file };
    throw notStaged(file, error);
  }
}

/** For a folder that nobody could write to. */
const UNLOCKED: Lock = {
  signal: new AbortController().signal,
  assertHeld() {},
  assertStillHeld() {},
  release() {},
};

/**
 * A run by another user may have its workspace elsewhere, and an earlier version has its lock in STATIC_ROOT. Each makes its
 * own lock before it looks for the other's: of two at once, one at least sees the other, and waits.
 */
function holdUnlessElsewhere(
  root: string,
  workspace: Workspace,
  descriptor: number,
  holder: Holder,
  made: readonly string[],
  watch: Watch,
): Attempt {
  const own = `${workspace.folder}/${LOCK_NAME}`;
  const lock = hold(own, descriptor, holder, () => removeWorkspace(workspace, made));
  try {
    const probe = probeOf(own, holder);
    for (const file of foreignLocks(root, workspace)) {
      const found = readLockFile(file);
      if (found === undefined || isStale(found, probe, watch)) continue;
      lock.release();
      return { found, file };
    }
  } catch (error) {
    lock.release();
    throw error;
  }
  return { lock, file: own };
}

/** A folder in the other workspace was collected from a source: no run makes one. */
function foreignLocks(root: string, { other }: Workspace): readonly string[] {
  const lock = `${other}/${LOCK_NAME}`;
  return [...locksOfRuns(isFolder(lock) ? [] : [lock]), ...earlierLocks(root)];
}

function hold(file: string, descriptor: number, holder: Holder, tidy: () => void): Lock {
  const lost = new AbortController();
  let released = false;
  const isHeld = (): boolean => readLockFile(file)?.holder?.run === holder.run;
  let looked = clock();
  const assertHeld = (): void => {
    if (!isHeld()) throw lockLost(file);
    looked = clock();
  };
  const timer = setInterval(() => {
    if (isHeld()) beat(descriptor, holder);
    else lost.abort(lockLost(file));
  }, BEAT);
  timer.unref();
  return {
    signal: lost.signal,
    assertHeld,
    assertStillHeld() {
      if (clock() - looked >= BEAT) assertHeld();
    },
    release() {
      if (released) return;
      released = true;
      clearInterval(timer);
      closeSync(descriptor);
      if (isHeld()) rmSync(file, { force: true });
      tidy();
    },
  };
}

function probeOf(file: string, { run }: Holder): string {
  return `${file}-${run}`;
}

/**
 * Removes a stale lock. Of several runs that found it so, the one that makes the guard does it: otherwise a second one
 * would remove the lock that the first has made since. Returns the guard in the way, if another run is at it.
 */
function takeOver(file: string, self: Holder, watch: Watch): FoundLock | undefined {
  const guard = `${file}-takeover`;
  const probe = probeOf(file, self);
  const descriptor = createLockFile(guard, self);
  if (descriptor === undefined) {
    const found = readLockFile(guard);
    if (found !== undefined && !isStale(found, probe, watch)) return found;
    // Its run was killed within that moment.
    rmSync(guard, { force: true });
    return undefined;
  }
  try {
    const found = readLockFile(file);
    if (found !== undefined && isStale(found, probe, watch)) rmSync(file, { force: true });
  } finally {
    closeSync(descriptor);
    rmSync(guard, { force: true });
  }
  return undefined;
}

function locked(file: string, { holder, kind }: FoundLock): CollectstaticError {
  if (kind === 'foreign')
    return fail({
      code: 'destination-locked',
      message: 'STATIC_ROOT is locked by something that no run has made',
      at: { file },
      hint: 'Remove what stands there, and run again.',
    });
  const who =
    holder === null ? 'another run' : `process ${holder.pid} on ${holder.host}, since ${holder.since}`;
  return fail({
    code: 'destination-locked',
    message: `STATIC_ROOT is being written by ${who}`,
    at: { file },
    hint: 'Wait until it has ended, or wait longer with --lock-timeout.',
  });
}

function lockLost(file: string): CollectstaticError {
  return fail({
    code: 'lock-lost',
    message: 'Another run took over while this one stood still for more than half a minute',
    at: { file },
    hint: 'Nothing more was written. Run again.',
  });
}
