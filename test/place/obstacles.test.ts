import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findWay } from '../../src/place/obstacles.ts';
import { openFilesystem, openSwap } from '../../src/storages/index.ts';
import { placerFor } from '../../src/storages/placing/placer.ts';
import { changes, makeSite } from '../fingerprinting/site.ts';
import { planOf } from '../plan/site.ts';
import { asset, put, temporaryFolder, treeOf } from '../storages/folder.ts';
import { openMemory } from '../storages/memory.ts';
import { owning, place } from './run.ts';

const PLAIN = { STORAGE: 'plain' };

test('a file of ours that became a folder gives way, and a folder that became a file', async () => {
  const site = makeSite(PLAIN, { a: 'a', 'b/x.css': 'x', 'b/deep/y.css': 'y', 'c.css': 'c' });
  await site.collect();
  site.remove('assets/a');
  rmSync(`${site.folder}/assets/b`, { recursive: true });
  site.write('assets/a/z.css', 'z', 1);
  site.write('assets/b', 'b', 1);
  const rehearsed = await site.collect({ dryRun: true });
  expect(Object.keys(site.served())).toEqual(['a', 'b/deep/y.css', 'b/x.css', 'c.css']);
  const report = await site.collect();
  expect(report.outcomes).toEqual(rehearsed.outcomes);
  expect(changes(report)).toEqual({
    'a/z.css': 'copied',
    b: 'copied',
    a: 'deleted',
    'b/deep/y.css': 'deleted',
    'b/x.css': 'deleted',
  });
  expect(site.served()).toEqual({ 'a/z.css': 'z', b: 'b', 'c.css': 'c' });
  expect(changes(await site.collect())).toEqual({});
  expect(readdirSync(`${site.folder}/out`)).toEqual(['a', 'b', 'c.css']);
});

test('a folder with one file of somebody else does not give way, but with --clear', async () => {
  const site = makeSite(PLAIN, { 'a/x.css': 'x', 'c.css': 'c' });
  await site.collect();
  site.write('out/a/upload.png', 'u');
  rmSync(`${site.folder}/assets/a`, { recursive: true });
  site.write('assets/a', 'a');
  site.write('assets/c.css', 'changed', 1);
  for (const options of [{}, { dryRun: true }, { clearOwned: true }]) {
    await expect(site.collect(options)).rejects.toMatchObject({
      problems: [{ code: 'file-is-folder', at: { file: `${site.folder}/out/a` } }],
    });
  }
  expect(site.served()).toEqual({ 'a/upload.png': 'u', 'a/x.css': 'x', 'c.css': 'c' });
  const report = await site.collect({ clear: true });
  expect(changes(report)).toEqual({
    a: 'copied',
    'c.css': 'copied',
    'a/upload.png': 'deleted',
    'a/x.css': 'deleted',
  });
  expect(site.served()).toEqual({ a: 'a', 'c.css': 'changed' });
});

test('a file of somebody else does not give way to a folder, but with --clear', async () => {
  const site = makeSite(PLAIN, { 'a/x.css': 'x' });
  site.write('out/a', 'foreign');
  await expect(site.collect()).rejects.toMatchObject({ problems: [{ code: 'folder-is-file' }] });
  expect(site.served()).toEqual({ a: 'foreign' });
  await site.collect({ clear: true });
  expect(site.served()).toEqual({ 'a/x.css': 'x' });
});

test('the compressed variants of a file go with it, and its fingerprinted copies stay', async () => {
  const text = 'a { color: red }\n'.repeat(50);
  const site = makeSite({ STORAGE: 'compressed-manifest' }, { 'a.css': text });
  await site.collect();
  const [hashed = ''] = Object.keys(site.served()).filter((path) => /^a\.\w{12}\.css$/.test(path));
  site.remove('assets/a.css');
  site.write('assets/a.css/b.txt', 'b', 1);
  await site.collect();
  const paths = Object.keys(site.served());
  expect(paths).toContain('a.css/b.txt');
  expect(paths).toEqual(expect.arrayContaining([hashed, `${hashed}.br`, `${hashed}.gz`]));
  expect(paths).not.toContain('a.css.gz');
  expect(paths).not.toContain('a.css.br');
  expect(JSON.parse(site.read('out/staticfiles.json').toString()).paths).toHaveProperty(['a.css/b.txt']);
});

test('a link of --link whose source became a folder gives way, and nothing is written through it', async () => {
  const site = makeSite(PLAIN, { a: 'a' });
  await site.collect({ link: true });
  site.remove('assets/a');
  site.write('assets/a/x.css', 'x');
  await site.collect();
  expect(lstatSync(`${site.folder}/out/a`).isDirectory()).toBe(true);
  expect(site.served()).toEqual({ 'a/x.css': 'x' });
  expect(site.read('assets/a/x.css').toString()).toBe('x');
});

test("somebody else's link that leads out gives way to --clear only; what it leads to stays", async () => {
  const site = makeSite(PLAIN, { 'a/x.css': 'x' });
  site.write('elsewhere/precious.txt', 'p');
  mkdirSync(`${site.folder}/out`);
  symlinkSync(`${site.folder}/elsewhere`, `${site.folder}/out/a`);
  await expect(site.collect()).rejects.toMatchObject({ problems: [{ code: 'destination-escapes' }] });
  await site.collect({ clear: true });
  expect(site.served()).toEqual({ 'a/x.css': 'x' });
  expect(readdirSync(`${site.folder}/elsewhere`)).toEqual(['precious.txt']);
});

test('with --swap the release before keeps what gave way', async () => {
  const site = makeSite(PLAIN, { a: 'a', 'b/x.css': 'x' });
  await site.collect({ swap: true });
  site.remove('assets/a');
  rmSync(`${site.folder}/assets/b`, { recursive: true });
  site.write('assets/a/z.css', 'z', 1);
  site.write('assets/b', 'b', 1);
  await site.collect({ swap: true });
  expect(site.served()).toEqual({ 'a/z.css': 'z', b: 'b' });
  expect(site.served('out.releases/0001')).toEqual({ a: 'a', 'b/x.css': 'x' });
});

test('a run that was killed between the two renames is finished by the next', async () => {
  const site = makeSite(PLAIN, { 'a/x.css': 'x' });
  await site.collect();
  rmSync(`${site.folder}/assets/a`, { recursive: true });
  rmSync(`${site.folder}/out/a`, { recursive: true });
  site.write('.collectstatic/out/stage-0123456789ab/aside/0123456789ab/x.css', 'x');
  site.write('assets/a', 'a', 1);
  await site.collect();
  expect(site.served()).toEqual({ a: 'a' });
});

test('what could not be put in its place leaves what stood there', async () => {
  const root = temporaryFolder();
  put(root, 'a/x.css', 'x');
  mkdirSync(`${root}/aside`);
  const placeIt = placerFor(root, new Set(['a']), `${root}/aside`, {
    guard: () => {},
    cross: async () => {},
  });
  await expect(placeIt(`${root}/gone`, 'a')).rejects.toThrow('ENOENT');
  expect(treeOf(root)).toEqual({ 'a/x.css': 'x' });
});

test('an empty folder gives way to a file', async () => {
  const site = makeSite(PLAIN, { a: 'a' });
  mkdirSync(`${site.folder}/out/a/b`, { recursive: true });
  await site.collect();
  expect(readFileSync(`${site.folder}/out/a`, 'utf8')).toBe('a');
});

test('all storages tell alike what is in the way', async () => {
  const folder = temporaryFolder();
  const options = { fileMode: null, directoryMode: null, durable: false, dedupe: false };
  for (const storage of [
    openMemory(),
    openFilesystem(`${folder}/plain`, options),
    openSwap(`${folder}/swap`, options),
  ]) {
    for (const path of ['file', 'folder/sub/a.css', 'folder/b.css'])
      storage.write(asset(path), Buffer.from(path));
    await storage.place([]);
    const wanted = ['file/x.css', 'file/y.css', 'folder', 'folder/sub', 'new/z.css'].map(asset);
    expect(storage.inTheWay(wanted)).toEqual([
      { path: 'file', kind: 'file', files: ['file'] },
      { path: 'folder', kind: 'folder', files: ['folder/b.css', 'folder/sub/a.css'] },
      { path: 'folder/sub', kind: 'folder', files: ['folder/sub/a.css'] },
    ]);
    const paths = ['file/x.css', 'folder'].map(asset);
    const owned = findWay(storage, paths, () => new Set(paths), {
      ledger: owning(asset('file'), asset('folder/sub/a.css')),
    });
    expect(owned.tops).toEqual(['file']);
    expect(owned.problems).toMatchObject([{ code: 'file-is-folder' }]);
    for (const path of paths) storage.write(path, Buffer.from('new'));
    for (const path of ['file', 'folder'].map(asset)) storage.displace(path);
    await storage.place([]);
    expect(storage.list().map(({ path }) => path)).toEqual(['file', 'file/x.css', 'folder']);
  }
});

test('what gives way is gone from a plain run without a ledger only if it may', async () => {
  const folder = temporaryFolder();
  put(folder, 'sources/a', 'a');
  put(folder, 'static/a/x.css', 'x');
  const options = { fileMode: null, directoryMode: null, durable: false, dedupe: false };
  const storage = openFilesystem(`${folder}/static`, options);
  await expect(place(storage, planOf(`${folder}/sources`))).rejects.toThrow(/folder stands/);
  await place(storage, planOf(`${folder}/sources`), { ledger: owning(asset('a/x.css')) });
  expect(treeOf(`${folder}/static`)).toEqual({ a: 'a' });
});
