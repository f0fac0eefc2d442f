import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CSS, checkVariants, FILES, PLAIN, tamper, variantsOf } from './compressed.ts';
import { changes, makeSite } from './site.ts';

describe('a variant that is there', () => {
  test('without a ledger is kept if it unpacks to its original, and not looked into any more', async () => {
    const site = makeSite(PLAIN, { 'a.css': CSS, 'b.css': `${CSS}b{}` });
    await site.collect();
    site.remove('.collectstatic/out/ledger.json');
    site.write('out/a.css.gz', gzipSync(CSS, { level: 1 }), 5);
    site.write('out/b.css.gz', gzipSync('something else'), 5);
    expect(changes(await site.collect())).toEqual({ 'b.css.gz': 'processed' });
    checkVariants(site);
    tamper(site, 'assets/a.css');
    expect(changes(await site.collect())).toEqual({});
  });

  test('is mended when it is broken', async () => {
    const site = makeSite(PLAIN, { 'a.css': CSS });
    await site.collect();
    site.write('out/a.css.gz', 'cut off', 5);
    expect(changes(await site.collect())).toEqual({ 'a.css.gz': 'processed' });
    tamper(site, 'out/a.css.br');
    expect(changes(await site.collect())).toEqual({});
    expect(changes(await site.collect({ checksum: true }))).toEqual({ 'a.css.br': 'processed' });
    checkVariants(site);
  });
});

describe('a variant that a package ships', () => {
  test('is kept when it unpacks to its original', async () => {
    const shipped = gzipSync(CSS, { level: 1 });
    const site = makeSite(PLAIN, { 'a.css': CSS, 'a.css.gz': shipped });
    expect((await site.collect()).problems).toEqual([]);
    expect(site.read('out/a.css.gz').equals(shipped)).toBe(true);
    expect(variantsOf(site)).toEqual(['a.css.br', 'a.css.gz']);
    expect(changes(await site.collect())).toEqual({});
  });

  test('gives way to ours when it does not, with a warning on every run and one look', async () => {
    const site = makeSite(PLAIN, {
      'a.css': CSS,
      'a.css.gz': gzipSync('older'),
      'b.txt': 'b',
      'b.txt.br': 'old',
    });
    const first = await site.collect();
    expect(
      first.problems.map(({ code, severity, message }) => [code, severity, message.split(' ')[0]]),
    ).toEqual([
      ['variant-foreign', 'warning', 'a.css.gz'],
      ['variant-foreign', 'warning', 'b.txt.br'],
    ]);
    expect(variantsOf(site)).toEqual(['a.css.br', 'a.css.gz']);
    checkVariants(site);
    tamper(site, 'assets/a.css');
    const second = await site.collect();
    expect(changes(second)).toEqual({});
    expect(second.problems).toEqual(first.problems);
  });

  test('is looked at again when either file changes', async () => {
    const site = makeSite(PLAIN, { 'a.css': CSS, 'a.css.gz': gzipSync(CSS) });
    await site.collect();
    site.write('assets/a.css', `${CSS}new{}`, 1);
    const { problems } = await site.collect();
    expect(problems.map(({ code }) => code)).toEqual(['variant-foreign']);
    checkVariants(site);
    site.write('assets/a.css.gz', gzipSync(`${CSS}new{}`), 2);
    expect((await site.collect()).problems).toEqual([]);
    checkVariants(site);
  });

  test('is a file like any other where nothing is compressed', async () => {
    const site = makeSite({ STORAGE: 'manifest' }, { ...FILES, 'site.css.gz': 'whatever' });
    expect((await site.collect()).problems).toEqual([]);
    expect(site.read('out/site.css.gz').toString()).toBe('whatever');
  });
});
