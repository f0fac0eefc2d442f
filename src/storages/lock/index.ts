import { randomBytes } from 'node:crypto';
import { closeSync, rmSync } from 'node:fs';
import { hostname, platform } from 'node:os';
import { pid } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { type CollectstaticError, errnoOf, fail } from '../../errors.ts';
import { notStaged } from '../failures.ts';
import { LOCK_NAME, makeFolders, removeEmpty } from '../stage.ts';
import { BEAT, beat, createLockFile, type FoundLock, type Holder, isStale, readLockFile } from './file.ts';

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
  /** Also removes the folders that were made for the lock, where they are empty. Safe to call twice. */
  release(): void;
}

/** Between two looks at a lock that somebody holds; milliseconds. */
const PAUSE = 50;
/** How often the folder may vanish between making it and locking it. */
const PATIENCE = 20;

/**
 * Locks a folder, absolute, for one run at a time; makes it where it is missing. A lock whose process is dead, or has been
 * silent for half a minute, is taken over. Throws `destination-locked`, which names the holder, after `timeoutMs`.
 * Where nobody could write, nothing is locked: what is wrong with the folder is for `Storage.check` to say.
 */
export async function acquireLock(folder: string, options: LockOptions): Promise<Lock> {
  const holder: Holder = {
    run: randomBytes(8).toString('hex'),
    pid,
    host: hostname(),
    since: new Date().toISOString(),
  };
  const file = `${folder}/${LOCK_NAME}`;
  const deadline = performance.now() + options.timeoutMs;
  let looks = 0;
  let told = false;
  let vanished = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    const attempt = tryLock(folder, file, holder, options.directoryMode);
    if (attempt.lock !== undefined) return attempt.lock;
    const { found } = attempt;
    if (found === undefined) {
      // Not the other run that takes its folder away, but a link on the way that leads nowhere.
      if (++vanished > PATIENCE) return UNLOCKED;
      continue;
    }
    vanished = 0;
    if (performance.now() >= deadline) throw locked(file, found.holder);
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
}

function tryLock(folder: string, file: string, holder: Holder, directoryMode: number | null): Attempt {
  try {
    const made = makeFolders(folder, directoryMode);
    const descriptor = createLockFile(file, holder);
    if (descriptor !== undefined) return { lock: hold(file, descriptor, holder, made) };
    const found = readLockFile(file);
    if (found === undefined || !isStale(found, probeOf(file, holder))) return { found };
    const guard = takeOver(file, holder);
    return guard === undefined ? tryLock(folder, file, holder, directoryMode) : { found: guard };
  } catch (error) {
    const code = errnoOf(error) ?? '';
    if (code === 'ENOENT') return {};
    // What Windows says of a lock that is just being removed.
    if (code === 'EPERM' && platform() === 'win32') return {};
    if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR'].includes(code)) return { lock: UNLOCKED };
    throw notStaged(file, error);
  }
}

/** For a folder that nobody could write to. */
const UNLOCKED: Lock = { signal: new AbortController().signal, assertHeld() {}, release() {} };

function hold(file: string, descriptor: number, holder: Holder, made: readonly string[]): Lock {
  const lost = new AbortController();
  let released = false;
  const isHeld = (): boolean => readLockFile(file)?.holder?.run === holder.run;
  const timer = setInterval(() => {
    if (isHeld()) beat(descriptor, holder);
    else lost.abort(lockLost(file));
  }, BEAT);
  timer.unref();
  return {
    signal: lost.signal,
    assertHeld() {
      if (!isHeld()) throw lockLost(file);
    },
    release() {
      if (released) return;
      released = true;
      clearInterval(timer);
      closeSync(descriptor);
      if (isHeld()) rmSync(file, { force: true });
      removeEmpty(made);
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
function takeOver(file: string, self: Holder): FoundLock | undefined {
  const guard = `${file}-takeover`;
  const probe = probeOf(file, self);
  const descriptor = createLockFile(guard, self);
  if (descriptor === undefined) {
    const found = readLockFile(guard);
    if (found !== undefined && !isStale(found, probe)) return found;
    // Its run was killed within that moment.
    rmSync(guard, { force: true });
    return undefined;
  }
  try {
    const found = readLockFile(file);
    if (found !== undefined && isStale(found, probe)) rmSync(file, { force: true });
  } finally {
    closeSync(descriptor);
    rmSync(guard, { force: true });
  }
  return undefined;
}

function locked(file: string, holder: Holder | null): CollectstaticError {
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
