import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

/** For `--import`: has a process write down how many threads it has when it ends. Those of Node's pool stay until then. */
const COUNT =
  'data:text/javascript,import fs from "node:fs"; process.on("exit", () => fs.writeFileSync(process.env.THREADS, String(fs.readdirSync("/proc/self/task").length)));';

function threadsOf(cwd: string, jobs: number): number {
  const file = join(cwd, 'threads');
  const args = ['--import', COUNT, script, '--no-input', '--jobs', `${jobs}`];
  const { status } = spawnSync(process.execPath, args, { cwd, env: { ...process.env, THREADS: file } });
  expect(status).toBe(0);
  return Number(readFileSync(file, 'utf8'));
}

test.skipIf(platform() !== 'linux')('more jobs than threads of Node have as many threads', () => {
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
  const usual = threadsOf(cwd, 4);
  rmSync(join(cwd, 'out'), { recursive: true });
  expect(threadsOf(cwd, 12)).toBe(usual + 8);
});
