import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CollectstaticError } from '../../src/errors.ts';
import { loadSettings } from '../../src/settings/index.ts';
import type { AssetPath } from '../../src/types.ts';
import { processAll } from '../place/run.ts';
import { planOf } from '../plan/site.ts';
import { openMemory } from '../storages/memory.ts';
import { changes, makeSite, type Site } from './site.ts';

const FILES = {
  'site.css': 'a { background: url(logo.svg) }\n',
  'logo.svg': '<svg/>\n',
  'app.js': 'go();\n',
  'vendor-4f3c2b1a9d8e.js': 'vendor();\n',
};
const BOTH = { STORAGE: 'manifest', INTEGRITY: true, IMPORT_MAP: true, PREHASHED: ['vendor-*'] };

function json(site: Site, path: string): Record<string, Record<string, string>> {
  return JSON.parse(site.read(`out/${path}`).toString()) as Record<string, Record<string, string>>;
}

/** What the integrity file has to say, from the manifest and the files that are served. */
function integrity(site: Site): Readonly<Record<string, string>> {
  const names = Object.entries(json(site, 'staticfiles.json').paths ?? {});
  const digest = (name: string): string =>
    createHash('sha384')
      .update(site.read(`out/${name}`))
      .digest('base64');
  return Object.fromEntries(names.map(([path, name]) => [path, `sha384-${digest(name)}`]));
}

async function codesOf(site: Site): Promise<readonly string[]> {
  const error: unknown = await site.collect().catch((thrown: unknown) => thrown);
  if (!(error instanceof CollectstaticError)) throw error;
  return error.problems.map(({ code }) => code);
}

test('the integrity file has the digest of what is served for each path, the import map every script', async () => {
  const site = makeSite(BOTH, FILES);
  await site.collect();
  expect(json(site, 'staticfiles.integrity.json').integrity).toEqual(integrity(site));
  const app = json(site, 'staticfiles.json').paths?.['app.js'] ?? '';
  expect(json(site, 'importmap.json')).toEqual({
    imports: { '/static/app.js': `/static/${app}` },
    integrity: { [`/static/${app}`]: integrity(site)['app.js'] },
  });
});

test('without INTEGRITY the import map is only names', async () => {
  const site = makeSite({ STORAGE: 'manifest', IMPORT_MAP: 'js/imports.json' }, FILES);
  await site.collect();
  expect(Object.keys(json(site, 'js/imports.json'))).toEqual(['imports']);
});

describe('a second run', () => {
  test('reads nothing and writes nothing', async () => {
    const site = makeSite(BOTH, FILES);
    await site.collect();
    const [before, ledger] = [site.served(), site.read('.collectstatic/out/ledger.json')];
    for (const [name, text] of Object.entries(FILES)) site.write(`assets/${name}`, 'x'.repeat(text.length));
    expect(changes(await site.collect())).toEqual({});
    expect(site.served()).toEqual(before);
    expect(site.read('.collectstatic/out/ledger.json').equals(ledger)).toBe(true);
  });

  test('looks at what changed: a leaf with all that refer to it, and a file that keeps its name', async () => {
    const site = makeSite(BOTH, FILES);
    await site.collect();
    site.write('assets/logo.svg', '<svg></svg>\n', 1);
    site.write('assets/vendor-4f3c2b1a9d8e.js', 'VENDOR();\n', 1);
    site.write('assets/app.js', 'NO();\n');
    await site.collect();
    const { 'app.js': untouched, ...others } = integrity(site);
    expect(json(site, 'staticfiles.integrity.json').integrity).toEqual({ ...others, 'app.js': untouched });
  });

  test('trusts no digests but those of the run that wrote the ledger', async () => {
    const site = makeSite(BOTH, FILES);
    await site.collect();
    const old = site.read('out/staticfiles.integrity.json');
    site.write('assets/logo.svg', '<svg></svg>\n', 1);
    await site.collect();
    // As a run leaves it that is killed after the ledger and before this file.
    site.write('out/staticfiles.integrity.json', old);
    await site.collect();
    expect(json(site, 'staticfiles.integrity.json').integrity).toEqual(integrity(site));
  });

  test('takes away what is not asked for any more', async () => {
    const site = makeSite(BOTH, FILES);
    await site.collect();
    site.set({ ...BOTH, INTEGRITY: false, IMPORT_MAP: 'map.json' });
    expect(changes(await site.collect())).toEqual({
      'map.json': 'processed',
      'importmap.json': 'deleted',
      'staticfiles.integrity.json': 'deleted',
    });
    expect(changes(await site.collect())).toEqual({});
  });
});

test('they become visible with the manifest, which is the last of all', async () => {
  const site = makeSite(BOTH, FILES);
  const settings = await loadSettings({ cwd: site.folder, env: {}, requireStaticRoot: true });
  const placed: (readonly AssetPath[])[] = [];
  const memory = openMemory();
  const storage = {
    ...memory,
    place(last: readonly AssetPath[], outdated?: readonly AssetPath[]) {
      placed.push(last);
      return memory.place(last, outdated);
    },
  };
  await processAll(storage, planOf(`${site.folder}/assets`), settings);
  expect(placed).toEqual([['staticfiles.integrity.json', 'importmap.json', 'staticfiles.json']]);
});

test('a rehearsal tells of them and writes nothing', async () => {
  const site = makeSite(BOTH, FILES);
  const rehearsed = changes(await site.collect({ dryRun: true }));
  expect(rehearsed).toMatchObject({
    'staticfiles.integrity.json': 'processed',
    'importmap.json': 'processed',
  });
  expect(site.served()).toEqual({});
  expect(changes(await site.collect())).toEqual(rehearsed);
});

test('without post-processing there is none of them', async () => {
  const site = makeSite(BOTH, FILES);
  await site.collect({ postProcess: false });
  expect(Object.keys(site.served())).toEqual(Object.keys(FILES).sort());
});

describe('errors', () => {
  test.each([
    [{ INTEGRITY: true, IMPORT_MAP: true }, ['manifest-needed', 'manifest-needed']],
    [{ STORAGE: 'compressed', IMPORT_MAP: true }, ['manifest-needed']],
    [{ STORAGE: 'manifest', INTEGRITY: '../up.json' }, ['setting-invalid']],
    [{ STORAGE: 'manifest', INTEGRITY: 5 }, ['setting-invalid']],
    [{ STORAGE: 'manifest', INTEGRITY: 'same.json', IMPORT_MAP: 'same.json' }, ['setting-invalid']],
    [{ STORAGE: 'manifest', INTEGRITY: 'staticfiles.json' }, ['setting-invalid']],
    [{ STORAGE: 'manifest', INTEGRITY: 'app.js' }, ['name-taken']],
  ])('%j', async (settings, codes) => {
    const site = makeSite(settings, FILES);
    expect(await codesOf(site)).toEqual(codes);
    expect(site.served()).toEqual({});
  });
});
