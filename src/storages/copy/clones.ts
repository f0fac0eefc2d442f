import { constants, copyFileSync, fchmodSync, fchownSync, fstatSync, statSync } from 'node:fs';
import { platform } from 'node:os';
import { dirname } from 'node:path';
import { errnoOf } from '../../errors.ts';
import type { CopyJob } from '../../types.ts';
import { abandon, createFile, finishFile, type WriteOptions } from '../staged-file.ts';

/**
 * Copies that share the blocks of their sources until one of the two is written, as btrfs and XFS make them (reflinks).
 * Nothing is read for them, and they take no room.
 */
export interface Clones {
  /**
   * Makes a source's copy `to`, a name under which nobody else may make a file. Returns `false`, and leaves nothing, if the
   * source has to be read instead: to be copied, or to find out what is wrong with it or with `to`. Throws if something
   * would be left.
   */
  make(job: CopyJob, to: string): boolean;
}

/**
 * Milliseconds. A clone waits until its source is on the disk, one file after the other: on XFS that takes twice as long as
 * to write it again. Linux writes back within 35 seconds of a change.
 */
const WRITTEN_BACK = 60_000;

/** Asks a file system once whether it clones, and remembers the answer. */
export function createClones(options: WriteOptions): Clones {
  /** Devices that share no blocks with the destination, and folders on them: their sources need not be looked at. */
  const apart = { devices: new Set<number>(), folders: new Set<string>() };
  // libuv 1.49 and later clone nowhere else.
  let isAble = platform() === 'linux';
  let hasCloned = false;

  function isWorthATry({ file, size }: CopyJob): boolean {
    const folder = dirname(file);
    if (apart.folders.has(folder)) return false;
    const source = attempt(() => statSync(file));
    if (source === undefined || source.size !== size) return false;
    if (apart.devices.has(source.dev)) {
      apart.folders.add(folder);
      return false;
    }
    // The first one is tried in any case: where nothing is cloned, no further source is looked at.
    return !hasCloned || Date.now() - source.ctimeMs >= WRITTEN_BACK;
  }

  function fill(target: number, { file, size, mtimeMs }: CopyJob): boolean {
    const made = fstatSync(target);
    try {
      // By its descriptor: what has been planted under its name meanwhile is not written to.
      copyFileSync(file, `/proc/self/fd/${target}`, constants.COPYFILE_FICLONE_FORCE);
    } catch (error) {
      if (errnoOf(error) === 'EXDEV') apart.devices.add(statSync(file).dev);
      else isAble = false;
      throw error;
    }
    hasCloned = true;
    const cloned = fstatSync(target);
    if (cloned.size !== size) return false;
    // Node hands on the source's mode and, from libuv 1.49, its owner.
    if (cloned.uid !== made.uid || cloned.gid !== made.gid) fchownSync(target, made.uid, made.gid);
    if (cloned.mode !== made.mode) fchmodSync(target, made.mode & 0o7777);
    finishFile(target, options, mtimeMs);
    return true;
  }

  return {
    make(job, to) {
      if (!isAble || !isWorthATry(job)) return false;
      const target = attempt(() => createFile(to, options));
      if (target === undefined) return false;
      if (attempt(() => fill(target, job)) === true) return true;
      abandon(to, target);
      return false;
    },
  };
}

/** Returns `undefined` after an error of the system, which reading and writing will meet as well. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}
