import { chmodSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asset, open, put, temporaryFolder } from './folder.ts';

test('a destination that is a file, or a dangling link, is refused', () => {
  const folder = temporaryFolder();
  const file = put(folder, 'file', '');
  symlinkSync(`${folder}/nowhere`, `${folder}/dangling`);
  for (const root of [file, `${folder}/dangling`]) {
    expect(open(root).check([asset('a/b.css'), asset('c.css')])).toMatchObject([
      { code: 'destination-is-file', at: { file: root } },
    ]);
  }
});

test('a destination below a file is refused', () => {
  const root = `${put(temporaryFolder(), 'file', '')}/static`;
  const storage = open(root);
  expect(storage.isEmpty()).toBe(true);
  expect(storage.list()).toEqual([]);
  expect(storage.stat(asset('a.css'))).toBeUndefined();
  expect(storage.check([asset('a.css'), asset('b/c.css')])).toMatchObject([
    { code: 'destination-unreachable', at: { file: root }, cause: expect.stringContaining('ENOTDIR') },
  ]);
});

test.skipIf(process.getuid?.() === 0)('a destination nobody may look into is refused', () => {
  const folder = temporaryFolder();
  mkdirSync(`${folder}/static/sub`, { recursive: true });
  chmodSync(`${folder}/static/sub`, 0o300);
  const check = (root: string): unknown => open(root).check([asset('a.css'), asset('sub/b.css')]);
  expect(check(`${folder}/static`)).toMatchObject([
    { code: 'destination-unreachable', at: { file: `${folder}/static/sub` } },
  ]);
  chmodSync(`${folder}/static`, 0o300);
  expect(check(`${folder}/static`)).toMatchObject([{ code: 'destination-unreachable' }]);
  chmodSync(folder, 0o600);
  expect(check(`${folder}/static`)).toMatchObject([{ code: 'destination-unreachable' }]);
  chmodSync(folder, 0o700);
  chmodSync(`${folder}/static`, 0o700);
  chmodSync(`${folder}/static/sub`, 0o700);
});

test('all that stands in the way is listed, each obstacle once', () => {
  const folder = temporaryFolder();
  const root = join(folder, 'static');
  mkdirSync(`${root}/taken.css`, { recursive: true });
  put(root, 'file', '');
  mkdirSync(`${folder}/elsewhere`);
  symlinkSync(`${folder}/elsewhere`, `${root}/out`);
  symlinkSync('gone', `${root}/dangling`);
  mkdirSync(`${root}/real`);
  symlinkSync('real', `${root}/alias`);
  const wanted = [
    'out/a.css',
    'out/sub/b.css',
    'file/a',
    'file/b',
    'dangling/a',
    'taken.css',
    'alias/ok.css',
  ];
  expect(
    open(root)
      .check(wanted.map(asset))
      .map(({ code, at }) => [code, at?.file]),
  ).toEqual([
    ['destination-escapes', `${root}/out`],
    ['folder-is-file', `${root}/file`],
    ['folder-is-file', `${root}/dangling`],
    ['file-is-folder', `${root}/taken.css`],
  ]);
});

test('nothing is seen through a link that leads out, and no folder that is linked is listed', () => {
  const folder = temporaryFolder();
  const root = join(folder, 'static');
  mkdirSync(root);
  put(folder, 'elsewhere/a.css', 'a');
  symlinkSync(`${folder}/elsewhere`, `${root}/out`);
  expect(open(root).stat(asset('out/a.css'))).toBeUndefined();
  expect(open(root).list()).toMatchObject([{ path: 'out', kind: 'link' }]);
});

test('files go into a folder by way of a link that stays inside', async () => {
  const root = temporaryFolder();
  mkdirSync(`${root}/real`);
  symlinkSync('real', `${root}/alias`);
  const storage = open(root);
  storage.write(asset('alias/a.css'), Buffer.from('a'));
  await storage.place([]);
  expect(lstatSync(`${root}/alias`).isSymbolicLink()).toBe(true);
  expect(readFileSync(`${root}/real/a.css`, 'utf8')).toBe('a');
});

test.skipIf(process.getuid?.() === 0)(
  'a destination without leave to write is refused, missing or not',
  () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    const root = `${folder}/var/static`;
    expect(open(root).check([asset('a.css')])).toMatchObject([
      { code: 'destination-unwritable', at: { file: folder }, cause: 'permission denied (EACCES)' },
    ]);
    expect(open(folder).check([asset('a.css')])).toMatchObject([{ code: 'destination-unwritable' }]);
  },
);
