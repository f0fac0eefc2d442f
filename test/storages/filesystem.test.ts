import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CollectstaticError } from '../../src/errors.ts';
import type { Storage } from '../../src/types.ts';
import { asset, jobFor, open, put, temporaryFolder, treeOf, workspaceOf, YESTERDAY } from './folder.ts';

async function filled(root: string, files: Readonly<Record<string, string>>): Promise<Storage> {
  const storage = open(root);
  for (const [path, content] of Object.entries(files)) storage.write(asset(path), Buffer.from(content));
  await storage.place([]);
  return storage;
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o7777).toString(8);
}

test('a reader sees nothing of what is staged: that is beside, in a folder that everybody may read', async () => {
  const root = temporaryFolder();
  const storage = await filled(root, { 'a.css': 'old' });
  storage.write(asset('a.css'), Buffer.from('new'));
  expect(readdirSync(root)).toEqual(['a.css']);
  const [stage = '', ...others] = readdirSync(workspaceOf(root));
  expect(stage).toMatch(/^stage-[0-9a-f]{12}$/);
  expect(others).toEqual([]);
  expect(modeOf(workspaceOf(root))).toBe('755');
  expect(readFileSync(`${workspaceOf(root)}/../.gitignore`, 'utf8')).toBe('*\n');
  expect(readFileSync(`${root}/a.css`, 'utf8')).toBe('old');
  await storage.place([]);
  expect(treeOf(root)).toEqual({ 'a.css': 'new' });
  expect(readdirSync(join(root, '..'))).toEqual(['folder']);
});

test('what another run has put there meanwhile is seen', async () => {
  const root = `${temporaryFolder()}/static`;
  const storage = open(root);
  expect(storage.isEmpty()).toBe(true);
  await filled(root, { 'sub/a.css': 'a' });
  expect(storage.isEmpty()).toBe(false);
  expect(storage.stat(asset('sub/a.css'))?.kind).toBe('file');
  expect(storage.list()).toHaveLength(2);
});

test('discarding takes back the folders that staging made', async () => {
  const parent = temporaryFolder();
  const storage = open(`${parent}/var/www/static`);
  storage.write(asset('a.css'), Buffer.from('a'));
  expect(readdirSync(`${parent}/var/www`).sort()).toEqual(['.collectstatic', 'static']);
  await storage.discard();
  expect(readdirSync(parent)).toEqual([]);
});

test('a file that is replaced is a new file, never the old one rewritten', async () => {
  const root = temporaryFolder();
  const storage = await filled(root, { 'a/b.css': 'old' });
  const before = statSync(`${root}/a/b.css`).ino;
  storage.write(asset('a/b.css'), Buffer.from('new'));
  await storage.place([]);
  expect(statSync(`${root}/a/b.css`).ino).not.toBe(before);
});

test('what has to be last is not there while anything else is missing', async () => {
  const root = temporaryFolder();
  const storage = await filled(root, { 'z/keep.css': '' });
  for (const path of ['new/manifest.json', 'new/other.json', 'z/new.css']) {
    storage.write(asset(path), Buffer.from(path));
  }
  // Something comes in the way behind the check's back.
  symlinkSync('/dev/null/nowhere', `${root}/z/blocked`);
  storage.write(asset('z/blocked/x.css'), Buffer.from(''));
  await expect(storage.place([asset('new/manifest.json')])).rejects.toMatchObject({
    problems: [{ code: 'destination-failed', at: { file: `${root}/z/blocked` } }],
  });
  expect(readdirSync(`${root}/new`)).toEqual(['other.json']);
  await storage.discard();
  expect(treeOf(`${root}/new`)).toEqual({ 'other.json': 'new/other.json' });
});

test('what has to be first is there when anything else fails', async () => {
  const root = temporaryFolder();
  const storage = await filled(root, { 'a.css': '', 'ledger.json': 'old' });
  symlinkSync('/dev/null/nowhere', `${root}/blocked`);
  for (const path of ['a.css', 'blocked/x.css', 'ledger.json'])
    storage.write(asset(path), Buffer.from('new'));
  storage.writeLedger([Buffer.from('new')]);
  await expect(storage.place([])).rejects.toThrow(/blocked/);
  expect(readFileSync(`${workspaceOf(root)}/ledger.json`, 'utf8')).toBe('new');
  expect(readFileSync(`${root}/a.css`, 'utf8')).toBe('');
  await storage.discard();
});

test('what is outdated is gone before anything is replaced', async () => {
  const root = temporaryFolder();
  const storage = await filled(root, { 'a.css': 'old', 'a.css.gz': 'old' });
  storage.write(asset('a.css'), Buffer.from('new'));
  const seen: object[] = [];
  await storage.place([], [asset('a.css.gz')], () => seen.push(treeOf(root)));
  seen.push(treeOf(root));
  expect(seen).toContainEqual({ 'a.css': 'old' });
  expect(seen).not.toContainEqual({ 'a.css': 'new', 'a.css.gz': 'old' });
  expect(seen.at(-1)).toEqual({ 'a.css': 'new' });
});

test('modes are those asked for, also after the umask has changed between two runs', async () => {
  const folder = temporaryFolder();
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
  for (const umask of [0, 0o077, 0o022]) {
    process.umask(umask);
    const storage = open(`${folder}/static`, { fileMode: 0o664 });
    const files = ['a.css', 'b.css'].map((name) => `${umask}${name}`);
    for (const name of files) storage.write(asset(name), Buffer.from('a'));
    await storage.place([]);
    expect(files.map((name) => modeOf(`${folder}/static/${name}`))).toEqual(['664', '664']);
  }
});

test('modes are those asked for, whatever the umask and the source say', async () => {
  const folder = temporaryFolder();
  const file = put(folder, 'secret.css', 'a');
  chmodSync(file, 0o600);
  const root = `${folder}/out/static`;
  const exact = open(root, { fileMode: 0o666, directoryMode: 0o777 });
  await exact.copy([jobFor(file, 'a', 'sub/a.css')]);
  exact.write(asset('b.css'), Buffer.from('b'));
  await exact.place([]);
  expect([root, `${root}/sub`, `${root}/sub/a.css`, `${root}/b.css`].map(modeOf)).toEqual([
    '777',
    '777',
    '666',
    '666',
  ]);
  const usual = open(`${folder}/usual`);
  await usual.copy([jobFor(file, 'a', 'a.css')]);
  await usual.place([]);
  const umask = process.umask();
  expect(modeOf(`${folder}/usual/a.css`)).toBe((0o666 & ~umask).toString(8));
});

test('a large file is copied and hashed in pieces', async () => {
  const folder = temporaryFolder();
  const content = 'x'.repeat((1 << 20) * 2 + 17);
  const file = put(folder, 'large.bin', content);
  const storage = open(`${folder}/static`);
  const hashedOnly = { ...jobFor(file, content, 'b/only.bin', true), to: null };
  const [first, second] = await storage.copy([jobFor(file, content, 'a/large.bin', true), hashedOnly]);
  expect(first).toEqual(second);
  await storage.place([]);
  const paths = Object.keys(treeOf(`${folder}/static`));
  expect(paths).toEqual([`a/large.${first}.bin`, 'a/large.bin', `b/only.${first}.bin`]);
  for (const path of paths) {
    expect(readFileSync(`${folder}/static/${path}`, 'utf8') === content).toBe(true);
    expect(statSync(`${folder}/static/${path}`).mtimeMs).toBeCloseTo(YESTERDAY, 3);
  }
  const shrunk = storage.copy([{ ...jobFor(file, content, 'c.bin', true), size: content.length + 1 }]);
  await expect(shrunk).rejects.toMatchObject({ problems: [{ code: 'source-changed' }] });
  await storage.discard();
});

test('with dedupe a file, its fingerprinted copy and all with the same bytes are one file', async () => {
  const folder = temporaryFolder();
  const content = 'x'.repeat(2_000_000);
  const large = put(folder, 'large.bin', content);
  const file = put(folder, 'a.css', 'a');
  const other = put(folder, 'b.css', 'b');
  const root = `${folder}/static`;
  const storage = open(root, { dedupe: true });
  await storage.copy([
    jobFor(file, 'a', 'a.css', true),
    jobFor(other, 'b', 'b.css'),
    jobFor(file, 'a', 'sub/c.css', true),
    { ...jobFor(file, 'a', 'd.css', true), to: null },
    jobFor(large, content, 'large.bin', true),
    jobFor(large, content, 'again.bin'),
  ]);
  await storage.place([]);
  const inode = (path: string): number => statSync(join(root, path)).ino;
  const paths = Object.keys(treeOf(root));
  const before = treeOf(root);
  for (let run = 0; run < 2; run++) expect(await storage.share(paths.map(asset))).toBe(4_000_004);
  expect(treeOf(root)).toEqual(before);
  expect(readdirSync(root).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(paths).toHaveLength(9);
  expect(new Set(paths.filter((path) => path.endsWith('.css')).map(inode)).size).toBe(2);
  expect(new Set(paths.filter((path) => path.endsWith('.bin')).map(inode)).size).toBe(1);
  expect(inode('a.css')).not.toBe(statSync(file).ino);
  storage.write(asset('a.css'), Buffer.from('new'));
  await storage.place([]);
  expect(readFileSync(`${root}/sub/c.css`, 'utf8')).toBe('a');
});

test.each([1, 2])('a source named as a fingerprint that another one gets loses to it (%i)', async (order) => {
  const folder = temporaryFolder();
  const site = put(folder, 'site.css', 'body{}');
  const shipped = put(folder, 'shipped.css', 'stale');
  const jobs = [jobFor(site, 'body{}', 'site.css', true), jobFor(shipped, 'stale', 'site.aa676972bbd2.css')];
  const storage = open(`${folder}/static`);
  await storage.copy(order === 1 ? jobs : jobs.toReversed());
  await storage.place([]);
  expect(treeOf(`${folder}/static`)).toEqual({ 'site.aa676972bbd2.css': 'body{}', 'site.css': 'body{}' });
});

test('what fails to be staged is an error with path and cause, and leaves nothing', async () => {
  const root = temporaryFolder();
  writeFileSync(`${root}/a.css`, 'old');
  const storage = open(root);
  const name = asset(`${'long'.repeat(100)}.css`);
  expect(() => storage.write(name, Buffer.from('a'))).toThrow(CollectstaticError);
  const file = put(temporaryFolder(), 'a.css', 'a');
  await expect(storage.copy([jobFor(file, 'a', name)])).rejects.toMatchObject({
    problems: [{ code: 'destination-failed', cause: 'the name is too long (ENAMETOOLONG)' }],
  });
  await storage.discard();
  expect(treeOf(root)).toEqual({ 'a.css': 'old' });
});
