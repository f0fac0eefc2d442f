import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { expect, test } from 'vitest';
import { CSS, checkVariants, MANIFEST, PLAIN, SVG, variantsOf } from './compressed.ts';
import { changes, makeSite, type Site } from './site.ts';

const FILES = { 'old.svg': SVG, 'other.css': CSS.replaceAll('url(logo.svg)', 'none') };

/** Compressed with less effort than a run takes: whether a run made a variant itself shows in its bytes. */
function weaken(site: Site, path: string): Buffer {
  const bytes = brotliCompressSync(site.read(join('out', path)), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 1 },
  });
  site.write(`out/${path}.br`, bytes);
  return bytes;
}

test.each([
  ['plain', PLAIN],
  ['with a manifest', MANIFEST],
])('a source with another name has its variants taken over: %s', async (_, settings) => {
  const site = makeSite(settings, FILES);
  await site.collect();
  const weak = weaken(site, 'old.svg');
  site.remove('assets/old.svg');
  site.write('assets/new/name.svg', SVG, 5);
  const report = await site.collect();
  expect(changes(report)).toMatchObject({ 'new/name.svg.br': 'processed', 'new/name.svg.gz': 'processed' });
  expect(site.read('out/new/name.svg.br').equals(weak)).toBe(true);
  checkVariants(site);
  expect(changes(await site.collect())).toEqual({});
});

test('a second name, and names that were exchanged', async () => {
  const site = makeSite(PLAIN, { 'a.svg': SVG, 'b.svg': SVG.replace('<g/>', '<a/>') });
  await site.collect();
  const weak = { a: weaken(site, 'a.svg'), b: weaken(site, 'b.svg') };
  const [a, b] = [site.read('assets/a.svg'), site.read('assets/b.svg')];
  site.write('assets/a.svg', b, 5);
  site.write('assets/b.svg', a, 5);
  site.write('assets/c.svg', a, 5);
  await site.collect();
  expect(site.read('out/a.svg.br').equals(weak.b)).toBe(true);
  expect(site.read('out/b.svg.br').equals(weak.a)).toBe(true);
  expect(site.read('out/c.svg.br').equals(weak.a)).toBe(true);
  checkVariants(site);
});

test('a release of --swap has the variants of the one before, also under another name', async () => {
  const site = makeSite(PLAIN, FILES);
  await site.collect({ swap: true });
  const before = site.read('out/old.svg.br');
  site.write('assets/new.svg', SVG, 5);
  const report = await site.collect({ swap: true });
  expect(Object.keys(changes(report)).sort()).toEqual(['new.svg', 'new.svg.br', 'new.svg.gz']);
  expect(site.read('out/new.svg.br').equals(before)).toBe(true);
  checkVariants(site);
});

test('a variant that is missing or spoilt, or has another level, is made anew', async () => {
  const site = makeSite(PLAIN, FILES);
  await site.collect();
  const right = site.read('out/old.svg.br');
  site.write('out/old.svg.br', 'spoilt');
  site.remove('out/old.svg.gz');
  site.remove('assets/old.svg');
  site.write('assets/new.svg', SVG, 5);
  await site.collect();
  expect(site.read('out/new.svg.br').equals(right)).toBe(true);
  expect(variantsOf(site)).toContain('new.svg.gz');

  const weak = weaken(site, 'new.svg');
  site.set({ ...PLAIN, COMPRESS_LEVELS: { br: 10 } });
  site.write('assets/again.svg', SVG, 5);
  await site.collect();
  expect(site.read('out/again.svg.br').equals(weak)).toBe(false);
});
