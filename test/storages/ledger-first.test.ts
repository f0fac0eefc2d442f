import { expect, test } from 'vitest';
import { openFilesystem } from '../../src/storages/filesystem.ts';
import { asset, put, temporaryFolder, treeOf } from './folder.ts';

test('the ledger is visible before the first file: a run that breaks off knows what it has put there', async () => {
  const root = `${temporaryFolder()}/static`;
  put(root, 'a.css/theirs.css', 'x');
  const options = { fileMode: null, directoryMode: null, durable: false, dedupe: false };
  const storage = openFilesystem(root, options);
  storage.write(asset('a.css'), Buffer.from('a'));
  storage.writeLedger([Buffer.from('{}')]);
  await expect(storage.place([])).rejects.toThrow();
  expect(treeOf(root)).toEqual({ 'a.css/theirs.css': 'x' });
  expect(String(openFilesystem(root, options).readLedger())).toBe('{}');
});
