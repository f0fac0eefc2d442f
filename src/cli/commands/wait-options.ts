import type { WaitOptions } from '../../lock.ts';
import { visible } from '../../reporters/text/visible.ts';
import type { ProcessLike } from '../process.ts';

/** Options for waiting for another run: how long, and what to say on stderr meanwhile. */
export function waitOptions(
  process: ProcessLike,
  flags: { readonly lockTimeout?: number; readonly verbosity: number },
): WaitOptions {
  return {
    ...(flags.lockTimeout !== undefined && { lockTimeout: flags.lockTimeout }),
    onWait(holder) {
      const who = holder === null ? '' : ` (process ${holder.pid} on ${visible(holder.host)})`;
      if (flags.verbosity >= 1) process.stderr.write(`Waiting for another run${who} to finish.\n`);
    },
  };
}
