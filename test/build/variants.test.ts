import { statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isSupported } from '../../src/processors/index.ts';
import { changes, makeSite, type Site } from './site.ts';

const CSS = 'a { color: red; background: url(logo.svg) }\n'.repeat(40);
const SVG = `<svg xmlns="http://www.w3.org/2000/svg">${'<g/>'.repeat(99)}</svg>`;
const FILES = { 'site.css': CSS, 'logo.svg': SVG, 'tiny.txt': 'x' };
const MANIFEST = { STORAGE: 'compressed-manifest' };
const PLAIN = { STORAGE: 'compressed' };

/** Every variant that is served, with the file beside it. */
function variantsOf(site: Site): readonly string[] {
  return Object.keys(site.served()).filter((path) => /\.(?:br|gz|zst)$/.test(path));
}

/** Throws for a variant that is not its original's. */
function checkVariants(site: Site): void {
  for (const path of variantsOf(site)) {
    const unpack = path.endsWith('.br') ? brotliDecompressSync : gunzipSync;
    const original = site.read(join('out', path.replace(/\.\w+$/, '')));
    expect(unpack(site.read(join('out', path))).equals(original), path).toBe(true);
  }
}

/** Other bytes, the same size and time: whoever reads the file again is found out. */
function tamper(site: Site, path: string, minutes = 0): Buffer {
  const bytes = site.read(path);
  const other = Buffer.alloc(bytes.length, 'x');
  site.write(path, other, minutes);
  return other;
}

test('variants unpack to the files they stand beside, plain and fingerprinted; the same input gives the same bytes', async () => {
  const [one, two] = [makeSite(MANIFEST, FILES), makeSite(MANIFEST, FILES)];
  await one.collect();
  await two.collect();
  expect(variantsOf(one)).toHaveLength(8);
  checkVariants(one);
  expect(two.served()).toEqual(one.served());
});

test('a second run reads nothing, compresses nothing and writes nothing', async () => {
  const site = makeSite(MANIFEST, FILES);
  await site.collect();
  const before = site.served();
  const ledger = site.read('out/.collectstatic.json');
  for (const name of Object.keys(FILES)) tamper(site, `assets/${name}`);
  const report = await site.collect();
  expect(changes(report)).toEqual({});
  expect(site.served()).toEqual(before);
  expect(site.read('out/.collectstatic.json').equals(ledger)).toBe(true);
});

test('--clear and --checksum look at every byte, and leave what is right alone', async () => {
  const site = makeSite(MANIFEST, FILES);
  await site.collect();
  expect(changes(await site.collect({ checksum: true }))).toEqual({});
  expect(changes(await site.collect({ clear: true }))).toEqual({});
  const [logo = ''] = Object.keys(site.served()).filter((path) => /^logo\.\w{12}\.svg$/.test(path));
  tamper(site, `out/${logo}`);
  expect(changes(await site.collect({ clear: true }))).toEqual({
    [logo]: 'processed',
    [`${logo}.br`]: 'processed',
    [`${logo}.gz`]: 'processed',
  });
  checkVariants(site);
});

test("a changed file's old variant is never left beside it", async () => {
  const site = makeSite(PLAIN, FILES);
  await site.collect();
  site.write('assets/site.css', `${CSS}b{}`, 1);
  site.write('assets/logo.svg', '<svg/>', 1);
  const report = await site.collect();
  expect(changes(report)).toEqual({
    'site.css': 'copied',
    'site.css.br': 'processed',
    'site.css.gz': 'processed',
    'logo.svg': 'copied',
    'logo.svg.br': 'deleted',
    'logo.svg.gz': 'deleted',
  });
  expect(variantsOf(site)).toEqual(['site.css.br', 'site.css.gz']);
  checkVariants(site);
});

test('a variant stays with its original, and goes with it', async () => {
  const site = makeSite(PLAIN, FILES);
  await site.collect();
  site.remove('assets/site.css');
  site.remove('assets/logo.svg');
  site.remove('out/logo.svg');
  expect(changes(await site.collect())).toEqual({ 'logo.svg.br': 'deleted', 'logo.svg.gz': 'deleted' });
  expect(variantsOf(site)).toEqual(['site.css.br', 'site.css.gz']);
  checkVariants(site);
  await site.collect({ clear: true });
  expect(Object.keys(site.served())).toEqual(['tiny.txt']);
});

test('copies of earlier releases keep their variants', async () => {
  const site = makeSite(MANIFEST, FILES);
  await site.collect();
  const before = variantsOf(site).filter((path) => /\.[0-9a-f]{12}\./.test(path));
  site.write('assets/logo.svg', SVG.replace('<g/>', '<a/>'), 1);
  await site.collect();
  expect(variantsOf(site)).toEqual(expect.arrayContaining([...before]));
  checkVariants(site);
});

test('KEEP_ONLY_HASHED_FILES takes the plain copies away, and their variants', async () => {
  const site = makeSite(MANIFEST, FILES);
  await site.collect();
  site.set({ ...MANIFEST, KEEP_ONLY_HASHED_FILES: true });
  const report = await site.collect();
  expect(new Set(Object.values(changes(report)))).toEqual(new Set(['deleted']));
  const names = Object.keys(site.served()).filter((path) => path !== 'staticfiles.json');
  expect(names.filter((path) => !/\.[0-9a-f]{12}\./.test(path))).toEqual([]);
  expect(names).toHaveLength(7);
  checkVariants(site);
  expect(changes(await site.collect())).toEqual({});
});

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

describe('a variant that is there', () => {
  test('without a ledger is kept if it unpacks to its original, and not looked into any more', async () => {
    const site = makeSite(PLAIN, { 'a.css': CSS, 'b.css': `${CSS}b{}` });
    await site.collect();
    site.remove('out/.collectstatic.json');
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

test('a rehearsal tells all of it and writes nothing', async () => {
  const site = makeSite(MANIFEST, FILES);
  const report = await site.collect({ dryRun: true });
  expect(Object.values(changes(report)).filter((action) => action === 'processed')).toHaveLength(12);
  expect(site.served()).toEqual({});
  const real = await site.collect();
  expect(report.outcomes).toEqual(real.outcomes);
});

test('compressing tells how far it is, and stops when it is told to', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`assets/${index}.txt`, `${index} `.repeat(500)]),
  );
  const site = makeSite({ STORAGE: 'compressed' }, files);
  const controller = new AbortController();
  const seen: string[] = [];
  const stopped = site.collect({
    signal: controller.signal,
    onProgress(done, total, stage) {
      if (stage !== 'compressing') return;
      seen.push(`${done} of ${total}`);
      if (done > 0) controller.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  expect(seen.slice(0, 2)).toEqual(['0 of 20', '1 of 20']);
  expect(seen.length).toBeLessThan(20);
  expect(site.served()).toEqual({});
});
