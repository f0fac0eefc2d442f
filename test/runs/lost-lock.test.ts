import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { bundleCli } from '../cli-bundle.ts';
import { put, temporaryFolder, treeOf, workspaceOf } from '../storages/folder.ts';
import { IN_PID_NAMESPACE, NO_NAMESPACE } from './pid-namespace.ts';
import { isStopped } from './stopped.ts';

// A run that stands still while it makes its files visible, and another that takes over meanwhile, or may not.

const HOOK = new URL('sequence/stop-at.mjs', import.meta.url).href;
const FILES = 12;

let script: string;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  script = await bundleCli(bundle);
  return () => rmSync(bundle, { recursive: true });
});

function site(): string {
  const folder = temporaryFolder();
  const config = { STATIC_URL: '/s/', STATIC_ROOT: 'static', STATICFILES_DIRS: ['assets'] };
  put(folder, 'collectstatic.config.json', JSON.stringify(config));
  writeVersion(folder, 'old');
  expect(spawnSync(process.execPath, [script, '--no-input'], { cwd: folder }).status).toBe(0);
  writeVersion(folder, 'new version');
  return folder;
}

function writeVersion(folder: string, content: string): void {
  for (let index = 0; index < FILES; index++) put(folder, `assets/${index}.css`, content);
}

/** A run that stands still before its `at`-th rename into STATIC_ROOT; started by way of `prefix`. */
function start(folder: string, at: number, prefix: readonly string[] = []): ChildProcess {
  const [command = '', ...args] = [
    ...prefix,
    process.execPath,
    '--import',
    HOOK,
    script,
    '--no-input',
    '--clear',
  ];
  const env = { ...process.env, STOP_AT: `${at}`, STOP_BELOW: join(folder, 'static') };
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Waits until a run says that it holds the lock. */
async function locked(folder: string): Promise<void> {
  const file = `${workspaceOf(join(folder, 'static'))}/lock`;
  while (!existsSync(file) || !readFileSync(file, 'utf8').startsWith('{')) await sleep(10);
}

async function stopped({ pid }: ChildProcess): Promise<void> {
  while (!isStopped(pid)) await sleep(5);
}

const placed = (folder: string): number =>
  Object.values(treeOf(join(folder, 'static'))).filter((content) => content === 'new version').length;

test.skipIf(process.platform !== 'linux').each([0, 1, 5, FILES - 1])(
  'a run that lost its lock before its rename %i makes nothing more visible, and removes nothing of the other',
  async (at) => {
    const folder = site();
    const workspace = workspaceOf(join(folder, 'static'));
    put(folder, 'static/unwanted.css', 'of somebody');
    const child = start(folder, at);
    let told = '';
    child.stderr?.on('data', (text) => {
      told += text;
    });
    await stopped(child);
    const other = JSON.stringify({ run: 'other', pid: 1, host: 'elsewhere', since: '' });
    put(workspace, 'lock', other);
    put(workspace, 'stage-ffffffffffff/tree/0.css', 'of the other');
    await sleep(400);
    child.kill('SIGCONT');
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
    expect(told).toContain('Another run took over');
    // The rename it stood in front of is made: nobody can look in between.
    expect(placed(folder)).toBe(at + 1);
    expect(existsSync(join(folder, 'static/unwanted.css'))).toBe(true);
    expect(treeOf(workspace)).toMatchObject({ lock: other, 'stage-ffffffffffff/tree/0.css': 'of the other' });
  },
);

test('a run in another pid namespace holds its lock', async (context) => {
  if (IN_PID_NAMESPACE === null) return context.skip(NO_NAMESPACE);
  const folder = site();
  start(folder, 3, IN_PID_NAMESPACE);
  await locked(folder);
  await sleep(1000);
  const args = [script, '--no-input', '--lock-timeout', '0s'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  expect(stderr).toContain('STATIC_ROOT is being written by process');
  expect(status).toBe(1);
});
