import type { Readable } from 'node:stream';

/** Name that the program was started by. */
export type Binary = 'collectstatic' | 'findstatic';

/** A stream of the process that text goes to. */
export interface OutputStream {
  /** Returns `false` if it holds more than it should until somebody reads. `onWritten` is called then, or on an error. */
  write(text: string, onWritten?: (error?: Error | null) => void): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  on?(event: 'error', listener: (error: Error) => void): unknown;
}

/** The little of Node's `process` that the command line uses; tests pass their own. */
export interface ProcessLike {
  readonly argv: readonly string[];
  readonly env: Record<string, string | undefined>;
  cwd(): string;
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  exitCode?: number | string | null | undefined;
  on(event: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown;
  off(event: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown;
}
