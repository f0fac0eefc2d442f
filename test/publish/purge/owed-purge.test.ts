import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publish } from '../../../src/publication/index.ts';
import { SYSTEM_CLOCK } from '../../../src/publish/clock.ts';
import { counted } from '../../../src/publish/counted.ts';
import { prunePublished } from '../../../src/publish/prune-published.ts';
import { rollBackPublished } from '../../../src/publish/roll-back.ts';
import type { PublishReport } from '../../../src/types.ts';
import { temporaryFolder } from '../../storages/folder.ts';
import { Killed, killedAt } from '../killed.ts';
import { failure, type MemoryOptions, openMemory, type Store } from '../memory-bucket.ts';
import { contentOf, DESTINATION, ledgerOf, makeProject, type Project } from '../project.ts';

const FILES = { 'a.js': 'a', 'b.css': 'p {}', 'c d+%.txt': 'c', 'ü.svg': '<svg/>' };
const CHANGES = { 'a.js': 'changed', 'c d+%.txt': 'changed' };
const OTHERS = { 'a.js': 'a', 'b.css': 'b {}', 'c d+%.txt': 'once more', 'ü.svg': '<svg/>' };

/** A CDN before a store: it has asked for each file once, and keeps what it got until it is told of the file. */
class Cdn {
  readonly list: string = join(temporaryFolder(), 'urls.txt');
  readonly #store: Store;
  #kept: Readonly<Record<string, unknown>>;

  constructor(store: Store) {
    this.#store = store;
    this.#kept = contentOf(store);
  }

  /** Forgets what it was told of since it was asked last, so that it asks anew. Returns what it was told of. */
  forget(): readonly string[] {
    const told = this.told();
    const there = contentOf(this.#store);
    for (const key of told) this.#kept = { ...this.#kept, [key]: there[key] };
    rmSync(this.list, { force: true });
    return told;
  }

  told(): readonly string[] {
    const lines = existsSync(this.list) ? readFileSync(this.list, 'utf8').split('\n').slice(0, -1) : [];
    return lines.map((url) => `static/${decodeURIComponent(url.slice(DESTINATION.publicUrl?.length))}`);
  }

  /** Keys of what it answers with other bytes or headers than the store. */
  outdated(): readonly string[] {
    const there = contentOf(this.#store);
    const plain = Object.keys(this.#kept).filter((key) => key !== 'static/staticfiles.json');
    return plain.filter((key) => JSON.stringify(this.#kept[key]) !== JSON.stringify(there[key]));
  }
}

/** Publishes as the command does. A claim of the one before is taken over, as if it had run out. */
function publishTo(
  { settings }: Project,
  store: Store,
  list: string | null,
  memory: MemoryOptions & { readonly clear?: boolean; readonly dryRun?: boolean } = {},
): Promise<PublishReport> {
  const destination = {
    ...DESTINATION,
    purge: list === null ? [] : [{ kind: 'url-list' as const, file: list }],
  };
  const asked = { bucket: Promise.resolve(openMemory(store, memory)), close() {} };
  const { clear = false, dryRun = false } = memory;
  return publish({ ...settings, destination }, { env: {}, force: true, asked, clear, dryRun });
}

/** A store with a release of `FILES`, the project it came from, and others that have changed since. */
async function released(): Promise<
  Readonly<Record<'project' | 'same' | 'others', Project>> & { readonly first: Store }
> {
  const [project, same, others] = [
    await makeProject(FILES),
    await makeProject({ ...FILES, ...CHANGES }),
    await makeProject(OTHERS),
  ];
  const first: Store = new Map();
  await publishTo(project, first, null);
  await project.write(CHANGES);
  return { project, same, others, first };
}

const NOWHERE = '/nowhere/at/all/urls.txt';

test.each<['before' | 'after', MemoryOptions]>([
  ['before', {}],
  ['after', {}],
  ['after', { ignoresConditions: true }],
])(
  'killed %s any request (%o), the next publish tells CDNs what they were not told',
  async (when, memory) => {
    const { project, same, others, first } = await released();
    for (const next of [project, same, others]) {
      for (let number = 1, isKilled = true; isKilled; number++) {
        const store: Store = new Map(first);
        const cdn = new Cdn(store);
        const error = await publishTo(project, store, cdn.list, {
          ...memory,
          ...killedAt(number, when),
        }).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        isKilled = error instanceof Killed;
        if (!isKilled) expect([error, number > 10]).toEqual([undefined, true]);
        cdn.forget();
        await publishTo(next, store, cdn.list, memory);
        cdn.forget();
        expect([number, cdn.outdated()]).toEqual([number, []]);
        expect(ledgerOf(store)).toMatchObject({ claim: null, purge: { failed: false } });
        // Nothing is told twice once it was told.
        await publishTo(next, store, cdn.list, memory);
        expect(cdn.told()).toEqual([]);
      }
    }
  },
);

test('what a CDN did not take stays owed through publishes that tell none, fail or find nothing to do', async () => {
  const { project, others, first: store } = await released();
  const cdn = new Cdn(store);
  const failed = await publishTo(project, store, NOWHERE);
  expect(failed.purged.map(({ problem }) => problem?.code)).toEqual(['purge-failed']);
  const again = await publishTo(project, store, NOWHERE);
  expect(again).toMatchObject({ upToDate: true, purged: [{ problem: { code: 'purge-failed' } }] });
  const refuses = (key: string): MemoryOptions => ({
    before({ kind, keys }) {
      if (kind === 'put' && keys[0] === key) throw failure('bucket-denied', key);
    },
  });
  await expect(publishTo(others, store, null, refuses('static/staticfiles.json'))).rejects.toThrow('denied');
  await publishTo(others, store, null);
  const rehearsal = await publishTo(others, store, cdn.list, { dryRun: true });
  expect([rehearsal.upToDate, rehearsal.changedUrls.length, cdn.told()]).toEqual([true, 3, []]);
  const told = await publishTo(others, store, cdn.list);
  expect([told.requests, told.changedUrls]).toEqual([rehearsal.requests, rehearsal.changedUrls]);
  expect(cdn.forget()).toEqual(['static/a.js', 'static/b.css', 'static/c d+%.txt']);
  expect(cdn.outdated()).toEqual([]);
  expect(ledgerOf(store)).toMatchObject({ purge: { failed: false } });
});

test('what a publish has replaced before it failed is told by the next one', async () => {
  const { project, first } = await released();
  for (const key of ['static/c d+%.txt', 'static/staticfiles.json']) {
    const store: Store = new Map(first);
    const cdn = new Cdn(store);
    const before: MemoryOptions['before'] = ({ kind, keys }) => {
      if (kind === 'put' && keys[0] === key) throw failure('bucket-denied', key);
    };
    await expect(publishTo(project, store, cdn.list, { before })).rejects.toThrow('denied');
    expect(existsSync(cdn.list)).toBe(false);
    await publishTo(project, store, cdn.list);
    cdn.forget();
    expect([key, cdn.outdated()]).toEqual([key, []]);
  }
});

test('what was removed is owed too, and a rollback keeps what is owed', async () => {
  const { project, first: store } = await released();
  const cdn = new Cdn(store);
  await project.write({ 'b.css': null });
  await publishTo(project, store, NOWHERE, { clear: true });
  await project.write({ 'b.css': 'b {}' });
  await publishTo(project, store, null);
  const { settings } = project;
  const bucket = counted(openMemory(store));
  await rollBackPublished({
    settings,
    destination: DESTINATION,
    bucket,
    clock: SYSTEM_CLOCK,
    id: 'x',
    options: {},
  });
  expect(ledgerOf(store)).toMatchObject({ release: 4, restores: 2, purge: { failed: true } });
  const rehearsal = await publishTo(project, store, cdn.list, { dryRun: true });
  const told = await publishTo(project, store, cdn.list);
  expect([told.requests, told.changedUrls]).toEqual([rehearsal.requests, rehearsal.changedUrls]);
  expect(cdn.forget()).toContain('static/b.css');
  expect(cdn.outdated()).toEqual([]);
});

test('tells what it has changed itself where another publisher has come between, and leaves what that one owes', async () => {
  const { project, others, first: store } = await released();
  const cdn = new Cdn(store);
  let isBetween = false;
  // The other one comes as soon as the first one has ended its claim, and has told nobody yet.
  const after: MemoryOptions['after'] = async ({ kind, keys }) => {
    const isEnd = kind === 'put' && keys[0]?.includes('~') === true && ledgerOf(store).claim === null;
    if (!isEnd || isBetween) return;
    isBetween = true;
    const later = await publishTo(others, store, NOWHERE);
    expect(later.release.to).toBe(3);
  };
  const report = await publishTo(project, store, cdn.list, { after });
  expect([isBetween, report.release.to]).toEqual([true, 2]);
  expect(cdn.told()).toEqual(['static/a.js', 'static/c d+%.txt']);
  expect(ledgerOf(store)).toMatchObject({
    release: 3,
    purge: { failed: true, paths: ['a.js', 'b.css', 'c d+%.txt'] },
  });
});

test('a publish whose CDNs know does not fail where the ledger can not be told so', async () => {
  const { project, first: store } = await released();
  const cdn = new Cdn(store);
  let ends = 0;
  const before: MemoryOptions['before'] = ({ kind, keys }) => {
    const isLedger = keys[0]?.includes('~') === true;
    if (kind === 'get' && isLedger && existsSync(cdn.list)) throw failure('bucket-unreachable', `${++ends}`);
  };
  const report = await publishTo(project, store, cdn.list, { before });
  expect(report.problems).toMatchObject([{ code: 'purge-unnoted', severity: 'warning' }]);
  expect(report.purged).toMatchObject([{ problem: null }]);
  cdn.forget();
  await publishTo(project, store, cdn.list);
  expect(cdn.told()).toEqual(['static/a.js', 'static/c d+%.txt']);
});

test('what comes back in other bytes, after it was pruned or taken away by hand, is told', async () => {
  const project = await makeProject(FILES);
  for (const by of ['prune', 'hand']) {
    const store: Store = new Map();
    await project.write(FILES);
    await publishTo(project, store, null);
    const cdn = new Cdn(store);
    if (by === 'hand') store.delete('static/b.css');
    else {
      await project.write({ 'b.css': null, 'a.js': 'changed' });
      await publishTo(project, store, cdn.list);
      cdn.forget();
      const { settings } = project;
      const destination = { ...DESTINATION, purge: [{ kind: 'url-list' as const, file: cdn.list }] };
      const bucket = counted(openMemory(store));
      const claimant = { settings, destination, bucket, clock: SYSTEM_CLOCK, id: 'prune', options: {} };
      const { removed } = await prunePublished(claimant, { keep: 1, olderThanMs: -60_000 });
      expect(removed).toContain('b.css');
      // Names that mean the same for ever are nothing to tell.
      expect(ledgerOf(store)).toMatchObject({ purge: { failed: true, paths: ['b.css'] } });
    }
    await project.write({ 'b.css': `b { content: '${by}' }` });
    await publishTo(project, store, cdn.list);
    expect(cdn.forget()).toContain('static/b.css');
    const plain = cdn.outdated().filter((key) => !/\.[0-9a-f]{12}\./.test(key));
    expect([by, plain]).toEqual([by, []]);
  }
});
