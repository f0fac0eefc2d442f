import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CollectstaticError } from '../../src/errors.ts';
import { openFilesystem, removeCrossed } from '../../src/storages/index.ts';
import type { Problem, Storage } from '../../src/types.ts';
import { asset, jobFor, put, temporaryFolder, treeOf, workspaceOf } from './folder.ts';

// Real faults of real file systems, where this machine lets a test make them; skipped elsewhere.

const OPTIONS = { fileMode: null, directoryMode: null, durable: false, dedupe: false };

/** A file system of its own, of two megabytes; `null` where only an administrator may have one. */
function smallDisk(): string | null {
  const folder = temporaryFolder();
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', disk]);
  });
  return disk;
}

async function failureOf(work: Promise<unknown>): Promise<readonly Problem[]> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CollectstaticError);
  return (error as CollectstaticError).problems;
}

async function filled(root: string, content: string): Promise<Storage> {
  const storage = openFilesystem(root, OPTIONS);
  storage.write(asset('old/a.css'), Buffer.from(content));
  await storage.place([]);
  return storage;
}

test('a disk that is full: one message, the old release whole, nothing left behind', async (context) => {
  const disk = smallDisk();
  if (disk === null) return context.skip('needs leave to mount a file system');
  const root = `${disk}/static`;
  const storage = await filled(root, 'old');
  const sources = temporaryFolder();
  const content = 'x'.repeat(300_000);
  const jobs = Array.from({ length: 10 }, (_, index) =>
    jobFor(put(sources, `${index}.css`, content), content, `new/${index}.css`, true),
  );
  expect(await failureOf(storage.copy(jobs))).toMatchObject([
    {
      code: 'destination-failed',
      cause: 'no space left on the device (ENOSPC)',
      at: { file: expect.any(String) },
    },
  ]);
  await storage.discard();
  expect(treeOf(disk)).toEqual({ 'static/old/a.css': 'old' });
  expect(() => storage.write(asset('b.css'), Buffer.alloc(3_000_000))).toThrow(CollectstaticError);
  await storage.discard();
  expect(readdirSync(root)).toEqual(['old']);
});

test('a destination that was mounted read-only is refused', async (context) => {
  const disk = smallDisk();
  if (disk === null) return context.skip('needs leave to mount a file system');
  await filled(`${disk}/static`, 'old');
  execFileSync('mount', ['-o', 'remount,ro', disk]);
  const storage = openFilesystem(`${disk}/static`, OPTIONS);
  expect(storage.check([asset('a.css'), asset('old/b.css')])).toMatchObject([
    { code: 'destination-read-only', at: { file: `${disk}/static` } },
    { code: 'destination-read-only', at: { file: `${disk}/static/old` } },
  ]);
  expect(
    await failureOf(storage.copy([jobFor(put(temporaryFolder(), 'a', 'a'), 'a', 'a.css')])),
  ).toMatchObject([{ code: 'destination-failed', cause: 'the file system is read-only (EROFS)' }]);
  storage.touch(asset('old/a.css'), 0);
  await storage.place([]);
});

test('a folder of STATIC_ROOT on another file system gets its files whole', async (context) => {
  const disk = smallDisk();
  if (disk === null) return context.skip('needs leave to mount a file system');
  const root = join(disk, '..');
  const storage = await filled(root, 'old');
  put(disk, 'here.css', 'old');
  put(disk, 'here.css.collectstatic-part', 'of the user');
  for (const path of ['disk/here.css', 'disk/new/there.css', 'beside.css']) {
    storage.write(asset(path), Buffer.from('new'));
  }
  await storage.place([]);
  expect(treeOf(root)).toEqual({
    'beside.css': 'new',
    'disk/here.css': 'new',
    'disk/here.css.collectstatic-part': 'of the user',
    'disk/new/there.css': 'new',
    'old/a.css': 'old',
  });
});

test('what a killed run left on another file system goes, and nothing that its note may name', () => {
  const root = temporaryFolder();
  const [mine, other] = ['0123456789ab', 'fedcba987654'];
  put(root, `disk/.collectstatic-${mine}/half.css`, 'half');
  put(root, `disk/.collectstatic-${other}`, 'of the user');
  put(join(root, '..'), `.collectstatic-${other}`, 'outside');
  put(workspaceOf(root), `across-${mine}`, 'disk');
  put(workspaceOf(root), `across-${other}`, '..');
  removeCrossed(root, workspaceOf(root));
  expect(treeOf(root)).toEqual({ [`disk/.collectstatic-${other}`]: 'of the user' });
  expect(readdirSync(join(root, '..'))).toContain(`.collectstatic-${other}`);
  expect(readdirSync(workspaceOf(root))).toEqual([]);
});

test.skipIf(!existsSync('/proc/self/mem'))('a source that gives an input/output error', async () => {
  const root = temporaryFolder();
  const storage = await filled(root, 'old');
  const mem = { ...jobFor('/proc/self/mem', '0123456789', 'mem'), hashed: asset('mem') };
  const large = { ...mem, size: 5_000_000, to: asset('large'), hashed: null };
  const io = { code: 'source-unreadable', cause: 'input/output error (EIO)', at: { file: '/proc/self/mem' } };
  expect(await failureOf(storage.copy([mem, large]))).toMatchObject([io, io]);
  await storage.discard();
  expect(treeOf(root)).toEqual({ 'old/a.css': 'old' });
});

test('a staging folder that somebody takes away is an error, not a half release', async () => {
  const root = temporaryFolder();
  const storage = await filled(root, 'old');
  storage.write(asset('old/a.css'), Buffer.from('new'));
  storage.write(asset('old/b.css'), Buffer.from('new'));
  const [stage] = readdirSync(workspaceOf(root));
  rmSync(`${workspaceOf(root)}/${stage}`, { recursive: true });
  expect(await failureOf(storage.place([]))).toMatchObject([{ code: 'destination-failed' }]);
  await storage.discard();
  expect(treeOf(root)).toEqual({ 'old/a.css': 'old' });
});

test('what is gone when it is to be removed is fine', async () => {
  const root = temporaryFolder();
  const storage = await filled(root, 'old');
  unlinkSync(`${root}/old/a.css`);
  await storage.remove([asset('old/a.css')]);
  expect(readdirSync(root)).toEqual([]);
});
