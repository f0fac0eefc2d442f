import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  openSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { isRefused, refuseMode } from '../refusals.ts';
import { createFile, readFully, setTimes, writeAll } from '../staged-file.ts';

const PIECE = 1 << 18;

/** Copies a file with its mode and its time, as far as the file system takes them; shares its blocks where it can do that. */
export function copyWhole(from: string, to: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    // The system's copy gives up where it may not set a mode.
    if (!isRefused(error)) throw error;
    rmSync(to, { force: true });
    copyBytes(from, to);
  }
  const { mtimeMs } = statSync(from);
  setTimes((time) => utimesSync(to, time, time), mtimeMs);
}

function copyBytes(from: string, to: string): void {
  const source = openSync(from, 'r');
  try {
    const target = createFile(to, { fileMode: null, durable: false });
    try {
      refuseMode(undefined, () => fchmodSync(target, statSync(from).mode & 0o7777));
      const buffer = Buffer.allocUnsafe(PIECE);
      for (let length = PIECE; length === PIECE; ) {
        length = readFully(source, buffer);
        writeAll(target, buffer.subarray(0, length));
      }
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}
