import { fstatSync, statSync, writeSync } from 'node:fs';
import type { OutputStream, ProcessLike } from './process.ts';

/** Bytes that a pipe takes without anybody reading it, and a socket: Node hands the programs it starts sockets for pipes. */
const TAKEN_UNREAD = 4096;

/**
 * Returns `process` with streams that write by system calls where that can't block: to a file, to the null device, and to a
 * pipe or a socket as long as it has room whoever reads it. Node's own streams, which take a start some time to load, are opened for a
 * terminal, and as soon as such a call did not write all: they wait, and they tell of errors.
 */
export function withPlainOutput(process: NodeJS.Process): ProcessLike {
  return {
    argv: process.argv,
    env: process.env,
    cwd: () => process.cwd(),
    get stdin() {
      return process.stdin;
    },
    stdout: plainOutput(1, () => process.stdout),
    stderr: plainOutput(2, () => process.stderr),
    get exitCode() {
      return process.exitCode;
    },
    set exitCode(code) {
      process.exitCode = code;
    },
    on: (event, listener) => process.on(event, listener),
    off: (event, listener) => process.off(event, listener),
  };
}

function plainOutput(descriptor: number, open: () => NodeJS.WriteStream): OutputStream {
  const listeners: ((error: Error) => void)[] = [];
  let room = roomOf(descriptor);
  let stream: NodeJS.WriteStream | undefined;
  const opened = (): NodeJS.WriteStream => {
    if (stream === undefined) {
      stream = open();
      for (const listener of listeners) stream.on('error', listener);
    }
    return stream;
  };
  if (room === 0) opened();
  return {
    get isTTY() {
      return stream?.isTTY;
    },
    get columns() {
      return stream?.columns;
    },
    write(text, onWritten) {
      const bytes = Buffer.from(text);
      const written = stream === undefined && bytes.length <= room ? writtenAtOnce(descriptor, bytes) : 0;
      room -= written;
      if (written < bytes.length || onWritten) return opened().write(bytes.subarray(written), onWritten);
      return true;
    },
    on(event, listener) {
      if (stream === undefined) listeners.push(listener);
      else stream.on(event, listener);
    },
  };
}

/** How many bytes can be written without waiting; 0 if that is for Node to find out. */
function roomOf(descriptor: number): number {
  try {
    const found = fstatSync(descriptor);
    if (found.isFile()) return Number.POSITIVE_INFINITY;
    if (found.isFIFO() || found.isSocket()) return TAKEN_UNREAD;
    const isNull = found.isCharacterDevice() && found.rdev === statSync('/dev/null').rdev;
    return isNull ? Number.POSITIVE_INFINITY : 0;
  } catch {
    return 0;
  }
}

/** Returns how many of the bytes were written. */
function writtenAtOnce(descriptor: number, bytes: Uint8Array): number {
  try {
    return writeSync(descriptor, bytes);
  } catch {
    return 0;
  }
}
