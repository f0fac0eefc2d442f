import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { CollectOptions } from '../../src/collect.ts';
import { CollectstaticError } from '../../src/errors.ts';
import type { Problem } from '../../src/types.ts';
import { makeSite, type Site } from './site.ts';

const TEXT = 'a { color: red }\n'.repeat(50);
/** Of TEXT: what `a.css` is called. */
const HASHED = `a.${hash('md5', TEXT).slice(0, 12)}.css`;

async function problemsOf(site: Site, options: CollectOptions = {}): Promise<readonly Problem[]> {
  try {
    await site.collect(options);
  } catch (error) {
    if (error instanceof CollectstaticError) return error.problems;
    throw error;
  }
  return [];
}

/** Each problem's code, and where in `out` it is. */
function told(site: Site, problems: readonly Problem[]): readonly (readonly [string, string | undefined])[] {
  return problems
    .map(({ code, at }) => [code, at?.file?.slice(`${site.folder}/out/`.length)] as const)
    .sort((a, b) => ((a[1] ?? '') < (b[1] ?? '') ? -1 : 1));
}

const FOLDERS = [
  'a.css',
  'a.css.br',
  HASHED,
  `${HASHED}.gz`,
  'importmap.json',
  'staticfiles.json',
  'staticfiles.integrity.json',
];

test('folders where files must go are told all at once, in a rehearsal too, and nothing is written', async () => {
  const settings = { STORAGE: 'compressed-manifest', INTEGRITY: true, IMPORT_MAP: true };
  const site = makeSite(settings, { 'a.css': TEXT, 'b.css': '@import "a.css";' });
  for (const folder of FOLDERS) site.write(`out/${folder}/upload.txt`, 'u');
  const before = site.served();
  for (const options of [{ dryRun: true }, {}, { swap: true }]) {
    const problems = await problemsOf(site, options);
    expect(told(site, problems)).toEqual(FOLDERS.toSorted().map((folder) => ['file-is-folder', folder]));
    expect(site.served()).toEqual(before);
  }
});

test.each(FOLDERS)('a folder at %s alone is told before anything is visible', async (folder) => {
  const settings = { STORAGE: 'compressed-manifest', INTEGRITY: true, IMPORT_MAP: true };
  const site = makeSite(settings, { 'a.css': TEXT, 'b.css': '@import "a.css";' });
  site.write(`out/${folder}/upload.txt`, 'u');
  for (const options of [{ dryRun: true }, {}]) {
    expect(told(site, await problemsOf(site, options))).toEqual([['file-is-folder', folder]]);
    expect(Object.keys(site.served())).toEqual([`${folder}/upload.txt`]);
  }
  expect(await problemsOf(site, { clear: true })).toEqual([]);
  expect(Object.keys(site.served())).not.toContain(`${folder}/upload.txt`);
});

test('a folder beside a file that gets no variant is in nobody’s way', async () => {
  const site = makeSite({ STORAGE: 'compressed' }, { 'a.css': 'a{}' });
  site.write('out/a.css.gz/upload.txt', 'u');
  expect(await problemsOf(site)).toEqual([]);
  expect(Object.keys(site.served())).toEqual(['a.css', 'a.css.gz/upload.txt']);
});

test.each([
  ['plain', []],
  ['compressed', [`${'c'.repeat(249)}.css.br`, `${'c'.repeat(249)}.css.gz`]],
  ['manifest', [`${'a'.repeat(240)}.000000000000.css`, `${'c'.repeat(249)}.000000000000.css`]],
])('names that are too long are told before anything is written (%s)', async (STORAGE, expected) => {
  const files = { [`${'a'.repeat(240)}.css`]: TEXT, [`${'c'.repeat(249)}.css`]: TEXT, 'fine.css': TEXT };
  const site = makeSite({ STORAGE }, files);
  site.write('out/old.css', 'old');
  for (const options of [{ dryRun: true }, {}]) {
    const problems = await problemsOf(site, options);
    const names = problems.map(({ at }) => at?.file?.slice(`${site.folder}/out/`.length).length);
    expect(names).toEqual(expected.map(({ length }) => length));
    for (const { code, hint } of problems) {
      expect(code).toBe('name-too-long');
      expect(hint).toMatch(/Shorten/);
    }
    if (expected.length > 0) expect(Object.keys(site.served())).toEqual(['old.css']);
  }
});
