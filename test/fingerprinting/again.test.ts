import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CollectOptions } from '../../src/collect.ts';
import { changes, makeSite, type Site } from './site.ts';

// Whatever runs came before, with whatever settings: what is served for the paths of today is what a clean run gives.

const NAMES = ['a.css', 'b.css', 'logo.svg', 'app.js', 'page.html', 'chunk-BfQ2x1aC.js'] as const;
const SHIPPED = ['a.css.gz', 'app.js.br'] as const;

const text = fc
  .tuple(fc.constantFrom(...NAMES), fc.integer({ min: 0, max: 3 }), fc.boolean())
  .map(([name, version, long]) =>
    // As a style sheet, a page and a script; a reference in a comment counts for nothing.
    `/* "${version}" */ a { b: url(${name}) }\n<img src="${name}">\n`.repeat(long ? 30 : 1),
  );

const settings = fc.record({
  STORAGE: fc.constantFrom('manifest', 'compressed', 'compressed-manifest', 'compressed-manifest', 'plain'),
  REWRITE: fc.constantFrom([], ['html']),
  PREHASHED: fc.constantFrom([], 'auto'),
  KEEP_ONLY_HASHED_FILES: fc.boolean(),
  COMPRESS_FORMATS: fc.constantFrom(['br', 'gzip'], ['gzip'], []),
  COMPRESS_LEVELS: fc.constantFrom({}, { br: 1 }),
  INTEGRITY: fc.boolean(),
  MISSING_REFERENCES: fc.constant('ignore'),
});

const step = fc.oneof(
  fc.record({ edit: fc.constantFrom(...NAMES), text }),
  fc.record({ ship: fc.constantFrom(...SHIPPED), of: text }),
  fc.record({ remove: fc.constantFrom(...NAMES, ...SHIPPED) }),
  fc.record({ set: settings }),
  fc.record({ run: fc.constantFrom<CollectOptions>({}, {}, { clear: true }, { postProcess: false }) }),
  fc.record({ spoil: fc.nat() }),
);
type Step = typeof step extends fc.Arbitrary<infer Some> ? Some : never;

async function act(site: Site, some: Step, minute: number): Promise<void> {
  if ('edit' in some) site.write(`assets/${some.edit}`, some.text, minute);
  else if ('ship' in some) site.write(`assets/${some.ship}`, gzipSync(some.of), minute);
  else if ('remove' in some) site.remove(`assets/${some.remove}`);
  else if ('set' in some) site.set(withManifest(some.set));
  else if ('run' in some) await site.collect(some.run);
  else {
    const served = Object.keys(site.served());
    const path = served[some.spoil % served.length];
    if (path !== undefined) site.write(`out/${path}`, 'spoilt', minute);
  }
}

function withManifest<Some extends { readonly STORAGE: string; readonly INTEGRITY: boolean }>(
  some: Some,
): Some {
  return { ...some, INTEGRITY: some.INTEGRITY && some.STORAGE.endsWith('manifest') };
}

test('a run ends as a clean one does, whatever came before', async () => {
  const start = { STORAGE: 'compressed-manifest', MISSING_REFERENCES: 'ignore' };
  const steps = fc.array(step, { minLength: 3, maxLength: 10 });
  const property = fc.asyncProperty(steps, settings, async (some, last) => {
    const files = Object.fromEntries(NAMES.map((name) => [name, `${name} `.repeat(50)]));
    const site = makeSite(start, files);
    await site.collect();
    for (const [minute, each] of some.entries()) await act(site, each, minute + 1);
    site.set(withManifest(last));
    await site.collect();
    const served = site.served();
    site.set({ ...withManifest(last), STATIC_ROOT: 'clean' });
    await site.collect();
    const clean = site.served('clean');
    const comparable = Object.keys(clean).filter((path) => !/\.(?:br|gz)$/.test(path));
    for (const path of comparable) expect(served[path], path).toBe(clean[path]);
    for (const path of Object.keys(clean)) expect(Object.keys(served)).toContain(path);
    if (last.STORAGE.startsWith('compressed')) for (const path of comparable) expectVariants(path, served);
  });
  await fc.assert(property, { numRuns: 60, seed: 20260211 });
});

/** What a server would send in place of a file unpacks to it. */
function expectVariants(path: string, served: Readonly<Record<string, string>>): void {
  const [br, gz] = [served[`${path}.br`], served[`${path}.gz`]];
  const plain = served[path] ?? '';
  if (br !== undefined)
    expect(brotliDecompressSync(Buffer.from(br, 'latin1')).toString('latin1'), path).toBe(plain);
  if (gz !== undefined) expect(gunzipSync(Buffer.from(gz, 'latin1')).toString('latin1'), path).toBe(plain);
}

test.each(['manifest', 'compressed-manifest'])(
  '%s: without a ledger, copies that the manifest names stay if they are right',
  async (STORAGE) => {
    const long = (text: string): string => `${text} `.repeat(100);
    const site = makeSite(
      { STORAGE },
      { 'a.txt': long('a'), 'b.txt': long('b'), 'c.css': 'd { e: url(a.txt) }' },
    );
    await site.collect();
    const names = Object.keys(site.served()).filter((path) => /\.[0-9a-f]{12}\.\w+$/.test(path));
    const [ofA, ofB] = ['a', 'b'].map((stem) => names.find((path) => path.startsWith(`${stem}.`)) as string);
    const inode = (path = ''): number => statSync(join(site.folder, 'out', path)).ino;
    const before = inode(ofA);
    const first = site.served();
    rmSync(join(site.folder, '.collectstatic'), { recursive: true });
    // As large as it was, and no more the same file as its plain copy.
    site.remove(`out/${ofB}`);
    site.write(`out/${ofB}`, long('x'));
    const report = await site.collect();
    expect(changes(report)).toMatchObject({ [ofB as string]: 'processed' });
    expect(Object.keys(changes(report))).not.toContain(ofA);
    expect(report.counts).toMatchObject({ copied: 0, unmodified: 3 });
    expect(inode(ofA)).toBe(before);
    expect(site.served()).toEqual(first);
  },
);

test('a manifest of somebody else names no copy outside, and none of other bytes', async () => {
  const site = makeSite({ STORAGE: 'manifest' }, { 'a.txt': 'a', 'b.txt': 'b' });
  const paths = { 'a.txt': '../assets/a.txt', 'b.txt': 'b.0123456789ab.txt' };
  site.write('out/staticfiles.json', JSON.stringify({ paths, version: '1.1', hash: '' }));
  site.write('out/b.0123456789ab.txt', 'b');
  const { counts } = await site.collect();
  expect(counts).toMatchObject({ copied: 2, postProcessed: 2 });
  expect(site.read('out/a.0cc175b9c0f1.txt').toString()).toBe('a');
  expect(site.read('out/b.92eb5ffee6ae.txt').toString()).toBe('b');
});
