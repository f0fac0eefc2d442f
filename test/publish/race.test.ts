import { expect, test } from 'vitest';
import { counted } from '../../src/publish/counted.ts';
import type { Claimant, PublishOptions } from '../../src/publish/intent.ts';
import { prunePublished } from '../../src/publish/prune-published.ts';
import { codeOf } from '../../src/publish/remote/read-remote.ts';
import { rollBackPublished } from '../../src/publish/roll-back.ts';
import type { Destination } from '../../src/types.ts';
import { failure, type MemoryOptions, openMemory, type Request, type Store } from './memory-bucket.ts';
import { contentOf, DESTINATION, ledgerOf, makeProject, type Project, textOf } from './project.ts';
import { isChange, orders, startRace } from './race.ts';

type Options = MemoryOptions & PublishOptions & Partial<Destination>;
/** Works on a store; returns the release that it has come to, if any. */
type Work = (
  store: Store,
  options: Options,
) => Promise<{ readonly release?: { readonly to: number } } | undefined>;
type Content = Readonly<Record<string, unknown>>;

const publishing =
  (project: Project, options: Options = {}): Work =>
  (store, more) =>
    project.publish(store, { ...more, ...options, justCollected: true });

function claimant({ settings }: Project, store: Store, options: Options, later = 0): Claimant {
  const { clock } = options;
  const now = (): number => (clock?.now() ?? Date.now()) + later;
  return {
    settings,
    destination: DESTINATION,
    bucket: counted(openMemory(store, options)),
    clock: { now, sleep: async (ms) => clock?.sleep(ms) },
    id: `claimant${later}`,
    options: {},
  };
}

const pruning =
  (project: Project): Work =>
  async (store, options) => {
    await prunePublished(claimant(project, store, options), { keep: 1, olderThanMs: 0 });
    return undefined;
  };

const rollingBack =
  (project: Project): Work =>
  (store, options) =>
    rollBackPublished(claimant(project, store, options));

/** A store with a release for each of these texts of a script. */
async function released(storage: string, ...texts: readonly string[]): Promise<[Project, Store]> {
  const project = await makeProject({ 'a.js': 'first', 'b.css': 'p {}' }, storage);
  const store: Store = new Map();
  for (const text of texts) {
    await project.write({ 'a.js': text });
    await project.publish(store);
  }
  return [project, store];
}

/** Asserts that the ledger of a store says what is there, and that the manifest leads to what it names. */
function assertTrue(store: Store): void {
  const { files, claim } = ledgerOf(store) as { files: Record<string, readonly unknown[]>; claim: unknown };
  expect(claim).toBeNull();
  for (const [path, [size, md5, , , , tag]] of Object.entries(files)) {
    const object = store.get(`static/${path}`);
    if (tag === '') continue;
    expect([path, object?.etag, object?.bytes.length]).toEqual([path, tag || md5, size]);
  }
  const manifest = textOf(store, 'static/staticfiles.json');
  for (const name of Object.values<string>(manifest === '' ? {} : JSON.parse(manifest).paths))
    expect([name, store.has(`static/${name}`)]).toEqual([name, true]);
}

/** What is there after `work` alone, at the keys that it wants. */
async function wholeOf(project: Project, from: Store, work: Work): Promise<Content> {
  const store: Store = new Map(from);
  await work(store, {});
  const { steps } = await project.publish(store, { dryRun: true, justCollected: true });
  const content = contentOf(store);
  return Object.fromEntries(steps.map(({ key }) => [key, content[key]]));
}

interface Case {
  readonly store: Store;
  readonly ours: Work;
  readonly theirs: Work;
  /** What is there in the end if ours, or the other one, comes last; `null`: that hangs on the order. */
  readonly whole: Content | null;
  readonly theirWhole: Content | null;
  readonly memory?: Options;
}

/** Does both works in each order in which the first requests of ours can come among the changes of the other one. */
async function raceAll({ store: first, ours, theirs, whole, theirWhole, memory }: Case): Promise<void> {
  let changes = 0;
  let looks = 0;
  const options = { listsAtOnce: 3, concurrency: 1, ...memory };
  const counting = (request: Request): void => {
    if (isChange(request)) changes++;
  };
  await theirs(new Map(first), { ...options, after: counting }).catch(() => undefined);
  let isLooking = true;
  const looking = (request: Request): void => {
    if (isLooking) looks++;
    isLooking &&= !isChange(request);
  };
  await ours(new Map(first), { ...options, before: looking });
  for (const order of orders(Math.min(looks, 4), changes)) {
    const store: Store = new Map(first);
    const { one, other, finish } = startRace(order);
    const racing = theirs(store, { ...options, ...other })
      .catch(() => 'failed' as const)
      .finally(finish.other);
    const told = await ours(store, { ...options, ...one }).finally(finish.one);
    const rival = await racing;
    // What has failed on the way, the next publish finds.
    if (rival === 'failed') await ours(store, options);
    assertTrue(store);
    const last = rival === 'failed' ? undefined : rival?.release?.to;
    const isLast = (last ?? 0) <= (told?.release?.to ?? 0);
    const expected = (isLast ? whole : theirWhole) ?? {};
    const content = contentOf(store);
    const found = Object.fromEntries(Object.keys(expected).map((key) => [key, content[key]]));
    expect([order, isLast, found]).toEqual([order, isLast, expected]);
  }
}

test.each<[string, MemoryOptions]>([
  ['plain', {}],
  // Tells less from the ledger and more from what was listed.
  ['plain', { listsHeaders: true }],
  ['manifest', { listsAtOnce: 6 }],
])('of two publishers (%s, %o), each order of requests leaves the whole of one', async (storage, memory) => {
  const [project, store] = await released(storage, 'ours');
  const rival = await makeProject({ 'a.js': 'theirs', 'b.css': 'b {}' }, storage);
  const [ours, theirs] = [publishing(project), publishing(rival)];
  const whole = await wholeOf(project, store, ours);
  await raceAll({ store, ours, theirs, whole, theirWhole: await wholeOf(rival, store, theirs), memory });
});

test('what another publish removes with clear is sent again', async () => {
  const [project, store] = await released('plain', 'ours');
  const rival = await makeProject({ 'a.js': 'ours' }, 'plain');
  const [ours, theirs] = [publishing(project), publishing(rival, { clear: true })];
  const whole = await wholeOf(project, store, ours);
  await raceAll({ store, ours, theirs, whole, theirWhole: await wholeOf(rival, store, theirs) });
});

test('what a prune removes is sent again where it is wanted', async () => {
  const [project, store] = await released('manifest', 'one', 'two', 'three');
  await project.write({ 'a.js': 'one' });
  const ours = publishing(project);
  const whole = await wholeOf(project, store, ours);
  const theirs = pruning(await makeProject());
  await raceAll({ store, ours, theirs, whole, theirWhole: null });
});

test('a rollback leads to no file that a prune removes, and loses none that a publish sends', async () => {
  const [project, store] = await released('manifest', 'one', 'two');
  const rollback: Work = (there, options) =>
    rollingBack(project)(there, options).catch((error: unknown) => {
      if (codeOf(error) === 'publish-release-incomplete') return undefined;
      throw error;
    });
  const prune = pruning(await makeProject());
  await raceAll({ store, ours: rollback, theirs: prune, whole: null, theirWhole: null });
  const rival = await makeProject({ 'a.js': 'three', 'b.css': 'p {}' });
  const publish = publishing(rival);
  const whole = await wholeOf(rival, store, publish);
  await raceAll({ store, ours: publish, theirs: rollback, whole, theirWhole: null });
  await raceAll({ store, ours: rollback, theirs: publish, whole: null, theirWhole: whole });
});

/** Other headers, and fewer files. */
const OTHER: Options = { mutableCacheControl: 'no-store', clear: true };

test('what a publish has changed whose answers were lost is seen', async () => {
  const [project, store] = await released('plain', 'ours');
  const rival = await makeProject({ 'a.js': 'ours', 'b.css': 'b {}' }, 'plain');
  const ours = publishing(project);
  const whole = await wholeOf(project, store, ours);
  for (let lost = 2; lost <= 4; lost++) {
    const theirs: Work = (there, options) => {
      let changes = 0;
      return rival.publish(there, {
        ...options,
        ...OTHER,
        justCollected: true,
        async after(request) {
          await options.after?.(request);
          if (isChange(request) && ++changes === lost) throw failure('bucket-unreachable', 'lost');
        },
      });
    };
    await raceAll({ store, ours, theirs, whole, theirWhole: null });
  }
});

class Killed extends Error {}

test.each(['publish', 'prune'])(
  'what a %s of another machine has changed that was killed is seen',
  async (kind) => {
    const [project, store] = await released('manifest', 'one', 'two');
    if (kind === 'prune') await project.write({ 'a.js': 'one' });
    const rival = await makeProject({ 'b.css': 'b {}' });
    const ours = publishing(project);
    const whole = await wholeOf(project, store, ours);
    const theirs = kind === 'prune' ? pruning(rival) : publishing(rival, OTHER);
    for (let number = 1, isKilled = true; isKilled; number++) {
      const there: Store = new Map(store);
      isKilled = false;
      const after: MemoryOptions['after'] = (request) => {
        isKilled ||= request.number >= number;
        if (isKilled) throw new Killed();
      };
      await theirs(there, { concurrency: 1, after }).catch(() => undefined);
      // Its claim has run out; once more, by what that one left.
      const clock = { now: () => Date.now() + 660_000, sleep: async () => undefined };
      for (let turn = 0; turn < 2; turn++) {
        await ours(there, { clock });
        assertTrue(there);
        const content = contentOf(there);
        expect(Object.fromEntries(Object.keys(whole).map((key) => [key, content[key]]))).toEqual(whole);
      }
    }
  },
);
