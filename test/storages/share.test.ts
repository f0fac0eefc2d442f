import { chmodSync, linkSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareBytes } from '../../src/storages/share.ts';
import { changes, makeSite } from '../fingerprinting/site.ts';
import { asset, put, temporaryFolder, treeOf } from './folder.ts';

function inodesOf(root: string, paths: readonly string[]): Set<number> {
  return new Set(paths.map((path) => statSync(join(root, path)).ino));
}

function share(root: string, paths: readonly string[], signal?: AbortSignal): Promise<number> {
  return shareBytes(root, paths.map(asset), { workspace: () => dirname(root), guard: () => {} }, signal);
}

test('whatever files there are: they keep their bytes, and equal ones become one', async () => {
  const content = fc.constantFrom('', 'x', 'y', 'xx', 'xy');
  const files = fc.array(fc.record({ content, again: fc.boolean() }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(files, async (some) => {
      const root = temporaryFolder();
      for (const [index, file] of some.entries()) {
        put(root, `f${index}`, file.content);
        if (file.again) linkSync(join(root, `f${index}`), join(root, `g${index}`));
      }
      const before = treeOf(root);
      const paths = Object.keys(before);
      const saved = await share(root, paths);
      expect(treeOf(root)).toEqual(before);
      expect(readdirSync(root).length).toBe(paths.length);
      const filled = paths.filter((path) => before[path] !== '');
      const distinct = new Set(filled.map((path) => before[path]));
      expect(inodesOf(root, filled).size).toBe(distinct.size);
      const sum = (texts: Iterable<string | undefined>): number => [...texts].join('').length;
      expect(saved).toBe(sum(filled.map((path) => before[path])) - sum(distinct));
      expect(await share(root, paths)).toBe(saved);
    }),
    { numRuns: 60 },
  );
});

test('files of different modes, links and folders stay as they are', async () => {
  const root = temporaryFolder();
  chmodSync(put(root, 'secret', 'same'), 0o600);
  chmodSync(put(root, 'open', 'same'), 0o644);
  symlinkSync('open', `${root}/link`);
  mkdirSync(`${root}/folder`);
  const paths = ['folder', 'gone', 'link', 'open', 'secret'];
  expect(await share(root, paths)).toBe(0);
  expect(inodesOf(root, ['open', 'secret']).size).toBe(2);
});

test('a large file is compared to its end', async () => {
  const root = temporaryFolder();
  const start = 'x'.repeat(600_000);
  put(root, 'a', `${start}a`);
  put(root, 'b', `${start}b`);
  put(root, 'c', `${start}a`);
  expect(await share(root, ['a', 'b', 'c'])).toBe(600_001);
  expect(inodesOf(root, ['a', 'c']).size).toBe(1);
});

test('a run that is told to stop leaves the rest unshared', async () => {
  const root = temporaryFolder();
  put(root, 'a', 'same');
  put(root, 'b', 'same');
  expect(await share(root, ['a', 'b'], AbortSignal.abort())).toBe(0);
  expect(treeOf(root)).toEqual({ a: 'same', b: 'same' });
});

test.each(['plain', 'compressed-manifest'])(
  'with --dedupe a run shares what earlier runs have placed (%s)',
  async (STORAGE) => {
    const text = 'a { color: red }\n'.repeat(50);
    const site = makeSite({ STORAGE }, { 'a.css': text, 'b/c.css': text, 'd.css': 'd' });
    expect((await site.collect()).savedBytes).toBeUndefined();
    const before = site.served();
    expect((await site.collect({ dedupe: true, dryRun: true })).savedBytes).toBeUndefined();
    const report = await site.collect({ dedupe: true });
    expect(changes(report)).toEqual({});
    expect(site.served()).toEqual(before);
    const copies = Object.keys(before).filter((path) => before[path] === text);
    expect(copies).toHaveLength(STORAGE === 'plain' ? 2 : 4);
    expect(inodesOf(`${site.folder}/out`, copies).size).toBe(1);
    const all = Object.entries(before).filter(
      ([path, content]) => content !== '' && path !== 'staticfiles.json',
    );
    const distinct = new Set(all.map(([, content]) => content));
    const bytes = (texts: Iterable<string>): number => [...texts].join('').length;
    expect(report.savedBytes).toBe(bytes(all.map(([, content]) => content)) - bytes(distinct));
    expect(changes(await site.collect({ dedupe: true }))).toEqual({});
  },
);

test('a file and its fingerprinted copy are one file, unless that is not wanted', async () => {
  const copies = (site: ReturnType<typeof makeSite>): readonly string[] =>
    Object.keys(site.served()).filter((path) => /^a\.(\w{12}\.)?svg$/.test(path));
  for (const [dedupe, files] of [
    [undefined, 1],
    [false, 2],
  ] as const) {
    const site = makeSite({ STORAGE: 'manifest' }, { 'a.svg': '<svg/>' });
    await site.collect(dedupe === undefined ? {} : { dedupe });
    expect(copies(site)).toHaveLength(2);
    expect(inodesOf(`${site.folder}/out`, copies(site)).size).toBe(files);
  }
});

test('of a file that was changed in place, its fingerprinted copy is mended too', async () => {
  const site = makeSite({ STORAGE: 'manifest' }, { 'a.svg': '<svg/>' });
  await site.collect();
  const before = site.served();
  writeFileSync(`${site.folder}/out/a.svg`, '<gvs/>');
  await site.collect({ clear: true });
  expect(site.served()).toEqual(before);
});

test('a file that shares its bytes is replaced alone', async () => {
  const site = makeSite({ STORAGE: 'plain' }, { 'a.css': 'same', 'b.css': 'same' });
  await site.collect({ dedupe: true });
  site.write('assets/a.css', 'news', 1);
  await site.collect({ dedupe: true });
  expect(site.served()).toEqual({ 'a.css': 'news', 'b.css': 'same' });
});

test('with --swap the releases before keep their files', async () => {
  const site = makeSite({ STORAGE: 'plain' }, { 'a.css': 'same', 'b.css': 'same' });
  await site.collect({ swap: true });
  site.write('assets/c.css', 'same', 1);
  expect((await site.collect({ swap: true, dedupe: true })).savedBytes).toBe(8);
  expect(site.served()).toEqual({ 'a.css': 'same', 'b.css': 'same', 'c.css': 'same' });
  expect(inodesOf(`${site.folder}/out`, ['a.css', 'b.css', 'c.css']).size).toBe(1);
  expect(site.served('out.releases/0001')).toEqual({ 'a.css': 'same', 'b.css': 'same' });
});
