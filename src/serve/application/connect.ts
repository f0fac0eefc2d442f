import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { errnoOf } from '../../errors.ts';
import type { Address } from './address.ts';

/** Milliseconds between two attempts: short at first, since most reloads are. */
const PAUSES: readonly number[] = [50, 100, 150, 200, 250];
const LAST_PAUSE = 250;

/** Codes of a machine that answers that nobody listens: an application that reloads gives them. */
const NOT_YET: ReadonlySet<string | undefined> = new Set(['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED']);

/**
 * Connects to the application, and tries again while nobody listens there, `attempts` times in all. Throws the system's error,
 * or an AbortError.
 */
export async function connectTo(address: Address, attempts: number, signal: AbortSignal): Promise<Socket> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await connectOnce(address, signal);
    } catch (error) {
      if (attempt >= attempts || !NOT_YET.has(errnoOf(error))) throw error;
    }
    await waitBefore(attempt, signal);
  }
}

/** Waits before the attempt that follows the `attempt`th. */
export async function waitBefore(attempt: number, signal: AbortSignal): Promise<void> {
  await pause(PAUSES[attempt - 1] ?? LAST_PAUSE, undefined, { signal });
}

function connectOnce({ host, port }: Address, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const abort = (): void => {
      socket.destroy();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.once('error', (error) => {
      signal.removeEventListener('abort', abort);
      reject(error);
    });
    socket.once('connect', () => {
      signal.removeEventListener('abort', abort);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
