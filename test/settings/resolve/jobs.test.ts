import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countCores } from '../../../src/settings/resolve/cores.ts';
import { runCli } from '../../fake-process.ts';
import { load } from '../ask.ts';
import { tree } from '../tree.ts';

const CONFIG = { STATIC_ROOT: 'out', STATIC_URL: '/static/' };

function configured(more: object): string {
  return tree({ 'collectstatic.config.json': JSON.stringify({ ...CONFIG, ...more }) });
}

test('JOBS is a number of threads, and the option is stronger; without them one for each core', async () => {
  expect((await load(configured({ JOBS: 3 }))).jobs).toBe(3);
  expect((await load(configured({ JOBS: 3 }), { jobs: 5 })).jobs).toBe(5);
  expect((await load(configured({}))).jobs).toBe(countCores());
});

test.each([0, -1, 1.5, 1e9, '4', true])('JOBS %j is an error that says what is wanted', async (JOBS) => {
  const { code, stderr } = await runCli(['--no-input'], { cwd: configured({ JOBS }) });
  expect(code).toBe(1);
  expect(stderr).toContain('JOBS must be a whole number from 1 to 256');
});

test('a quota of the container counts, rounded down, but for less than one core', () => {
  const cores = availableParallelism();
  const cpuMax = join(tree({}), 'cpu.max');
  const withQuota = (text: string): number => {
    writeFileSync(cpuMax, text);
    return countCores(cpuMax);
  };
  expect(withQuota('100000 100000\n')).toBe(1);
  expect(withQuota('190000 100000\n')).toBe(1);
  expect(withQuota('20000 100000\n')).toBe(1);
  expect(withQuota('99900000 100000\n')).toBe(cores);
  expect(withQuota('max 100000\n')).toBe(cores);
  expect(withQuota('')).toBe(cores);
  expect(countCores(`${cpuMax}.none`)).toBe(cores);
});
