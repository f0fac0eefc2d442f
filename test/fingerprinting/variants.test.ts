import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CSS, checkVariants, FILES, MANIFEST, PLAIN, SVG, tamper, variantsOf } from './compressed.ts';
import { changes, makeSite } from './site.ts';

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
  const ledger = site.read('.collectstatic/out/ledger.json');
  for (const name of Object.keys(FILES)) tamper(site, `assets/${name}`);
  const report = await site.collect();
  expect(changes(report)).toEqual({});
  expect(site.served()).toEqual(before);
  expect(site.read('.collectstatic/out/ledger.json').equals(ledger)).toBe(true);
});

test.each([
  [0.9, true],
  [1.1, false],
  [-1.1, false],
])('a variant whose time is %d ms from that of its original is trusted unread: %s', async (ms, isTrusted) => {
  const site = makeSite(PLAIN, { 'a.css': CSS });
  await site.collect();
  const file = join(site.folder, 'out/a.css.gz');
  const time = (statSync(join(site.folder, 'out/a.css')).mtimeMs + ms) / 1000;
  writeFileSync(file, 'spoilt');
  utimesSync(file, time, time);
  await site.collect();
  expect(site.read('out/a.css.gz').toString() === 'spoilt').toBe(isTrusted);
});

test('--clear and --checksum look at every byte, and leave what is right alone', async () => {
  const site = makeSite(MANIFEST, FILES);
  await site.collect({ dedupe: false });
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
