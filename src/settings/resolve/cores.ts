import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Quota and period of a control group (version 2) in microseconds, as a container sees them: `200000 100000`. */
const CPU_MAX = '/sys/fs/cgroup/cpu.max';

/**
 * Returns how many cores this process may use: those it is pinned to, or fewer if its container has a quota. Node counts a
 * quota itself from libuv 1.49, which Node 20 does not have.
 */
export function countCores(cpuMax: string = CPU_MAX): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(quotaOf(cpuMax))));
}

/** Cores' worth of time that a container may use; `Infinity` without a quota. */
function quotaOf(cpuMax: string): number {
  try {
    const [, quota, period] = /^(\d+) (\d+)\s*$/.exec(readFileSync(cpuMax, 'latin1')) ?? [];
    return quota === undefined ? Number.POSITIVE_INFINITY : Number(quota) / Number(period);
  } catch {
    // Another system, or no such group: then nobody has set a quota there.
    return Number.POSITIVE_INFINITY;
  }
}
