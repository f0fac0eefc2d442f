import { readFileSync } from 'node:fs';

/** True if a process stands still under SIGSTOP. Linux only. */
export function isStopped(pid: number | undefined): boolean {
  return readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') T ');
}
