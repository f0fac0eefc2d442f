import { expect, test } from 'vitest';
import { changes, makeSite, type Site } from './site.ts';

const MANIFEST = { STORAGE: 'manifest', DJANGO_VERSION: '5.2', STATICFILES_DIRS: ['assets', 'more'] };
const NAME = 'out/staticfiles.json';

/** A site that has been collected, and the manifest of it. */
async function collected(): Promise<{ readonly site: Site; readonly before: string }> {
  const site = makeSite(MANIFEST, { 'b.css': 'a { background: url(c.svg) }', 'c.svg': '<svg/>' });
  site.write('more/a.js', 'a()');
  await site.collect();
  return { site, before: site.read(NAME).toString() };
}

async function fromNothing(site: Site): Promise<string> {
  site.remove('.collectstatic/out/ledger.json');
  site.remove(NAME);
  await site.collect();
  return site.read(NAME).toString();
}

test('the manifest is left alone by a run that names every file as before', async () => {
  const { site } = await collected();
  expect(changes(await site.collect())).toEqual({});
});

test('a manifest that somebody changed, or took away, is written again', async () => {
  const { site, before } = await collected();
  for (const spoil of [
    () => site.write(NAME, before.replace('a.js', 'A.js')),
    () => site.write(NAME, ''),
    () => site.remove(NAME),
  ]) {
    spoil();
    expect(changes(await site.collect())).toEqual({ 'staticfiles.json': 'processed' });
    expect(site.read(NAME).toString()).toBe(before);
  }
});

test('the manifest changes with the Django version, and with the order of the folders', async () => {
  const { site, before } = await collected();
  for (const change of [{ DJANGO_VERSION: '6.0' }, { STATICFILES_DIRS: ['more', 'assets'] }]) {
    site.set({ ...MANIFEST, ...change });
    await site.collect();
    const after = site.read(NAME).toString();
    expect(after).not.toBe(before);
    expect(after).toBe(await fromNothing(site));
    site.set(MANIFEST);
    await site.collect();
    expect(site.read(NAME).toString()).toBe(before);
  }
});
