import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLedger, serialiseLedger } from '../src/ledger/index.ts';
import { type PruneOptions, prune } from '../src/prune.ts';
import { rehearseOn } from '../src/storages/index.ts';
import type { OwnedFile, Storage } from '../src/types.ts';
import { asset, open, temporaryFolder } from './storages/folder.ts';
import { openMemory } from './storages/memory.ts';

const NOW = new Date('2026-03-31T12:00:00Z');
const DAY = 86_400_000;
const OPTIONS: PruneOptions = { keep: 1, olderThanMs: 0, manifestPath: asset('staticfiles.json'), now: NOW };

function hashed(retiredIn?: number, daysAgo: number = 0): OwnedFile {
  const at = new Date(NOW.getTime() - daysAgo * DAY).toISOString();
  const retired = retiredIn === undefined ? {} : { retired: { release: retiredIn, at } };
  return { why: 'hashed', of: asset('a.css'), since: 1, ...retired };
}

/** A site at its fifth release, with these files of ours and those of others. */
async function site(
  files: Record<string, OwnedFile>,
  foreign: readonly string[] = [],
  manifest = {},
): Promise<Storage> {
  const storage = openMemory();
  for (const path of [...Object.keys(files), ...foreign]) storage.write(asset(path), Buffer.from(path));
  const paths = new Map(Object.entries(files).map(([path, file]) => [asset(path), file]));
  storage.writeLedger(serialiseLedger({ release: 5, digest: '', files: paths, lastRun: 'kept' }));
  storage.write(OPTIONS.manifestPath, Buffer.from(JSON.stringify({ version: '1.1', paths: manifest })));
  await storage.place([]);
  return storage;
}

test('removes retired fingerprinted files and their variants, and nothing else', async () => {
  const storage = await site(
    {
      'a.css': { why: 'collected', since: 1 },
      'a.000000000001.css': hashed(2),
      'a.000000000001.css.gz': { ...hashed(2), why: 'compressed', of: asset('a.000000000001.css') },
      'a.000000000002.css': hashed(),
      'old.css': { ...hashed(2), why: 'collected' },
      'old.css.gz': { ...hashed(2), why: 'compressed', of: asset('old.css') },
    },
    ['upload.000000000001.css', '.well-known/x', '.gitkeep'],
  );
  const expected = ['a.000000000001.css', 'a.000000000001.css.gz'];
  expect(await prune(rehearseOn(storage), OPTIONS)).toEqual(expected);
  expect(storage.stat(asset('a.000000000001.css'))).toBeDefined();
  const before = storage.list().map(({ path }) => path);
  expect(await prune(storage, OPTIONS)).toEqual(expected);
  const after = storage.list().map(({ path }) => path);
  expect(after).toEqual(before.filter((path) => !expected.includes(path)));
  const ledger = readLedger(storage);
  expect([ledger.release, ledger.lastRun, ledger.files.size]).toEqual([5, 'kept', 4]);
  expect(await prune(storage, OPTIONS)).toEqual([]);
});

test.each([
  // Retired in release 5: release 4 was the last to use it.
  [5, 1, true],
  [5, 2, false],
  [4, 2, true],
  [4, 3, false],
])('a file retired in release %i of 5 is past --keep %i: %s', async (release, keep, past) => {
  const storage = await site({ 'a.000000000001.css': hashed(release) });
  expect(await prune(storage, { ...OPTIONS, keep })).toHaveLength(past ? 1 : 0);
});

test('a file has to be past both limits', async () => {
  const storage = await site({ 'a.000000000001.css': hashed(2, 10) });
  expect(await prune(storage, { ...OPTIONS, olderThanMs: 14 * DAY })).toEqual([]);
  expect(await prune(storage, { ...OPTIONS, olderThanMs: 10 * DAY, keep: 9 })).toEqual([]);
  expect(await prune(storage, { ...OPTIONS, olderThanMs: 10 * DAY, keep: 3 })).toHaveLength(1);
});

test('a manifest that can not be read is an error that says where it is, and nothing goes', async () => {
  const root = join(temporaryFolder(), 'static');
  const storage = open(root);
  storage.writeLedger(
    serialiseLedger({ release: 5, digest: '', files: new Map([[asset('a.css'), hashed(2)]]), lastRun: null }),
  );
  for (const path of [asset('a.css'), OPTIONS.manifestPath]) storage.write(path, Buffer.from('x'));
  await storage.place([]);
  await expect(prune(storage, OPTIONS)).rejects.toMatchObject({
    problems: [{ code: 'manifest-unreadable', at: { file: join(root, 'staticfiles.json') } }],
  });
  expect(storage.stat(asset('a.css'))).toBeDefined();
});

test('what the manifest names is in use, whatever the ledger says', async () => {
  const files = {
    'a.000000000001.css': hashed(2),
    'a.000000000001.css.br': { ...hashed(2), why: 'compressed' as const, of: asset('a.000000000001.css') },
  };
  const storage = await site(files, [], { 'a.css': 'a.000000000001.css' });
  expect(await prune(storage, OPTIONS)).toEqual([]);
});

test('without a ledger nothing is ours', async () => {
  const storage = openMemory();
  storage.write(asset('a.000000000001.css'), Buffer.from(''));
  await storage.place([]);
  expect(await prune(storage, OPTIONS)).toEqual([]);
  expect(storage.list()).toHaveLength(1);
});
