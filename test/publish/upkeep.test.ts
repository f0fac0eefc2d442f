import { expect, test } from 'vitest';
import { counted } from '../../src/publish/counted.ts';
import type { Claimant } from '../../src/publish/intent.ts';
import { prunePublished } from '../../src/publish/prune-published.ts';
import { rollBackPublished } from '../../src/publish/roll-back.ts';
import { openMemory, type Store } from './memory-bucket.ts';
import { DESTINATION, ledgerOf, makeProject, type Project, textOf } from './project.ts';

const DAY = 86_400_000;

function claimant({ settings }: Project, store: Store, later = 0): Claimant {
  const clock = { now: () => Date.now() + later, sleep: async () => undefined };
  const bucket = counted(openMemory(store));
  return { settings, destination: DESTINATION, bucket, clock, id: `test${later}`, options: {} };
}

function hashedOf(store: Store, path: string): string {
  return JSON.parse(textOf(store, 'static/staticfiles.json')).paths[path];
}

/** A store with so many releases of a script. */
async function released(
  count: number,
): Promise<{ readonly project: Project; readonly store: Store; readonly names: readonly string[] }> {
  const project = await makeProject({ 'a.js': 'release 1', 'b.css': 'p {}' });
  const store: Store = new Map();
  const names: string[] = [];
  for (let release = 1; release <= count; release++) {
    if (release > 1) await project.write({ 'a.js': `release ${release}` });
    await project.publish(store);
    names.push(hashedOf(store, 'a.js'));
  }
  return { project, store, names };
}

test('prunes what is past both limits, and nothing that is not ours', async () => {
  const { project, store, names } = await released(5);
  store.set('static/upload.0123456789ab.png', store.get('static/b.css') as never);
  const there = (): readonly boolean[] => names.map((name) => store.has(`static/${name}`));
  const young = await prunePublished(claimant(project, store), {});
  expect(young.removed).toEqual([]);
  const rehearsal = await prunePublished(claimant(project, store, 30 * DAY), { dryRun: true });
  expect(rehearsal.removed).toEqual([names[0], names[1]].sort());
  expect(there()).toEqual([true, true, true, true, true]);
  const report = await prunePublished(claimant(project, store, 30 * DAY), {});
  expect(report.removed).toEqual(rehearsal.removed);
  expect(there()).toEqual([false, false, true, true, true]);
  expect(store.has('static/upload.0123456789ab.png')).toBe(true);
  await prunePublished(claimant(project, store, 30 * DAY), { keep: 1, olderThanMs: 0 });
  expect(there()).toEqual([false, false, false, false, true]);
  expect(ledgerOf(store)).toMatchObject({ release: 5, claim: null });
  expect((await project.publish(store)).upToDate).toBe(true);
});

test('prunes nothing that the manifest in the bucket names, whatever the ledger says, or whose manifest is spoilt', async () => {
  const { project, store, names } = await released(2);
  const manifest = store.get('static/staticfiles.json');
  const old = { ...JSON.parse(textOf(store, 'static/staticfiles.json')), paths: { 'a.js': names[0] } };
  store.set('static/staticfiles.json', {
    ...(manifest as never as object),
    bytes: Buffer.from(JSON.stringify(old)),
  } as never);
  const options = { keep: 1, olderThanMs: 0 };
  expect((await prunePublished(claimant(project, store, DAY), options)).removed).toEqual([]);
  store.set('static/staticfiles.json', {
    ...(manifest as never as object),
    bytes: Buffer.from('{'),
  } as never);
  await expect(prunePublished(claimant(project, store, DAY), options)).rejects.toThrow("can't be read");
  expect(store.has(`static/${names[0]}`)).toBe(true);
});

test('a name that is wanted again is not pruned', async () => {
  const { project, store, names } = await released(3);
  await project.write({ 'a.js': 'release 1' });
  await project.publish(store);
  const report = await prunePublished(claimant(project, store, DAY), { keep: 1, olderThanMs: 0 });
  expect(report.removed).toEqual([names[1], names[2]].sort());
  expect(store.has(`static/${names[0]}`)).toBe(true);
});

test('rolls back release by release, and a later publish goes forward again', async () => {
  const { project, store, names } = await released(3);
  const manifest = (): string => hashedOf(store, 'a.js');
  const first = await rollBackPublished(claimant(project, store));
  expect(first).toMatchObject({ release: { from: 3, to: 4 }, restored: 2 });
  expect(first.problems.map(({ code }) => code)).toEqual(['publish-plain-files-stay']);
  expect(manifest()).toBe(names[1]);
  expect(await rollBackPublished(claimant(project, store))).toMatchObject({
    release: { from: 4, to: 5 },
    restored: 1,
  });
  expect(manifest()).toBe(names[0]);
  await expect(rollBackPublished(claimant(project, store))).rejects.toThrow('knows no release before');
  // What is in use again is in nobody's way.
  await prunePublished(claimant(project, store, DAY), { keep: 1, olderThanMs: 0 });
  expect([...store.keys()].filter((key) => /a\.[0-9a-f]{12}/.test(key))).toEqual([`static/${names[0]}`]);
  const report = await project.publish(store);
  expect(manifest()).toBe(names[2]);
  expect(report.release).toEqual({ from: 5, to: 6 });
});

test('rolls back to nothing that is not all there', async () => {
  const { project, store, names } = await released(2);
  store.delete(`static/${names[0]}`);
  await expect(rollBackPublished(claimant(project, store))).rejects.toThrow(`static/${names[0]}`.slice(7));
  expect(hashedOf(store, 'a.js')).toBe(names[1]);
  expect(ledgerOf(store)).toMatchObject({ release: 2, claim: null });
  const plain = await makeProject({ 'a.js': 'x' }, 'plain');
  const other: Store = new Map();
  await plain.publish(other);
  await plain.write({ 'a.js': 'y' });
  await plain.publish(other);
  await expect(rollBackPublished(claimant(plain, other))).rejects.toThrow('knows no release before');
});
