import { constants } from 'node:os';
import { CollectstaticError } from '../errors.ts';
import type { Problem } from '../types.ts';
import type { ProcessLike } from './process.ts';

type Signal = 'SIGINT' | 'SIGTERM';

/** Thrown when a signal stopped the run. `exitCode` is what a shell gives a process that the signal ended: 130 or 143. */
export class Interrupted extends CollectstaticError {
  readonly exitCode: number;

  /** `problems` say what was done before; without them, nothing was. */
  constructor(name: Signal, problems?: readonly Problem[]) {
    super(
      problems ?? [
        { code: 'interrupted', severity: 'error', message: `interrupted by ${name}: nothing was changed` },
      ],
    );
    this.name = 'Interrupted';
    this.exitCode = exitCodeOf(name);
  }
}

/**
 * Runs `work`, and aborts the signal it is given at the first SIGINT or SIGTERM. The second one ends the process at once.
 * If `work` throws because of the abort, throws `Interrupted`. If it is too late to stop (files are visible already), lets
 * `work` end, says so on stderr, and still sets the exit code of the signal.
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
    if (name !== undefined && isInterruption(error)) throw new Interrupted(name, error.problems);
    throw error;
  } finally {
    stopListening();
  }
}

function exitCodeOf(name: Signal): number {
  return 128 + constants.signals[name];
}

/** True for the error of a work that knows what it has done by the time it is interrupted. */
function isInterruption(error: unknown): error is CollectstaticError {
  return error instanceof CollectstaticError && error.problems.some(({ code }) => code === 'interrupted');
}

/** True for the abort's own reason, and for the error of a timer that the abort ended. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP (the terminal is closed): the usual end of a command that runs until it is
 * told to stop. The second one ends the process at once. `stop` ends the waiting.
 */
export function untilSignalled(process: ProcessLike): { readonly signalled: Promise<void>; stop(): void } {
  let stop = (): void => undefined;
  const signalled = new Promise<void>((resolve) => {
    const listener = (): void => {
      stop();
      resolve();
    };
    const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const name of names) process.on(name, listener);
    stop = () => {
      for (const name of names) process.off(name, listener);
    };
  });
  return { signalled, stop: () => stop() };
}
