import { expect, test } from 'vitest';
import { makeSite } from './site.ts';

test('what stood compressed beside a link goes with a run that does not compress', async () => {
  const site = makeSite({ STORAGE: 'compressed' }, { 'a.css': 'a {}'.repeat(100) });
  await site.collect({ link: true });
  expect(Object.keys(site.served())).toEqual(['a.css', 'a.css.br', 'a.css.gz']);
  site.set({ STORAGE: 'plain' });
  site.write('assets/a.css', 'b {}'.repeat(100), 1);
  await site.collect({ link: true });
  expect(site.served()).toEqual({ 'a.css': '-> <project>/assets/a.css' });
});
