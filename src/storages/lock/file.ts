import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { kill } from 'node:process';
import { errnoOf } from '../../errors.ts';

/** Who holds a lock, as the lock file says in JSON. */
export interface Holder {
  /** Unlike any other run's. */
  readonly run: string;
  readonly pid: number;
  readonly host: string;
  /** When the run began, ISO 8601. */
  readonly since: string;
}

/** A lock file that was there when it was looked at. `holder` is `null` while its first line is still being written. */
export interface FoundLock {
  readonly holder: Holder | null;
  readonly mtimeMs: number;
}

/** A run says that it is alive this often, and is given up when it has not for that long; milliseconds. */
export const BEAT: number = 2000;
const SILENCE = 30_000;
/** The first line is written at once: who has not by then was killed before. */
const SPEECHLESS: number = BEAT;

/** Creates the lock file. Returns its descriptor, or `undefined` where there is one already. */
export function createLockFile(file: string, holder: Holder): number | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return undefined;
    throw error;
  }
  try {
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
  try {
    return { mtimeMs: statSync(file).mtimeMs, holder: parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text: string): Holder | null {
  try {
    const { run, pid, host, since } = JSON.parse(text) as Record<string, unknown>;
    if (typeof run !== 'string' || typeof pid !== 'number') return null;
    if (typeof host !== 'string' || typeof since !== 'string') return null;
    return { run, pid, host, since };
  } catch {
    return null;
  }
}

/** Whether nobody is behind a lock any more: its process is dead, has been silent for too long, or never spoke. */
export function isStale({ holder, mtimeMs }: FoundLock, probe: string): boolean {
  if (holder !== null && holder.host === hostname() && !isAlive(holder.pid)) return true;
  return fileSystemTime(probe) - mtimeMs > (holder === null ? SPEECHLESS : SILENCE);
}

function isAlive(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) !== 'ESRCH';
  }
}

/** The time by the clock of the file system: that of a file just written, which is removed again. */
function fileSystemTime(probe: string): number {
  const descriptor = openSync(probe, 'w');
  try {
    writeSync(descriptor, 'now');
    return fstatSync(descriptor).mtimeMs;
  } finally {
    closeSync(descriptor);
    rmSync(probe, { force: true });
  }
}
