import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  acquireLock,
  finishSwitch,
  openSwap,
  removeDrafts,
  rollBack,
  trimReleases,
} from '../../src/storages/index.ts';
import { replaceFolder } from '../../src/storages/releases/index.ts';
import type { Storage } from '../../src/types.ts';
import { storageContract } from './contract.ts';
import { asset, put, temporaryFolder, treeOf, workspaceOf } from './folder.ts';

function open(root: string): Storage {
  return openSwap(root, { fileMode: null, directoryMode: null, durable: false, dedupe: false });
}

async function release(
  root: string,
  files: Readonly<Record<string, string>>,
  removed: readonly string[] = [],
): Promise<void> {
  const storage = open(root);
  for (const [path, content] of Object.entries(files)) storage.write(asset(path), Buffer.from(content));
  await storage.place([]);
  await storage.remove(removed.map(asset));
}

function releasesOf(root: string): readonly string[] {
  return readdirSync(`${root}.releases`).sort();
}

storageContract('swapped', () => open(join(temporaryFolder(), 'static')));

test('each run that changes something is a release, made of links to the last one', async () => {
  const root = join(temporaryFolder(), 'static');
  await release(root, { 'a.css': 'a', 'sub/b.css': 'b' });
  expect(readlinkSync(root)).toBe('static.releases/0001');
  symlinkSync('/srv/c.css', `${root}/c.css`);
  await release(root, { 'a.css': 'A' });
  expect(readlinkSync(root)).toBe('static.releases/0002');
  await release(root, {});
  expect(releasesOf(root)).toEqual(['0001', '0002']);
  expect(statSync(`${root}/sub/b.css`).ino).toBe(statSync(`${root}.releases/0001/sub/b.css`).ino);
  expect(readFileSync(`${root}.releases/0001/a.css`, 'utf8')).toBe('a');
  expect(readFileSync(`${root}/a.css`, 'utf8')).toBe('A');
  expect(readlinkSync(`${root}/c.css`)).toBe('/srv/c.css');
});

test('what is removed is still in the release before, also by a run that does nothing else', async () => {
  const root = join(temporaryFolder(), 'static');
  await release(root, { 'a.css': 'a', 'b.css': 'b', 'c.css': 'c' });
  await release(root, { 'a.css': 'A' }, ['b.css']);
  await release(root, {}, ['c.css']);
  expect(treeOf(`${root}.releases/0001`)).toEqual({ 'a.css': 'a', 'b.css': 'b', 'c.css': 'c' });
  expect(treeOf(`${root}.releases/0002`)).toEqual({ 'a.css': 'A', 'c.css': 'c' });
  expect(treeOf(`${root}.releases/0003`)).toEqual({ 'a.css': 'A' });
  expect(readlinkSync(root)).toBe('static.releases/0003');
});

test('a STATIC_ROOT that is a folder becomes the first release', async () => {
  const root = join(temporaryFolder(), 'static');
  put(root, 'a.css', 'a');
  put(root, 'upload.png', 'u');
  await release(root, { 'a.css': 'A' });
  expect(readlinkSync(root)).toBe('static.releases/0002');
  expect(treeOf(`${root}.releases/0001`)).toEqual({ 'a.css': 'a', 'upload.png': 'u' });
  expect(treeOf(`${root}.releases/0002`)).toEqual({ 'a.css': 'A', 'upload.png': 'u' });
});

test('what a run left that was killed while STATIC_ROOT was away is served again', async () => {
  const root = join(temporaryFolder(), 'static');
  put(root, 'a.css', 'a');
  await release(root, { 'a.css': 'A' });
  const link = put(workspaceOf(root), 'link', '');
  rmSync(link);
  renameSync(root, link);
  finishSwitch(root);
  expect(readlinkSync(root)).toBe('static.releases/0002');
  expect(readFileSync(`${root}/a.css`, 'utf8')).toBe('A');
  expect(
    readdirSync(dirname(root))
      .filter((name) => !name.startsWith('.'))
      .sort(),
  ).toEqual(['static', 'static.releases']);
  finishSwitch(root);
  expect(readlinkSync(root)).toBe('static.releases/0002');
});

test('a link beside STATIC_ROOT is not taken for it where it leads elsewhere, or nowhere, or a folder stands', () => {
  const root = join(temporaryFolder(), 'static');
  const link = put(workspaceOf(root), 'link', '');
  rmSync(link);
  for (const target of ['static.releases/0001', '/tmp']) {
    symlinkSync(target, link);
    finishSwitch(root);
    expect(existsSync(root)).toBe(false);
    rmSync(link, { force: true });
  }
  put(root, 'a.css', 'a');
  mkdirSync(`${root}.releases/0001`, { recursive: true });
  symlinkSync('static.releases/0001', link);
  finishSwitch(root);
  expect(treeOf(root)).toEqual({ 'a.css': 'a' });
});

test('a folder that can not become a link stays as it is', () => {
  const root = join(temporaryFolder(), 'static');
  put(root, 'a.css', 'a');
  put(`${root}.releases`, '0001/b.css', 'b');
  expect(() => replaceFolder(root, '0001', '0002')).toThrow(/could not be put in its place/);
  expect(treeOf(root)).toEqual({ 'a.css': 'a' });
  expect(
    readdirSync(dirname(root))
      .filter((name) => !name.startsWith('.'))
      .sort(),
  ).toEqual(['static', 'static.releases']);
});

test('rolls back, and goes on from there', async () => {
  const root = join(temporaryFolder(), 'static');
  for (const content of ['1', '2', '3']) await release(root, { 'a.css': content });
  expect(rollBack(root)).toEqual({ from: '0003', to: '0002' });
  expect(readFileSync(`${root}/a.css`, 'utf8')).toBe('2');
  await release(root, { 'b.css': 'b' });
  expect(readlinkSync(root)).toBe('static.releases/0004');
  expect(treeOf(`${root}.releases/0004`)).toEqual({ 'a.css': '2', 'b.css': 'b' });
  // What was served before, by the time of the switch: 0003 was taken back.
  for (const to of ['0002', '0001']) expect(rollBack(root).to).toBe(to);
  expect(() => rollBack(root)).toThrow(/served before/);
  expect(() => rollBack(temporaryFolder())).toThrow(/not one of several releases/);
});

test('keeps the releases that were served last, and the one that is served', async () => {
  const root = join(temporaryFolder(), 'static');
  for (const content of ['1', '2', '3', '4']) await release(root, { 'a.css': content });
  expect(await trimReleases(root, 3)).toEqual(['0001']);
  rollBack(root);
  rollBack(root);
  expect(await trimReleases(root, 1)).toEqual(['0003', '0004']);
  expect(releasesOf(root)).toEqual(['0002']);
  expect(readFileSync(`${root}/a.css`, 'utf8')).toBe('2');
});

test('no release gets the name of another one, of one that was rolled back and is gone neither', async () => {
  const root = join(temporaryFolder(), 'static');
  for (const content of ['1', '2', '3']) await release(root, { 'a.css': content });
  // Without the note of earlier runs, too.
  rmSync(join(workspaceOf(root), 'served.json'));
  rollBack(root);
  expect(await trimReleases(root, 1)).toEqual(['0003', '0001']);
  await release(root, { 'a.css': '4' });
  expect(releasesOf(root)).toEqual(['0002', '0004']);
});

test('a reader never finds STATIC_ROOT missing or mixed', async () => {
  const root = join(temporaryFolder(), 'static');
  await release(root, { 'a.css': '0', 'b.css': '0' });
  const storage = open(root);
  storage.write(asset('a.css'), Buffer.from('1'));
  storage.write(asset('b.css'), Buffer.from('1'));
  expect(treeOf(root)).toEqual({ 'a.css': '0', 'b.css': '0' });
  await storage.discard();
  expect(treeOf(root)).toEqual({ 'a.css': '0', 'b.css': '0' });
  expect(releasesOf(root)).toEqual(['0001']);
});

test('what a killed run left of a release goes with the next', async () => {
  const root = join(temporaryFolder(), 'static');
  await release(root, { 'a.css': '1' });
  put(`${root}.releases/next-0123456789ab/site`, 'a.css', 'half');
  put(workspaceOf(root), 'ledger-0007.json', 'of a release that is gone');
  await removeDrafts(root);
  expect(releasesOf(root)).toEqual(['0001']);
  expect(readdirSync(workspaceOf(root))).toEqual(['served.json']);
  expect(treeOf(root)).toEqual({ 'a.css': '1' });
});

test("somebody else's link is not replaced", () => {
  const parent = temporaryFolder();
  mkdirSync(`${parent}/disk`);
  symlinkSync('disk', `${parent}/static`);
  expect(open(`${parent}/static`).check([asset('a.css')])).toMatchObject([{ code: 'swap-foreign-link' }]);
});

test('releases that can not be kept are said before anything is written', () => {
  const root = join(temporaryFolder(), 'static');
  writeFileSync(`${root}.releases`, '');
  expect(open(root).check([asset('a.css')])).toMatchObject([
    { code: 'destination-is-file', at: { file: `${root}.releases` } },
  ]);
});

test('runs lock the same whatever STATIC_ROOT is: nothing, a folder, a release', async () => {
  const root = join(temporaryFolder(), 'static');
  const lock = await acquireLock(root, { directoryMode: null, timeoutMs: 0 });
  const waits = { directoryMode: null, timeoutMs: 0 };
  await expect(acquireLock(root, waits)).rejects.toThrow(/being written/);
  mkdirSync(root);
  await expect(acquireLock(root, waits)).rejects.toThrow(/being written/);
  await release(root, { 'a.css': '1' });
  expect(lstatSync(root).isSymbolicLink()).toBe(true);
  await expect(acquireLock(root, waits)).rejects.toThrow(/being written/);
  lock.release();
});
