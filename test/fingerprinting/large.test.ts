import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSite } from './site.ts';

// More than Node reads in one piece; the file has holes only, so it takes no room.
const BYTES = 2 ** 31 + 5;

test('a file of more than 2 GiB is rehearsed, hashed and left uncompressed', async () => {
  const site = makeSite({ STORAGE: 'compressed-manifest' }, { 'data.txt': '', 'a.css': 'a {}' });
  truncateSync(join(site.folder, 'assets/data.txt'), BYTES);
  const { outcomes } = await site.collect({ dryRun: true });
  const names = outcomes.map(({ path }) => path).filter((path) => path.startsWith('data'));
  expect(names.sort()).toEqual(['data.27a58ac47206.txt', 'data.txt']);
});

test('a style sheet of more than 2 GiB is an error in words', async () => {
  const site = makeSite({ STORAGE: 'manifest' }, { 'a.css': '' });
  truncateSync(join(site.folder, 'assets/a.css'), BYTES);
  await expect(site.collect()).rejects.toMatchObject({
    problems: [{ code: 'source-unreadable', cause: expect.stringContaining('larger than 2 GiB') }],
  });
});
