import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Command
 * @property {string} program
 * @property {string[]} args
 * @property {string} [cwd]
 * @property {Record<string, string>} [env] added to the environment
 * @property {number} [code] the exit code that is no failure, in place of 0
 */

// Where it is set it costs Node 20 some 33 ms at every start.
const { NODE_EXTRA_CA_CERTS: _dropped, ...inherited } = process.env;

/**
 * Runs a command as a whole process. Rejects with its standard error when it fails.
 *
 * @param {Command} command
 * @param {{ watchMemory?: boolean }} [options] watching takes time: not in a run whose time counts
 * @returns {Promise<{ ms: number, peakMb: number }>} `peakMb` is 0 unless watched
 */
export function run({ program, args, cwd, env, code: expected = 0 }, { watchMemory = false } = {}) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(program, args, {
      cwd,
      env: { ...inherited, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    let peakKb = 0;
    child.stderr.on('data', (data) => {
      words += data;
    });
    const watch = watchMemory
      ? setInterval(() => (peakKb = Math.max(peakKb, peakOf(child.pid))), 2)
      : undefined;
    child.on('error', reject);
    child.on('close', (code) => {
      const ms = Number(process.hrtime.bigint() - start) / 1e6;
      clearInterval(watch);
      if (code === expected) resolve({ ms, peakMb: peakKb / 1024 });
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${words}`));
    });
  });
}

/** The most memory a process has had so far, in KiB, by Linux's own book. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/**
 * What commands took, by their names: medians, in milliseconds.
 *
 * @typedef {object} Times
 * @property {Record<string, number>} wall
 * @property {Record<string, number>} [processor] user and system time of the process and of those it started
 */

/**
 * Alternates commands, each round beginning with another one, so that whatever the machine is doing hits all of them
 * alike.
 *
 * @param {Record<string, (round: number) => Command>} contenders
 * @param {number} rounds
 * @param {{ sources?: readonly string[], before?: (round: number) => void }} [options] `sources`: folders that every run
 * finds in memory; `before`: done before each round
 * @returns {Promise<Times>}
 */
export async function alternate(contenders, rounds, { sources = [], before = () => {} } = {}) {
  const names = Object.keys(contenders);
  const [wall, processor] = [0, 1].map(() => Object.fromEntries(names.map((name) => [name, []])));
  for (let round = 0; round < rounds; round++) {
    before(round);
    for (const turn of names.keys()) {
      const name = names[(round + turn) % names.length];
      // What an earlier run left to be written must not be written during this one.
      spawnSync('sync');
      warm(sources);
      const command = contenders[name](round);
      const started = processorTime();
      wall[name].push((await run(command)).ms);
      processor[name].push(processorTime() - started);
    }
  }
  return { wall: mediansOf(wall), processor: mediansOf(processor) };
}

function mediansOf(times) {
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each)]));
}

/** Processor time (user and system) of all children that have ended, in milliseconds: Linux counts it in hundredths of a second. */
export function processorTime() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** Reads every file: some machines take memory from files that nobody has read for a few seconds. */
function warm(folders) {
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) readFileSync(join(entry.parentPath, entry.name));
    }
  }
}

/** @param {number[]} numbers */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Whether a program can be started here. */
export function has(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}
