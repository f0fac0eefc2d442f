import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placerFor } from '../../src/storages/placing/placer.ts';
import { put, temporaryFolder, treeOf } from './folder.ts';

test('what was put aside comes back where its successor does not', async () => {
  const folder = temporaryFolder();
  const root = join(folder, 'root');
  put(root, 'a/kept.css', 'kept');
  put(folder, 'aside/.keep', '');
  const means = { guard: () => {}, cross: () => Promise.resolve() };
  const place = placerFor(root, new Set(['a']), join(folder, 'aside'), means);
  await expect(place(join(folder, 'gone'), 'a')).rejects.toMatchObject({ code: 'ENOENT' });
  expect(treeOf(root)).toEqual({ 'a/kept.css': 'kept' });
  put(folder, 'new', 'new');
  await place(join(folder, 'new'), 'a');
  expect(treeOf(root)).toEqual({ a: 'new' });
});
