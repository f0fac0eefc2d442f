import { closeSync, constants, fchmodSync, fstatSync, openSync, rmSync, writeSync } from 'node:fs';
import { errnoOf } from '../../errors.ts';
import { readRegularFile } from '../../regular-file.ts';
import { clock } from '../clock.ts';
import { refuseMode } from '../refusals.ts';
import { statAt } from '../stat.ts';
import { OWN_FILE_MODE } from '../workspace/folder.ts';
import { type Holder, parseHolder, stateOf } from './holder.ts';

/** What stands where a lock is wanted. Whatever it is, it is a lock. */
export interface FoundLock {
  /** `null` for a lock that can't be read, is no lock of ours, or has its first line still being written. */
  readonly holder: Holder | null;
  readonly mtimeMs: number;
  /** `empty`: its first line is being written. `foreign`: no run of ours has made it. */
  readonly kind: 'lock' | 'empty' | 'foreign';
}

/** How often a run says that it is alive; milliseconds. */
export const BEAT = 250;
/** How long one may be silent of which nobody can tell whether it is. */
const SILENCE = 30_000;
/** The first line is written at once: who has not by then was killed before. */
const SPEECHLESS = 2000;
/** Bytes; a lock has some hundred. */
const LOCK_LIMIT = 1 << 16;

/** Creates the lock file. Returns its descriptor, or `undefined` where there is one already. */
export function createLockFile(file: string, holder: Holder): number | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, OWN_FILE_MODE);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return undefined;
    throw error;
  }
  try {
    // Another user's run has to see who it waits for, whatever the umask says.
    refuseMode(undefined, () => fchmodSync(descriptor, OWN_FILE_MODE));
    beat(descriptor, holder);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    rmSync(file, { force: true });
    throw error;
  }
}

/** Writing, unlike utimes, takes the time from the clock that all who share the file system see. */
export function beat(descriptor: number, holder: Holder): void {
  writeSync(descriptor, `${JSON.stringify(holder)}\n`, 0);
}

export function readLockFile(file: string): FoundLock | undefined {
  const stats = statAt(file);
  if (stats === undefined) return undefined;
  const { mtimeMs, size } = stats;
  if (!stats.isFile() || size > LOCK_LIMIT) return { holder: null, mtimeMs, kind: 'foreign' };
  try {
    const text = readRegularFile(file, { limit: LOCK_LIMIT, follow: false }).toString('utf8');
    return { holder: parseHolder(text), mtimeMs, kind: text === '' ? 'empty' : 'lock' };
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    return code === 'ENOENT' ? undefined : { holder: null, mtimeMs, kind: 'lock' };
  }
}

/**
 * Whether nobody is behind a lock any more. A process that is gone has to be silent for two beats besides; one that nobody
 * can tell of, for half a minute; one that is alive holds its lock however long it is silent.
 */
export function isStale(found: FoundLock, probe: string, watch: Watch): boolean {
  const { holder, mtimeMs, kind } = found;
  if (kind === 'foreign') return false;
  const silence = Math.max(fileSystemTime(probe) - mtimeMs, watch(found));
  return silence > patienceWith(holder, kind);
}

/** For how long a lock has looked the same to the one who watches it; milliseconds. */
export type Watch = (found: FoundLock) => number;

/**
 * Watches locks by this process's own clock: where that of the file system was set back, the last beat of a run that is gone
 * seems to lie ahead.
 */
export function watchLocks(): Watch {
  const since = new Map<string, number>();
  return ({ holder, mtimeMs, kind }) => {
    const looks = `${holder?.run ?? kind} ${mtimeMs}`;
    const now = clock();
    const first = since.get(looks) ?? now;
    since.set(looks, first);
    return now - first;
  };
}

function patienceWith(holder: Holder | null, kind: FoundLock['kind']): number {
  if (holder === null) return kind === 'empty' ? SPEECHLESS : SILENCE;
  switch (stateOf(holder)) {
    case 'alive':
      return Number.POSITIVE_INFINITY;
    case 'gone':
      return 2 * BEAT;
    case 'unknown':
      return SILENCE;
  }
}

/** The time by the clock of the file system: that of a file just written, which is removed again. */
function fileSystemTime(probe: string): number {
  const descriptor = openSync(probe, 'wx');
  try {
    writeSync(descriptor, 'now');
    return fstatSync(descriptor).mtimeMs;
  } finally {
    closeSync(descriptor);
    rmSync(probe, { force: true });
  }
}
