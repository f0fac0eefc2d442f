import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';
import { errnoOf } from '../../errors.ts';
import { isoTime } from '../../text/iso-time.ts';
import { digitsByChance } from '../workspace/chance.ts';

/** Who holds a lock, as the lock file says in JSON. */
export interface Holder {
  /** Unlike any other run's. */
  readonly run: string;
  readonly pid: number;
  readonly host: string;
  /** When the run began, ISO 8601. */
  readonly since: string;
  /** Where `pid` means this process: since which start of which machine, in which namespace. Linux only. */
  readonly system?: string;
  /** When the process was started, by the clock of that machine: the number alone is given again. Linux only. */
  readonly started?: string;
}

/** This process, as one that holds a lock. */
export function thisHolder(): Holder {
  const [system, started] = [thisSystem(), processAt(pid)?.started];
  return {
    run: digitsByChance(),
    pid,
    host: hostname(),
    since: isoTime(new Date()),
    ...(system !== undefined && { system }),
    ...(started !== undefined && { started }),
  };
}

export function parseHolder(text: string): Holder | null {
  try {
    const { run, pid, host, since, system, started } = JSON.parse(text) as Record<string, unknown>;
    if (typeof run !== 'string' || !Number.isSafeInteger(pid) || (pid as number) <= 0) return null;
    if (typeof host !== 'string' || typeof since !== 'string') return null;
    return {
      run,
      pid: pid as number,
      host,
      since,
      ...(typeof system === 'string' && { system }),
      ...(typeof started === 'string' && { started }),
    };
  } catch {
    return null;
  }
}

/**
 * `alive` and `gone` only where that is certain. A process of another machine or of another container's namespace, one that
 * is suspended, and one that may be another of the same number are `unknown`.
 */
export function stateOf({ pid, host, system, started }: Holder): 'alive' | 'gone' | 'unknown' {
  if (host !== hostname() || system !== thisSystem()) return 'unknown';
  if (!isThere(pid)) return 'gone';
  const found = processAt(pid);
  if (found === undefined || started === undefined) return 'unknown';
  if (found.started !== started || ENDED.has(found.state)) return 'gone';
  return STOPPED.has(found.state) ? 'unknown' : 'alive';
}

const ENDED: ReadonlySet<string> = new Set(['Z', 'X']);
const STOPPED: ReadonlySet<string> = new Set(['T', 't']);

function isThere(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) !== 'ESRCH';
  }
}

/** Machines with one name, and containers on one machine, differ in this. */
function thisSystem(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}

/** The third and the 22nd field of Linux's `stat`; the second is a name in parentheses, which may hold anything. */
function processAt(pid: number): { readonly state: string; readonly started: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0], fields[19]];
    return state === undefined || started === undefined ? undefined : { state, started };
  } catch {
    return undefined;
  }
}
