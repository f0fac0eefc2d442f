import { spawnSync } from 'node:child_process';

const UNSHARE = ['unshare', '--pid', '--fork', '--kill-child'] as const;

/**
 * What to put before a command so that it runs in a pid namespace of its own, as in another container: nobody outside
 * sees its process by the number that it knows itself. It is not the first process there, which no signal ends. `null`
 * where this needs leave that the tests don't have. A command that is killed ends with 128 and the number of the signal.
 */
export const IN_PID_NAMESPACE: readonly string[] | null =
  process.platform === 'linux' && spawnSync(UNSHARE[0], [...UNSHARE.slice(1), 'true']).status === 0
    ? [...UNSHARE, 'sh', '-c', '"$0" "$@"; exit $?']
    : null;

export const NO_NAMESPACE = 'needs leave to make a pid namespace';
