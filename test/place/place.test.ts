import { mkdirSync, readdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NO_LEDGER } from '../../src/ledger/index.ts';
import { stageCopies } from '../../src/place/index.ts';
import { unwanted } from '../../src/place/surplus.ts';
import { compare } from '../../src/storages/compare.ts';
import { openFilesystem, rehearseOn } from '../../src/storages/index.ts';
import type { Asset, Storage } from '../../src/types.ts';
import { planOf } from '../plan/site.ts';
import { asset, put, temporaryFolder, treeOf, YESTERDAY } from '../storages/folder.ts';
import { openMemory } from '../storages/memory.ts';
import { owning, place } from './run.ts';

interface Site {
  readonly sources: string;
  readonly root: string;
  readonly storage: Storage;
}

function site(): Site {
  const folder = temporaryFolder();
  const root = `${folder}/static`;
  mkdirSync(`${folder}/sources`);
  const options = { fileMode: null, directoryMode: null, durable: false, dedupe: false };
  return { sources: `${folder}/sources`, root, storage: openFilesystem(root, options) };
}

async function actions(...args: Parameters<typeof place>): Promise<readonly string[]> {
  return (await place(...args)).map(({ action, path }) => `${action} ${path}`);
}

test('copies what is new, leaves alone what is right', async () => {
  const { sources, root, storage } = site();
  put(sources, 'css/a.css', 'a', YESTERDAY);
  put(sources, 'b.css', 'b');
  expect(await actions(storage, planOf(sources))).toEqual(['copied b.css', 'copied css/a.css']);
  expect(treeOf(root)).toEqual(treeOf(sources));
  const before = statSync(`${root}/b.css`);
  expect(await actions(storage, planOf(sources))).toEqual(['unmodified b.css', 'unmodified css/a.css']);
  expect(statSync(`${root}/b.css`)).toEqual(before);
  put(sources, 'css/a.css', 'b', YESTERDAY + 1000);
  expect(await actions(storage, planOf(sources))).toEqual(['unmodified b.css', 'copied css/a.css']);
  expect(treeOf(root)).toEqual(treeOf(sources));
});

test('tells where each copy came from', async () => {
  const { sources, storage } = site();
  const from = put(sources, 'a.css', 'a');
  expect(await place(storage, planOf(sources))).toEqual([
    { path: 'a.css', action: 'copied', why: 'collected', from },
  ]);
});

test('an older source with other bytes is copied, a truncated copy is repaired', async () => {
  const { sources, root, storage } = site();
  put(sources, 'a.css', 'aaaa', YESTERDAY);
  put(sources, 'b.css', 'bbbb', YESTERDAY);
  await place(storage, planOf(sources));
  put(sources, 'a.css', 'AAAA', YESTERDAY - 86_400_000);
  writeFileSync(`${root}/b.css`, 'bb');
  expect(await actions(storage, planOf(sources))).toEqual(['copied a.css', 'copied b.css']);
  expect(treeOf(root)).toEqual({ 'a.css': 'AAAA', 'b.css': 'bbbb' });
});

test('the same bytes with another time are unmodified, and get the time', async () => {
  const { sources, root, storage } = site();
  put(sources, 'a.css', 'a', YESTERDAY);
  await place(storage, planOf(sources));
  const { ino } = statSync(`${root}/a.css`);
  utimesSync(`${sources}/a.css`, 1_650_000_000, 1_650_000_000);
  expect(await actions(storage, planOf(sources))).toEqual(['unmodified a.css']);
  expect(statSync(`${root}/a.css`)).toMatchObject({ ino, mtimeMs: expect.closeTo(1_650_000_000_000, 3) });
});

test('the time that files of the same bytes share is left alone', async () => {
  const { sources, root } = site();
  const storage = openFilesystem(root, { fileMode: null, directoryMode: null, durable: false, dedupe: true });
  put(sources, 'a.css', 'same', YESTERDAY);
  put(sources, 'b.css', 'same', YESTERDAY + 5000);
  await place(storage, planOf(sources));
  await storage.share(['a.css', 'b.css'].map(asset));
  expect(await actions(storage, planOf(sources))).toEqual(['unmodified a.css', 'unmodified b.css']);
  expect(storage.stat(asset('b.css'))).toMatchObject({ mtimeMs: expect.closeTo(YESTERDAY, 0), shared: true });
});

test('a time that every release has, and --checksum, make it compare bytes', async () => {
  for (const [mtimeMs, options] of [
    [Date.UTC(1980, 0, 1), {}],
    [YESTERDAY, { checksum: true }],
    [YESTERDAY, { clear: true }],
  ] as const) {
    const { sources, root, storage } = site();
    put(sources, 'a.css', 'old', mtimeMs);
    await place(storage, planOf(sources));
    put(sources, 'a.css', 'new', mtimeMs);
    expect(await actions(storage, planOf(sources), options)).toEqual(['copied a.css']);
    expect(treeOf(root)).toEqual({ 'a.css': 'new' });
  }
});

test('links, and goes from links to copies and back', async () => {
  const { sources, root, storage } = site();
  put(sources, 'a/b.css', 'a');
  expect(await actions(storage, planOf(sources), { link: true })).toEqual(['linked a/b.css']);
  expect(storage.stat(asset('a/b.css'))).toMatchObject({ kind: 'link', target: `${sources}/a/b.css` });
  expect(await actions(storage, planOf(sources), { link: true })).toEqual(['unmodified a/b.css']);
  expect(await actions(storage, planOf(sources))).toEqual(['copied a/b.css']);
  expect(storage.stat(asset('a/b.css'))?.kind).toBe('file');
  expect(treeOf(sources)).toEqual({ 'a/b.css': 'a' });
  expect(await actions(storage, planOf(sources), { link: true })).toEqual(['linked a/b.css']);
  expect(treeOf(root)).toEqual({ 'a/b.css': 'a' });
});

test('a link to another source is made anew', async () => {
  const { sources, root, storage } = site();
  put(sources, 'a.css', 'a');
  mkdirSync(root);
  symlinkSync('/srv/old/a.css', `${root}/a.css`);
  expect(compare(storage, planOf(sources).assets[0] as Asset, { link: true })).toEqual({
    upToDate: false,
    reason: 'target',
  });
  expect(await actions(storage, planOf(sources), { link: true })).toEqual(['linked a.css']);
});

test('without --clear nothing foreign goes, with it all of it and the folders it leaves', async () => {
  const { sources, root, storage } = site();
  put(sources, 'css/a.css', 'a');
  put(root, 'css/old.css', 'old');
  put(root, 'gone/deep/x.css', 'x');
  put(root, '.hidden', '');
  mkdirSync(`${root}/empty/folder`, { recursive: true });
  await place(storage, planOf(sources));
  expect(Object.keys(treeOf(root))).toEqual(['.hidden', 'css/a.css', 'css/old.css', 'gone/deep/x.css']);
  expect(await actions(storage, planOf(sources), { clear: true })).toEqual([
    'unmodified css/a.css',
    'deleted .hidden',
    'deleted css/old.css',
    'deleted gone/deep/x.css',
  ]);
  expect(treeOf(root)).toEqual({ 'css/a.css': 'a' });
  expect(readdirSync(root)).toEqual(['css']);
});

test('of what is ours only what is not wanted goes', async () => {
  const { sources, root, storage } = site();
  put(sources, 'css/a.css', 'a');
  for (const path of ['css/old.css', 'gone/ours.css', 'gone/upload.css']) put(root, path, '');
  const ledger = owning(...['css/a.css', 'css/old.css', 'gone/ours.css', 'never/was.css'].map(asset));
  expect(await actions(storage, planOf(sources), { clearOwned: true, ledger })).toEqual([
    'copied css/a.css',
    'deleted css/old.css',
    'deleted gone/ours.css',
  ]);
  expect(Object.keys(treeOf(root))).toEqual(['css/a.css', 'gone/upload.css']);
});

test('nothing is visible when all is staged, and the ledger is no part of the site', async () => {
  const { sources, root, storage } = site();
  put(sources, 'a.css', 'a');
  put(root, 'old.css', '');
  const staged = await stageCopies(storage, planOf(sources), { ledger: NO_LEDGER });
  expect(readdirSync(root)).toEqual(['old.css']);
  storage.writeLedger([Buffer.from(staged.outcomes.map(({ action }) => action).join())]);
  await storage.place(staged.last);
  await place(storage, planOf(sources), { clear: true });
  expect(treeOf(root)).toEqual({ 'a.css': 'a' });
  expect(Buffer.from(storage.readLedger() ?? []).toString()).toBe('copied');
});

test('a link to a folder is removed, not what it leads to; one on the way to a wanted file stays', async () => {
  const { sources, root, storage } = site();
  put(sources, 'alias/a.css', 'a');
  put(sources, 'kept.css', 'kept');
  mkdirSync(`${root}/real`, { recursive: true });
  symlinkSync('real', `${root}/alias`);
  symlinkSync(sources, `${root}/out`);
  expect(await actions(storage, planOf(sources), { clear: true })).toContain('deleted out');
  expect(treeOf(sources)).toEqual({ 'alias/a.css': 'a', 'kept.css': 'kept' });
  expect(readdirSync(root)).toContain('alias');
});

test('what is in the way is said before anything is written', async () => {
  const { sources, root, storage } = site();
  put(sources, 'a/b.css', '');
  put(sources, 'c', '');
  put(sources, 'fine.css', '');
  put(root, 'a', 'a file');
  put(root, 'c/upload.png', 'u');
  for (const target of [storage, rehearseOn(storage)]) {
    await expect(place(target, planOf(sources))).rejects.toMatchObject({
      problems: [{ code: 'folder-is-file' }, { code: 'file-is-folder' }],
    });
  }
  expect(treeOf(root)).toEqual({ a: 'a file', 'c/upload.png': 'u' });
});

test('a source that changes under the run leaves the old release whole', async () => {
  const { sources, root, storage } = site();
  put(sources, 'a.css', 'old');
  put(sources, 'b.css', 'old');
  await place(storage, planOf(sources));
  put(sources, 'a.css', 'new and long');
  put(sources, 'b.css', 'newer');
  const later = planOf(sources);
  put(sources, 'b.css', 'newer still');
  await expect(place(storage, later)).rejects.toMatchObject({ problems: [{ code: 'source-changed' }] });
  expect(treeOf(root)).toEqual({ 'a.css': 'old', 'b.css': 'old' });
});

test('an aborted run leaves everything as it was', async () => {
  const { sources, root, storage } = site();
  put(sources, 'a.css', 'a');
  const reason = new Error('SIGINT');
  await expect(place(storage, planOf(sources), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(() => readdirSync(root)).toThrow('ENOENT');
});

test('counts progress over all assets', async () => {
  const { sources, storage } = site();
  put(sources, 'a.css', 'a');
  await place(storage, planOf(sources));
  put(sources, 'b.css', 'b');
  const seen: string[] = [];
  await place(storage, planOf(sources), { onProgress: (done, total) => seen.push(`${done}/${total}`) });
  expect(seen).toEqual(['1/2', '2/2']);
});

test('a rehearsal says what a run would, and writes nothing', async () => {
  const { sources, root, storage } = site();
  put(sources, 'a.css', 'a');
  put(root, 'old.css', 'old');
  const options = { clear: true };
  const rehearsed = await place(rehearseOn(storage), planOf(sources), options);
  expect(treeOf(root)).toEqual({ 'old.css': 'old' });
  expect(await place(storage, planOf(sources), options)).toEqual(rehearsed);
  const plan = planOf(sources);
  put(sources, 'a.css', 'longer');
  await expect(place(rehearseOn(openMemory()), plan)).rejects.toMatchObject({
    problems: [{ code: 'source-changed' }],
  });
});

test('what is unwanted excludes the folders of what is wanted', async () => {
  const storage = openMemory();
  for (const path of ['a/b/c.css', 'a/d.css', 'e/f.css']) storage.write(asset(path), Buffer.from(''));
  await storage.place([]);
  expect(unwanted(storage, new Set([asset('a/b/c.css')]))).toEqual({
    all: ['a/d.css', 'e', 'e/f.css'],
    files: ['a/d.css', 'e/f.css'],
  });
});

test.each([
  [0, true],
  [0.9, true],
  [-0.9, true],
  [1, false],
  [-1, false],
  [1000, false],
])('times that differ by %d ms are taken for the same: %s', async (difference, isSame) => {
  const { sources, storage } = site();
  put(sources, 'a.css', 'old', YESTERDAY);
  await place(storage, planOf(sources));
  const [planned] = planOf(sources).assets as [Asset];
  put(sources, 'a.css', 'new', YESTERDAY);
  const mtimeMs = (storage.stat(planned.path)?.mtimeMs as number) + difference;
  const found = compare(storage, { ...planned, source: { ...planned.source, mtimeMs } }, {});
  expect(found).toMatchObject(isSame ? { upToDate: true } : { upToDate: false, reason: 'content' });
});
