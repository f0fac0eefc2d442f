import { existsSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type BuildOptions, build } from 'esbuild';
import { expect, test } from 'vitest';
import type { Helper } from '../../../src/storages/copy/helper.ts';
import { openFilesystem } from '../../../src/storages/filesystem.ts';
import { crossingTo } from '../../../src/storages/placing/across.ts';
import type { CopyJob } from '../../../src/types.ts';
import { jobFor, put, temporaryFolder, treeOf, workspaceOf, YESTERDAY } from '../folder.ts';

const OPTIONS = { fileMode: null, directoryMode: null, durable: false, dedupe: false };

/** The storage as it is shipped: with its second thread beside it. */
async function bundled(): Promise<typeof import('../../../src/storages/index.ts')> {
  const outdir = temporaryFolder();
  const options: BuildOptions = {
    absWorkingDir: join(import.meta.dirname, '../../..'),
    outdir,
    bundle: true,
    platform: 'node',
    external: ['fs-extra/esm'],
  };
  await build({ ...options, entryPoints: ['src/storages/index.ts'], format: 'esm' });
  await build({
    ...options,
    entryPoints: { 'copy-worker': 'src/storages/copy/worker.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  });
  put(outdir, 'package.json', '{ "type": "module" }');
  return import(`${outdir}/index.js`);
}

function manyJobs(folder: string, count: number): CopyJob[] {
  return Array.from({ length: count }, (_, index) => {
    const content = `${index}`.repeat(index % 50);
    const path = `${index % 37}/${index}.css`;
    return jobFor(put(folder, path, content), content, path, index % 3 === 0);
  });
}

/** True if there is a file below a folder. */
function isWritten(folder: string): boolean {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile())
  );
}

/** Other work of this thread: it ends when another thread has written a file. */
async function untilWritten(folder: string): Promise<void> {
  while (!isWritten(folder)) await pause(5);
}

/** Other work of this thread, while which no other one may write anything. */
async function whileNothingIsWritten(folder: string): Promise<void> {
  await pause(200);
  expect(isWritten(folder)).toBe(false);
}

test('two threads do what one does', async () => {
  const folder = temporaryFolder();
  const jobs = manyJobs(`${folder}/sources`, 2500);
  const { openFilesystem: openBundled, startHelper } = await bundled();
  const helper = startHelper(2) as Helper;
  const results = [];
  for (const [name, open, more, work] of [
    ['one', openFilesystem, {}, whileNothingIsWritten],
    ['two', openBundled, { threads: 2 }, untilWritten],
    ['three', openBundled, { helper }, untilWritten],
  ] as const) {
    const storage = open(`${folder}/${name}`, { ...OPTIONS, ...more });
    results.push(await storage.copy(jobs, undefined, work(workspaceOf(`${folder}/${name}`))));
    await storage.place([]);
  }
  helper.end();
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
  expect(results[0]?.filter((hash) => hash !== null)).toHaveLength(834);
  expect(treeOf(`${folder}/two`)).toEqual(treeOf(`${folder}/one`));
  expect(treeOf(`${folder}/three`)).toEqual(treeOf(`${folder}/one`));
});

test('four threads copy each file once, from both ends', async () => {
  const folder = temporaryFolder();
  const source = put(folder, 'source.css', 'a {}');
  const jobs = Array.from({ length: 9001 }, (_, index) =>
    jobFor(source, 'a {}', `${index % 37}/${index}.css`, index % 1000 === 0),
  );
  const { openFilesystem: openBundled } = await bundled();
  const storage = openBundled(`${folder}/out`, { ...OPTIONS, threads: 4 });
  const results = await storage.copy(jobs);
  await storage.place([]);
  const hashes = results.flatMap((hash) => hash ?? []);
  expect(hashes).toHaveLength(10);
  expect(new Set(hashes).size).toBe(1);
  const copies = treeOf(`${folder}/out`);
  expect(Object.keys(copies)).toHaveLength(9011);
  expect(new Set(Object.values(copies))).toEqual(new Set(['a {}']));
});

const OTHER_DEVICE = '/dev/shm';
const crosses = statSync(OTHER_DEVICE, { throwIfNoEntry: false })?.dev !== statSync(tmpdir()).dev;

test.skipIf(!crosses)(
  'moves to another file system: whole, with time and mode, over what is there',
  async () => {
    const folder = temporaryFolder();
    const there = temporaryFolder(OTHER_DEVICE);
    put(folder, 'tree/a/b.css', 'b', YESTERDAY);
    put(folder, 'c.css', 'new', YESTERDAY);
    put(there, 'c.css', 'old');
    const cross = crossingTo(there, temporaryFolder());
    await cross(`${folder}/tree`, 'tree');
    await cross(`${folder}/c.css`, 'c.css');
    expect(treeOf(there)).toEqual({ 'c.css': 'new', 'tree/a/b.css': 'b' });
    expect(statSync(`${there}/tree/a/b.css`).mtimeMs).toBeCloseTo(YESTERDAY, 0);
    await expect(cross(`${folder}/none`, 'none')).rejects.toThrow('ENOENT');
    expect(readdirSync(there).sort()).toEqual(['c.css', 'tree']);
  },
);
