import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isSupported } from '../../src/processors/index.ts';
import { CSS, FILES, MANIFEST, PLAIN, variantsOf } from './compressed.ts';
import { changes, makeSite } from './site.ts';

describe('settings', () => {
  test('a format nobody wants any more goes, if it is ours; one that is new leaves the others alone', async () => {
    const site = makeSite(PLAIN, FILES);
    await site.collect();
    site.write('out/tiny.txt.br', 'of somebody else');
    site.set({ ...PLAIN, COMPRESS_FORMATS: ['gzip'] });
    expect(changes(await site.collect())).toEqual({ 'site.css.br': 'deleted', 'logo.svg.br': 'deleted' });
    expect(variantsOf(site)).toEqual(['logo.svg.gz', 'site.css.gz', 'tiny.txt.br']);
    const { ino } = statSync(join(site.folder, 'out/site.css.gz'));
    site.set(PLAIN);
    expect(changes(await site.collect())).toEqual({ 'site.css.br': 'processed', 'logo.svg.br': 'processed' });
    expect(statSync(join(site.folder, 'out/site.css.gz')).ino).toBe(ino);
  });

  test('another level compresses again', async () => {
    const text = Array.from({ length: 2000 }, (_, index) => `.c${index * 7919} { top: ${index}px }`).join(
      '\n',
    );
    const site = makeSite({ ...PLAIN, COMPRESS_LEVELS: { gzip: 1, br: 1 } }, { 'a.css': text });
    await site.collect();
    const fast = site.read('out/a.css.gz').length;
    site.set(PLAIN);
    expect(changes(await site.collect())).toEqual({ 'a.css.br': 'processed', 'a.css.gz': 'processed' });
    expect(site.read('out/a.css.gz').length).toBeLessThan(fast);
  });

  test('extensions and sizes', async () => {
    const site = makeSite({ ...PLAIN, COMPRESS_SKIP_EXTENSIONS: ['CSS'], COMPRESS_MIN_SIZE: 100 }, FILES);
    site.write('assets/short.txt', 'x'.repeat(99));
    await site.collect();
    expect(variantsOf(site)).toEqual(['logo.svg.br', 'logo.svg.gz']);
  });

  test('zstd where this Node has it, a warning where it has not', async () => {
    const site = makeSite({ ...PLAIN, COMPRESS_FORMATS: ['zstd', 'gzip'] }, { 'a.css': CSS });
    const { problems } = await site.collect();
    const has = isSupported('zstd');
    expect(variantsOf(site)).toEqual(has ? ['a.css.gz', 'a.css.zst'] : ['a.css.gz']);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual(
      has ? [] : [['format-unsupported', 'warning']],
    );
  });

  test('a storage that does not compress takes our variants away, before they tell of other bytes', async () => {
    const site = makeSite(MANIFEST, FILES);
    await site.collect();
    site.set({ STORAGE: 'manifest' });
    await site.collect();
    expect(variantsOf(site)).toEqual([]);
    expect(changes(await site.collect())).toEqual({});
  });
});

test('a run that does not compress leaves no variant of other bytes behind', async () => {
  const site = makeSite(PLAIN, FILES);
  await site.collect();
  site.write('out/tiny.txt.gz', 'of somebody else');
  site.write('assets/site.css', `${CSS}b{}`, 1);
  site.write('assets/tiny.txt', 'y', 1);
  expect(changes(await site.collect({ postProcess: false }))).toEqual({
    'site.css': 'copied',
    'tiny.txt': 'copied',
    'site.css.br': 'deleted',
    'site.css.gz': 'deleted',
  });
  expect(variantsOf(site)).toEqual(['logo.svg.br', 'logo.svg.gz', 'tiny.txt.gz']);
  await site.collect();
  expect(variantsOf(site)).toEqual([
    'logo.svg.br',
    'logo.svg.gz',
    'site.css.br',
    'site.css.gz',
    'tiny.txt.gz',
  ]);
});
