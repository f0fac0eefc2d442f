import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleCli } from '../../cli-bundle.ts';
import { pythonEnvironment } from './django-site.ts';

// A worker of another user, who may not look into what is ours, starts while runs by root go on, and after one was killed:
// WhiteNoise walks all of STATIC_ROOT then, and what it may not read stops the site. One process starts many: it is the walk
// that counts, not the start of Python.

const WORKERS = 200;
const NOBODY = 65534;

/** What the middleware does when a worker starts, but for the settings. */
const STARTS = `
import sys
from whitenoise import WhiteNoise
for count in range(int(sys.argv[2])):
    files = WhiteNoise(None, root=sys.argv[1], max_age=60).files
    assert len(files) > 100, len(files)
print("started", count + 1)
`;

const FILES = 60;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (text) => {
    stdout += text;
  });
  child.stderr?.on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

let folder: string;
let script: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'collectstatic-workers-'));
  chmodSync(folder, 0o755);
  script = await bundleCli(mkdtempSync(join(folder, 'bundle-')));
  const settings = { STATIC_URL: '/static/', STATIC_ROOT: 'static', STATICFILES_DIRS: ['assets'] };
  const config = { ...settings, STORAGE: 'compressed-manifest' };
  writeFileSync(join(folder, 'collectstatic.config.json'), JSON.stringify(config));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writeVersion(version: number): void {
  for (let index = 0; index < FILES; index++) {
    const below = join(folder, 'assets', `d${index % 20}`);
    mkdirSync(below, { recursive: true });
    const text = `/* ${index % 3 === 0 ? version : 0} */ a { color: red }`.repeat(20);
    writeFileSync(join(below, `${index}.css`), text);
  }
}

/** As under a careful administrator: nobody else may read what is made, unless it is said. */
function collecting(umask: string): ChildProcess {
  const command = `umask ${umask}; exec "$0" "$@"`;
  const args = ['-c', command, process.execPath, script, '--no-input'];
  return spawn('sh', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Waits until a run has put something beside its ledger, which is removed when it ends. */
async function untilAtWork(child: ChildProcess): Promise<void> {
  const beside = join(folder, '.collectstatic/static');
  while (child.exitCode === null && readdirSync(beside).every((name) => name === 'ledger.json'))
    await pause(1);
}

function starting(python: string, count: number): ChildProcess {
  const args = ['-c', STARTS, join(folder, 'static'), String(count)];
  return spawn(python, args, { cwd: '/', uid: NOBODY, gid: NOBODY, stdio: ['ignore', 'pipe', 'pipe'] });
}

test('WhiteNoise workers of another user start whatever a run is at', async ({ skip }) => {
  const made = pythonEnvironment();
  if ('reason' in made) return skip(made.reason);
  const python = join(made.folder, 'bin/python');
  writeVersion(0);
  // STATIC_ROOT and its folders are the site's own: Django leaves their modes to the umask as well.
  expect(await ended(collecting('022'))).toMatchObject({ code: 0, stderr: '' });
  let isOver = false;
  let runs = 0;
  const starts = ended(starting(python, WORKERS)).finally(() => {
    isOver = true;
  });
  for (let version = 1; !isOver || runs < 3; version++) {
    writeVersion(version);
    expect(await ended(collecting('077'))).toMatchObject({ code: 0, stderr: '' });
    runs++;
  }
  expect(await starts).toEqual({ code: 0, stdout: `started ${WORKERS}\n`, stderr: '' });
  writeVersion(-1);
  const child = collecting('077');
  const end = ended(child);
  await untilAtWork(child);
  child.kill('SIGKILL');
  await end;
  expect(await ended(starting(python, 1))).toEqual({ code: 0, stdout: 'started 1\n', stderr: '' });
});
