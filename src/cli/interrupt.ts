import { constants } from 'node:os';
import { CollectstaticError } from '../errors.ts';
import type { ProcessLike } from './process.ts';

type Signal = 'SIGINT' | 'SIGTERM';

/** The run was told to stop. `exitCode` is what a shell gives a process that the signal ended: 130 or 143. */
export class Interrupted extends CollectstaticError {
  readonly exitCode: number;

  constructor(name: Signal) {
    super([
      { code: 'interrupted', severity: 'error', message: `interrupted by ${name}: nothing was changed` },
    ]);
    this.name = 'Interrupted';
    this.exitCode = exitCodeOf(name);
  }
}

/**
 * Lets SIGINT and SIGTERM abort the signal that `work` gets, and nothing else; the next one ends the process at once, as
 * everywhere. Work that heeds it throws as long as nothing is visible: that becomes `Interrupted`. Work that can't stop
 * any more ends as it would have, which is said on stderr; the exit code tells of the signal all the same.
 */
export async function interruptible(
  process: ProcessLike,
  work: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const controller = new AbortController();
  let name: Signal | undefined;
  const listeners = (['SIGINT', 'SIGTERM'] as const).map(
    (signal) =>
      [
        signal,
        () => {
          name = signal;
          stopListening();
          controller.abort();
        },
      ] as const,
  );
  const stopListening = (): void => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
  for (const [signal, listener] of listeners) process.on(signal, listener);
  try {
    const code = await work(controller.signal);
    if (name === undefined) return code;
    process.stderr.write(`interrupted by ${name} when it was too late to stop: the run was finished\n`);
    return exitCodeOf(name);
  } catch (error) {
    if (name !== undefined && isAbort(error)) throw new Interrupted(name);
    throw error;
  } finally {
    stopListening();
  }
}

function exitCodeOf(name: Signal): number {
  return 128 + constants.signals[name];
}

/** The signal's own reason, or that of a timer that it ended. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
