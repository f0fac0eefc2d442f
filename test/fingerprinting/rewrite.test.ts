import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { changes, makeSite } from './site.ts';

const MANIFEST = { STORAGE: 'manifest' };

function hashed(name: string, text: string): string {
  const [stem, ending] = name.split('.');
  return `${stem}.${createHash('md5').update(text).digest('hex').slice(0, 12)}.${ending}`;
}

test('REWRITE switched on and off again: each time the copies are what the settings say', async () => {
  // Over-encoded, so that the rewritten page has as many bytes as this one.
  const page = '<img src="%67%75%6C%6C%67%75%6C.svg"><img src="%67%75%6C%6C%67%75l.svg">';
  const site = makeSite(MANIFEST, { 'page.html': page, 'gullgul.svg': '<svg/>' });
  const plain = hashed('page.html', page);
  const rewritten = page.replaceAll(/"[^"]+"/g, `"${hashed('gullgul.svg', '<svg/>')}"`);
  expect(rewritten).toHaveLength(page.length);

  await site.collect();
  site.set({ ...MANIFEST, REWRITE: ['html'] });
  expect(changes(await site.collect())).toMatchObject({ [hashed('page.html', rewritten)]: 'processed' });
  expect(site.read(`out/${hashed('page.html', rewritten)}`).toString()).toBe(rewritten);
  expect(site.read('out/page.html').toString()).toBe(page);
  site.remove(`out/${plain}`);
  site.set(MANIFEST);
  await site.collect();
  expect(JSON.parse(site.read('out/staticfiles.json').toString()).paths['page.html']).toBe(plain);
  expect(site.read(`out/${plain}`).toString()).toBe(page);
});

test('a fingerprinted copy may lie in another folder: Django decodes names', async () => {
  const site = makeSite(MANIFEST, { '%41dir/plain.txt': 'plain' });
  await site.collect();
  expect(site.read(`out/${hashed('Adir/plain.txt', 'plain')}`).toString()).toBe('plain');
  expect(Object.keys(site.served())).toHaveLength(3);
  expect(changes(await site.collect())).toEqual({});
});

test('a rehearsal reports missing references, and ends as the run would', async () => {
  const site = makeSite(
    { ...MANIFEST, REWRITE: ['webmanifest'] },
    {
      'site.css': 'a { background: url(gone.png) }',
      'site.webmanifest': '{"icons": [{"src": "away.png"}]}',
    },
  );
  const rehearsed = site.collect({ dryRun: true });
  await expect(rehearsed).rejects.toMatchObject({
    problems: [
      { code: 'missing-reference', message: expect.stringContaining('gone.png') },
      { code: 'missing-reference', message: expect.stringContaining('away.png') },
    ],
  });
  expect(site.served()).toEqual({});
});
