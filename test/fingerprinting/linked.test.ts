import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeSite, type Site } from './site.ts';

test('what stood compressed beside a link goes with a run that does not compress', async () => {
  const site = makeSite({ STORAGE: 'compressed' }, { 'a.css': 'a {}'.repeat(100) });
  await site.collect({ link: true });
  expect(Object.keys(site.served())).toEqual(['a.css', 'a.css.br', 'a.css.gz']);
  site.set({ STORAGE: 'plain' });
  site.write('assets/a.css', 'b {}'.repeat(100), 1);
  await site.collect({ link: true });
  expect(site.served()).toEqual({ 'a.css': '-> <project>/assets/a.css' });
});

test.each(['compressed', 'compressed-manifest'])(
  'what a link leads to is compressed when it becomes worth it: %s',
  async (STORAGE) => {
    const site = makeSite({ STORAGE }, { 'a.css': 'a {}' });
    await site.collect({ link: true });
    expect(site.served()).not.toHaveProperty('a.css.gz');
    site.write('assets/a.css', 'b {}'.repeat(100), 1);
    await site.collect({ link: true });
    expect(unzipped(site, 'a.css.gz')).toBe('b {}'.repeat(100));
    // Times that mean nothing tell nothing.
    for (const text of ['c {}', 'd {}'].map((rule) => rule.repeat(100))) {
      site.write('assets/a.css', text, EPOCH);
      await site.collect({ link: true });
      expect(unzipped(site, 'a.css.gz')).toBe(text);
    }
    const { changed } = await site.collect({ link: true });
    expect(changed).toBe(false);
  },
);

test.each(['compressed', 'plain'])('a link that stays behind keeps no variant: then %s', async (STORAGE) => {
  const site = makeSite({ STORAGE: 'compressed' }, { 'a.css': 'a {}'.repeat(100) });
  await site.collect({ link: true });
  site.set({ STORAGE, IGNORE: ['*.css'] });
  await site.collect({ link: true });
  expect(site.served()).toEqual({ 'a.css': '-> <project>/assets/a.css' });
});

/** 1970, in minutes of the time here. */
const EPOCH = -Date.UTC(2024, 4, 17, 12) / 60_000;

function unzipped(site: Site, path: string): string {
  return gunzipSync(site.read(`out/${path}`)).toString();
}
