import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bundleCli } from '../cli-bundle.ts';
import { put, temporaryFolder } from '../storages/folder.ts';

let script: string;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'collectstatic-test-'));
  script = await bundleCli(bundle);
  return () => rmSync(bundle, { recursive: true });
});

/** The most threads that a run has until it ends. */
async function threadsOf(cwd: string, jobs: number): Promise<number> {
  const child = spawn(process.execPath, [script, '--no-input', '--jobs', `${jobs}`], {
    cwd,
    stdio: 'ignore',
  });
  let isOver = false;
  const code = new Promise<number | null>((resolve) =>
    child.once('exit', (status) => {
      isOver = true;
      resolve(status);
    }),
  );
  let most = 0;
  while (!isOver) {
    try {
      most = Math.max(most, readdirSync(`/proc/${child.pid}/task`).length);
    } catch {
      // It has ended.
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(await code).toBe(0);
  return most;
}

test.skipIf(platform() !== 'linux')('more jobs than threads of Node have as many threads', async () => {
  const cwd = temporaryFolder();
  const config = {
    STATIC_URL: '/s/',
    STATIC_ROOT: 'out',
    STATICFILES_DIRS: ['assets'],
    STORAGE: 'compressed',
  };
  put(cwd, 'collectstatic.config.json', JSON.stringify(config));
  for (let index = 0; index < 12; index++)
    put(cwd, `assets/${index}.txt`, Array.from({ length: 4000 }, (_, at) => at * index * 7919).join(' '));
  const usual = await threadsOf(cwd, 4);
  rmSync(join(cwd, 'out'), { recursive: true });
  expect(await threadsOf(cwd, 12)).toBe(usual + 8);
});
