import type { WaitOptions } from '../lock.ts';
import type { ProcessLike } from './process.ts';

/** How long to wait for another run, and the word about it on stderr. */
export function waiting(
  process: ProcessLike,
  flags: { readonly lockTimeout?: number; readonly verbosity: number },
): WaitOptions {
  return {
    ...(flags.lockTimeout !== undefined && { lockTimeout: flags.lockTimeout }),
    onWait(holder) {
      const who = holder === null ? '' : ` (process ${holder.pid} on ${holder.host})`;
      if (flags.verbosity >= 1) process.stderr.write(`Waiting for another run${who} to finish.\n`);
    },
  };
}
