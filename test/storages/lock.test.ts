import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { expect, onTestFinished, test, vi } from 'vitest';
import { acquireLock, type Lock } from '../../src/storages/index.ts';
import { isStale } from '../../src/storages/lock/file.ts';
import { thisHolder } from '../../src/storages/lock/holder.ts';
import { isStopped } from '../runs/stopped.ts';
import { put, temporaryFolder, workspaceOf } from './folder.ts';

const DEAD = 2 ** 22 + 1;

async function lock(root: string, timeoutMs: number = 0): Promise<Lock> {
  const held = await acquireLock(root, { directoryMode: null, timeoutMs });
  onTestFinished(() => held.release());
  return held;
}

function plant(root: string, holder: object, silentMs: number = 0): void {
  const file = put(workspaceOf(root), 'lock', JSON.stringify({ run: 'other', since: '', ...holder }));
  const time = (Date.now() - silentMs) / 1000;
  utimesSync(file, time, time);
}

test('makes the folder, and leaves nothing when nothing was written', async () => {
  const parent = temporaryFolder();
  const root = join(parent, 'var/static');
  const held = await lock(root);
  held.assertHeld();
  expect(readdirSync(workspaceOf(root))).toEqual(['lock']);
  held.release();
  held.release();
  expect(readdirSync(parent)).toEqual([]);
});

test('the second run says who holds the lock', async () => {
  const root = temporaryFolder();
  await lock(root);
  await expect(lock(root)).rejects.toMatchObject({
    problems: [
      {
        code: 'destination-locked',
        message: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
      },
    ],
  });
});

test('the second run waits, and says so once', async () => {
  const root = temporaryFolder();
  const first = await lock(root);
  const waited: unknown[] = [];
  const second = acquireLock(root, {
    directoryMode: null,
    timeoutMs: 300_000,
    onWait: (holder) => waited.push(holder),
  });
  setTimeout(() => first.release(), 200);
  const held = await second;
  held.assertHeld();
  expect(waited).toMatchObject([{ pid: process.pid }]);
  held.release();
});

test('waiting can be aborted', async () => {
  const root = temporaryFolder();
  await lock(root);
  const signal = AbortSignal.timeout(50);
  await expect(acquireLock(root, { directoryMode: null, timeoutMs: 60_000, signal })).rejects.toThrow(
    /abort/i,
  );
});

/** A process of this machine as a holder. */
const HERE = { ...thisHolder(), run: 'other' };

test.each([
  ['of a dead process, silent for two beats', { ...HERE, pid: DEAD }, 3000],
  ['of a process whose number another one has now', { ...HERE, started: '1' }, 3000],
  ['silent on another host', { ...HERE, pid: 1, host: 'elsewhere' }, 60_000],
  ['silent in another namespace', { ...HERE, system: 'pid:[7]' }, 60_000],
  ['silent, by a version that does not tell more', { pid: process.pid, host: hostname() }, 60_000],
  ['whose writer was killed at once', null, 3000],
])('a lock %s is taken over', async (_, holder, silentMs) => {
  const root = temporaryFolder();
  if (holder === null) {
    const file = put(workspaceOf(root), 'lock', '');
    const time = (Date.now() - silentMs) / 1000;
    utimesSync(file, time, time);
  } else plant(root, holder, silentMs);
  const held = await lock(root);
  held.assertHeld();
  held.release();
  expect(readdirSync(root)).toEqual([]);
});

// As of a minute ahead: however long a busy machine takes to look, that beat is not old.
const JUST_NOW = -60_000;
// Too long for a process that is known to be gone; far from the half minute of one that nobody can tell of.
const FOR_A_WHILE = 5000;

test.each([
  ['of a dead process, that was alive just now', { ...HERE, pid: DEAD }, JUST_NOW],
  ['of a process that is alive, however long it is silent', HERE, 3_600_000],
  ['on another host', { ...HERE, pid: DEAD, host: 'elsewhere' }, FOR_A_WHILE],
  [
    'in another namespace, where the number means another process',
    { ...HERE, pid: DEAD, system: 'x' },
    FOR_A_WHILE,
  ],
  ['of a version that does not tell more', { pid: DEAD, host: hostname() }, FOR_A_WHILE],
  ['that is being written', null, JUST_NOW],
])('a lock %s is respected', async (_, holder, silentMs) => {
  const root = temporaryFolder();
  if (holder === null) put(workspaceOf(root), 'lock', '', Date.now() - silentMs);
  else plant(root, holder, silentMs);
  await expect(lock(root)).rejects.toMatchObject({ problems: [{ code: 'destination-locked' }] });
  expect(readdirSync(workspaceOf(root))).toEqual(['lock']);
});

test.each([
  ['of a dead process', { ...HERE, pid: DEAD }, 'lock', 500],
  ['on another host', { ...HERE, pid: DEAD, host: 'elsewhere' }, 'lock', 30_000],
  ['that can not be read', null, 'lock', 30_000],
  ['that is being written', null, 'empty', 2000],
  ['of a process that is alive', HERE, 'lock', Number.POSITIVE_INFINITY],
  ['that no run has made', null, 'foreign', Number.POSITIVE_INFINITY],
] as const)('a lock %s is stale after so much silence and no less', (_, holder, kind, patience) => {
  const folder = temporaryFolder();
  const stale = (mtimeMs: number, watched: number): boolean =>
    isStale({ holder, mtimeMs, kind }, `${folder}/probe`, () => watched);
  // Watched by this process's clock, while the last beat lies ahead by that of the file system.
  const ahead = Date.now() + 3_600_000;
  expect(stale(ahead, patience)).toBe(false);
  const ends = Number.isFinite(patience);
  expect(stale(ahead, patience + 1)).toBe(ends);
  // Or by the clock of the file system alone.
  expect(stale(Date.now() - patience - 1000, 0)).toBe(ends);
  expect(existsSync(`${folder}/probe`)).toBe(false);
});

test('after the clock went back, a lock of a dead process is taken over once it was silent for two beats', async () => {
  const root = temporaryFolder();
  plant(root, { ...HERE, pid: DEAD }, -3_600_000);
  await expect(lock(root)).rejects.toThrow(/being written/);
  (await lock(root, 300_000)).release();
});

test('a run beats more often than one that is gone has to be silent', async () => {
  const root = temporaryFolder();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  await lock(root);
  const file = `${workspaceOf(root)}/lock`;
  for (let beats = 0; beats < 2; beats++) {
    utimesSync(file, 1, 1);
    // Two beats of silence are half a second.
    vi.advanceTimersByTime(300);
    expect(statSync(file).mtimeMs).toBeGreaterThan(1000);
  }
});

test('a suspended process keeps its lock for half a minute', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  const root = temporaryFolder();
  const started = readFileSync(`/proc/${child.pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[19];
  const holder = { ...HERE, pid: child.pid, started };
  child.kill('SIGSTOP');
  while (!isStopped(child.pid)) await sleep(5);
  plant(root, holder, FOR_A_WHILE);
  await expect(lock(root)).rejects.toThrow(/being written/);
  plant(root, holder, 60_000);
  (await lock(root)).release();
});

test.each([
  ['a folder', (file: string) => mkdirSync(file, { recursive: true })],
  ['a pipe', (file: string) => execFileSync('mkfifo', [file])],
  ['a link', (file: string) => symlinkSync('/etc/passwd', file)],
  ['a huge file', (file: string) => writeFileSync(file, Buffer.alloc(100_000))],
])('%s in place of a lock is an error that names it, and stays', async (_, make) => {
  const root = temporaryFolder();
  put(workspaceOf(root), 'other', '');
  make(`${workspaceOf(root)}/lock`);
  await expect(lock(root)).rejects.toMatchObject({
    problems: [{ code: 'destination-locked', at: { file: `${workspaceOf(root)}/lock` } }],
  });
  expect(readdirSync(workspaceOf(root)).sort()).toEqual(['lock', 'other']);
});

test('whatever the umask, everybody may read a lock', async () => {
  const root = temporaryFolder();
  const before = process.umask(0o077);
  try {
    await lock(root);
  } finally {
    process.umask(before);
  }
  expect(statSync(`${workspaceOf(root)}/lock`).mode & 0o777).toBe(0o644);
  for (const folder of [workspaceOf(root), dirname(workspaceOf(root))])
    expect(statSync(folder).mode & 0o777).toBe(0o755);
});

test('who lost the lock is told before it writes, and leaves the other one alone', async () => {
  const root = temporaryFolder();
  const held = await lock(root);
  plant(root, { pid: 1, host: 'elsewhere' });
  expect(() => held.assertHeld()).toThrow(/took over/);
  held.release();
  expect(readFileSync(`${workspaceOf(root)}/lock`, 'utf8')).toContain('elsewhere');
});

test('a link that leads nowhere is not locked, nor followed', async () => {
  const parent = temporaryFolder();
  symlinkSync('nowhere', `${parent}/link`);
  for (const root of [`${parent}/link`, `${parent}/link/static`]) (await lock(root)).release();
  expect(readdirSync(parent)).toEqual(['link']);
});

test('what can not be written to is not locked', async () => {
  const file = put(temporaryFolder(), 'file', 'content');
  const held = await lock(file);
  held.assertHeld();
  held.release();
  expect(readFileSync(file, 'utf8')).toBe('content');
});

test('of many runs one is in at a time, also after one was killed', async () => {
  const root = temporaryFolder();
  const script = await contender(root);
  plant(root, { ...HERE, pid: DEAD }, 3000);
  const children = Array.from({ length: 12 }, (_, index) => fork(script, [`${index}`]));
  const codes = Promise.all(children.map(ended));
  // All at once: the dead lock is in the way of each.
  await Promise.all(children.map((child) => once(child, 'message')));
  for (const child of children) child.send('go');
  // The first kills itself while it holds the lock.
  expect((await codes).filter((code) => code !== 0)).toEqual(['SIGKILL']);
  const entries = readFileSync(`${root}/log`, 'utf8').trim().split('\n');
  expect(entries.filter((line) => line.startsWith('in'))).toHaveLength(12);
  entries.forEach((line, index) => {
    const [what, who] = line.split(' ');
    if (what === 'out') expect(entries[index - 1]).toBe(`in ${who}`);
  });
  expect(entries.filter((line) => line.startsWith('out'))).toHaveLength(11);
  // Where that one was the last, nobody was there to take its lock over.
  expect(existsSync(`${workspaceOf(root)}/lock`)).toBe(entries.at(-1) === 'in 0');
  (await lock(root, 300_000)).release();
  expect(readdirSync(root)).toEqual(['log']);
});

/** Makes a file system on which much can happen between two calls, as on a busy one. */
const SLOW_CALLS = `
  const cell = new Int32Array(new SharedArrayBuffer(4));
  for (const name of ['accessSync', 'openSync', 'readFileSync', 'renameSync', 'rmSync']) {
    const call = fs[name];
    fs[name] = (...given) => (Atomics.wait(cell, 0, 0, Math.random() * 5), call(...given));
  }
  syncBuiltinESMExports();
`;

async function contender(root: string): Promise<string> {
  const outdir = temporaryFolder();
  mkdirSync(outdir, { recursive: true });
  const source = `
    import { once } from 'node:events';
    import fs, { appendFileSync } from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    import { setTimeout } from 'node:timers/promises';
    import { acquireLock } from './src/storages/lock/index.ts';
    ${SLOW_CALLS}
    const log = (what) => appendFileSync(${JSON.stringify(`${root}/log`)}, what + ' ' + process.argv[2] + '\\n');
    process.send('ready');
    await once(process, 'message');
    process.disconnect();
    const held = await acquireLock(${JSON.stringify(root)}, { directoryMode: null, timeoutMs: 600000 });
    log('in');
    if (process.argv[2] === '0') process.kill(process.pid, 'SIGKILL');
    await setTimeout(20);
    held.assertHeld();
    log('out');
    held.release();
  `;
  await build({
    stdin: { contents: source, resolveDir: join(import.meta.dirname, '../..'), loader: 'ts' },
    outfile: `${outdir}/contender.mjs`,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  writeFileSync(`${outdir}/package.json`, '{}');
  return `${outdir}/contender.mjs`;
}

function ended(child: ChildProcess): Promise<number | string | null> {
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
}
