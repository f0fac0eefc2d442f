import { expect, test } from 'vitest';
import { serialiseLedger } from '../../src/ledger/index.ts';
import { foldPath } from '../../src/path.ts';
import { prune } from '../../src/prune.ts';
import { aliasesOf, openFilesystem } from '../../src/storages/index.ts';
import type { AssetPath, CopyJob, OwnedFile, Storage } from '../../src/types.ts';
import { owning, place } from '../place/run.ts';
import { planOf } from '../plan/site.ts';
import { asset, put, temporaryFolder, treeOf } from './folder.ts';
import { openMemory } from './memory.ts';

/** As on macOS and Windows: a file is found under any spelling of its name, and keeps the one it was made with. */
function openFolding(): Storage {
  const inner = openMemory();
  const spelled = (path: AssetPath): AssetPath =>
    inner.list().find((entry) => foldPath(entry.path) === foldPath(path))?.path ?? path;
  return {
    ...inner,
    stat: (path) => inner.stat(spelled(path)),
    read: (path) => inner.read(spelled(path)),
    equals: (path, file) => inner.equals(spelled(path), file),
    copy(jobs, onDone) {
      const at = (index: number): CopyJob => {
        const job = jobs.at(index) as CopyJob;
        return { ...job, to: job.to && spelled(job.to) };
      };
      return inner.copy({ length: jobs.length, at }, onDone);
    },
    remove: (paths) => inner.remove(paths.map(spelled)),
  };
}

function contentOf(storage: Storage, path: string): string {
  return Buffer.from(storage.read(asset(path))).toString();
}

test.each([
  ['Site.css', 'site.css'],
  ['caf\u00e9.css', 'cafe\u0301.css'],
  ['CSS/a.css', 'css/a.css'],
])('%s renamed to %s is not lost where both are one name', async (before, after) => {
  for (const options of [
    { clear: true },
    { clearOwned: true, ledger: owning(...[asset(before), asset('old.css')]) },
  ]) {
    const sources = temporaryFolder();
    const storage = openFolding();
    put(sources, before, 'old');
    put(sources, 'old.css', '');
    await place(storage, planOf(sources));
    const later = temporaryFolder();
    put(later, after, 'newer');
    await place(storage, planOf(later), options);
    expect(contentOf(storage, after)).toBe('newer');
    expect(storage.stat(asset('old.css'))).toBeUndefined();
  }
});

test('where they are two names the old one goes', async () => {
  const folder = temporaryFolder();
  const storage = openFilesystem(`${folder}/static`, {
    fileMode: null,
    directoryMode: null,
    durable: false,
    dedupe: false,
  });
  put(folder, 'static/Site.css', 'old');
  put(folder, 'static/UPPER.css', 'old');
  put(folder, 'sources/site.css', 'new');
  put(folder, 'static/upper.css', 'there already');
  put(folder, 'sources/upper.css', 'there already');
  await place(storage, planOf(`${folder}/sources`), { clear: true });
  expect(treeOf(`${folder}/static`)).toEqual({ 'site.css': 'new', 'upper.css': 'there already' });
});

test('what is spelled alike is looked for only where something is to be removed', () => {
  const never = (): never => {
    throw new Error('looked');
  };
  expect(aliasesOf({ list: never, stat: never }, [], [asset('a.css')]).size).toBe(0);
  expect(aliasesOf({ list: never, stat: never }, [asset('b.css')], [asset('a.css')]).size).toBe(0);
});

test('pruning spares a fingerprinted file whose other spelling is in use', async () => {
  const storage = openFolding();
  const at = '2026-01-01T00:00:00Z';
  const retired: OwnedFile = { why: 'hashed', of: asset('Site.css'), since: 1, retired: { release: 2, at } };
  const files = new Map<AssetPath, OwnedFile>([
    [asset('Site.000000000001.css'), retired],
    [asset('gone.000000000001.css'), retired],
    [asset('site.000000000001.css'), { why: 'hashed', of: asset('site.css'), since: 2 }],
  ]);
  storage.writeLedger(serialiseLedger({ release: 9, digest: '', files, lastRun: null }));
  for (const path of [...files.keys()].slice(0, 2)) storage.write(path, Buffer.from('a{}'));
  await storage.place([]);
  const options = { keep: 1, olderThanMs: 0, manifestPath: asset('staticfiles.json'), now: new Date() };
  expect(await prune(storage, options)).toEqual(['gone.000000000001.css']);
  expect(contentOf(storage, 'site.000000000001.css')).toBe('a{}');
});
