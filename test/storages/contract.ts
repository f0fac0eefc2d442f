import { describe, expect, test } from 'vitest';
import { CollectstaticError } from '../../src/errors.ts';
import type { AssetPath, Storage } from '../../src/types.ts';
import { asset, jobFor, put, temporaryFolder, YESTERDAY } from './folder.ts';

/** What every storage promises. `open` gives an empty one each time. */
export function storageContract(name: string, open: () => Storage): void {
  function paths(storage: Storage): readonly AssetPath[] {
    return storage.list().map(({ path }) => path);
  }

  async function filled(files: Readonly<Record<string, string>>): Promise<Storage> {
    const storage = open();
    for (const [path, content] of Object.entries(files))
      storage.write(asset(path), Buffer.from(content), YESTERDAY);
    await storage.place([]);
    return storage;
  }

  describe(`a ${name} storage`, () => {
    test('is empty until something is placed in it', async () => {
      const storage = open();
      expect(storage.isEmpty()).toBe(true);
      expect(storage.list()).toEqual([]);
      storage.write(asset('css/site.css'), Buffer.from('a{}'));
      expect(storage.isEmpty()).toBe(true);
      expect(storage.list()).toEqual([]);
      expect(storage.stat(asset('css/site.css'))).toBeUndefined();
      await storage.place([]);
      expect(storage.isEmpty()).toBe(false);
      expect(paths(storage)).toEqual(['css', 'css/site.css']);
    });

    test('keeps bytes and times of what is written', async () => {
      const storage = await filled({ 'a/b.css': 'a{}' });
      expect(storage.stat(asset('a/b.css'))).toEqual({
        path: 'a/b.css',
        kind: 'file',
        size: 3,
        mtimeMs: expect.closeTo(YESTERDAY, 3),
      });
      expect(storage.stat(asset('a'))?.kind).toBe('directory');
      expect(storage.stat(asset('a/b.css/c'))).toBeUndefined();
      expect(Buffer.from(storage.read(asset('a/b.css'))).toString()).toBe('a{}');
    });

    test('copies sources with their time, hashed in the same read', async () => {
      const file = put(temporaryFolder(), 'site.css', 'body{}');
      const storage = open();
      const done: number[] = [];
      const results = await storage.copy(
        [
          jobFor(file, 'body{}', 'one.css'),
          jobFor(file, 'body{}', 'two.css', true),
          { ...jobFor(file, 'body{}', 'three.css', true), to: null },
        ],
        (count) => done.push(count),
      );
      expect(results).toEqual([null, 'aa676972bbd2', 'aa676972bbd2']);
      expect(done.at(-1)).toBe(3);
      await storage.place([]);
      expect(paths(storage)).toEqual([
        'one.css',
        'three.aa676972bbd2.css',
        'two.aa676972bbd2.css',
        'two.css',
      ]);
      for (const { path, size, mtimeMs } of storage.list()) {
        expect({ path, size, mtimeMs }).toEqual({ path, size: 6, mtimeMs: expect.closeTo(YESTERDAY, 3) });
      }
    });

    test('keeps where a link points', async () => {
      const storage = open();
      storage.link(asset('a/link.css'), '/srv/app/link.css');
      await storage.place([]);
      expect(storage.stat(asset('a/link.css'))).toMatchObject({ kind: 'link', target: '/srv/app/link.css' });
    });

    test('replaces what is there, links too', async () => {
      const storage = await filled({ 'a.css': 'old', 'sub/b.css': 'old' });
      storage.link(asset('link.css'), '/nowhere');
      await storage.place([]);
      for (const path of ['a.css', 'sub/b.css', 'sub/c.css', 'link.css']) {
        storage.write(asset(path), Buffer.from('new'));
      }
      storage.write(asset('a.css'), Buffer.from('newest'));
      await storage.place([asset('sub/b.css')]);
      expect(paths(storage)).toEqual(['a.css', 'link.css', 'sub', 'sub/b.css', 'sub/c.css']);
      expect(storage.stat(asset('link.css'))?.kind).toBe('file');
      expect(Buffer.from(storage.read(asset('a.css'))).toString()).toBe('newest');
      expect(Buffer.from(storage.read(asset('sub/b.css'))).toString()).toBe('new');
    });

    test('drops what is discarded and keeps what is placed', async () => {
      const storage = await filled({ 'a.css': 'old' });
      storage.write(asset('a.css'), Buffer.from('new'));
      storage.write(asset('b.css'), Buffer.from('new'));
      await storage.discard();
      await storage.discard();
      await storage.place([]);
      expect(paths(storage)).toEqual(['a.css']);
      expect(Buffer.from(storage.read(asset('a.css'))).toString()).toBe('old');
    });

    test('removes files and the folders that this leaves empty', async () => {
      const storage = await filled({ 'a/b/c.css': '', 'a/d.css': '', 'e/f/g.css': '', 'h.css': '' });
      await storage.remove(['a/b/c.css', 'e/f/g.css', 'h.css', 'never/was.css'].map(asset));
      expect(paths(storage)).toEqual(['a', 'a/d.css']);
      await storage.remove([asset('a/d.css'), asset('a')]);
      expect(storage.isEmpty()).toBe(true);
    });

    test('compares its bytes with those of a file', async () => {
      const folder = temporaryFolder();
      const storage = await filled({ 'a.css': 'same' });
      expect(storage.equals(asset('a.css'), put(folder, 'same', 'same'))).toBe(true);
      expect(storage.equals(asset('a.css'), put(folder, 'other', 'sama'))).toBe(false);
      expect(storage.equals(asset('a.css'), put(folder, 'longer', 'same and more'))).toBe(false);
      expect(() => storage.equals(asset('a.css'), `${folder}/none`)).toThrow('ENOENT');
    });

    test('mends a time when it places', async () => {
      const storage = await filled({ 'a.css': 'a' });
      storage.touch(asset('a.css'), 1_500_000_000_000);
      expect(storage.stat(asset('a.css'))?.mtimeMs).toBeCloseTo(YESTERDAY, 3);
      await storage.place([]);
      expect(storage.stat(asset('a.css'))?.mtimeMs).toBeCloseTo(1_500_000_000_000, 3);
    });

    test('lists every source that can not be copied', async () => {
      const folder = temporaryFolder();
      const here = put(folder, 'here.css', '12345');
      const storage = open();
      const copying = storage.copy([
        jobFor(`${folder}/gone.css`, '', 'gone.css'),
        jobFor(here, '12345', 'here.css'),
        jobFor(here, '123', 'grown.css', true),
        jobFor(here, '1234567', 'shrunk.css'),
      ]);
      const error = await copying.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(CollectstaticError);
      expect((error as CollectstaticError).problems.map(({ code, at }) => [code, at?.file])).toEqual([
        ['source-unreadable', `${folder}/gone.css`],
        ['source-changed', here],
        ['source-changed', here],
      ]);
      await storage.discard();
      expect(storage.isEmpty()).toBe(true);
    });

    test('says what stands in the way of a path', async () => {
      const storage = await filled({ file: '', 'folder/a.css': '' });
      const problems = storage.check(
        ['file/a.css', 'file/b/c.css', 'folder', 'folder/b.css', 'new'].map(asset),
      );
      expect(new Set(problems.map(({ code }) => code))).toEqual(
        new Set(['folder-is-file', 'file-is-folder']),
      );
      expect(storage.check([asset('folder/a.css'), asset('new/a.css')])).toEqual([]);
    });

    test('stops copying when the caller throws', async () => {
      const file = put(temporaryFolder(), 'a.css', 'a');
      const storage = open();
      const stop = new Error('stop');
      await expect(
        storage.copy([jobFor(file, 'a', 'a.css')], () => {
          throw stop;
        }),
      ).rejects.toBe(stop);
    });
  });
}
